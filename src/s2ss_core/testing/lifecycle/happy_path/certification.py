"""The stage of certification: the Certificate of Grant Usage, made and returned with the final report."""

from collections.abc import Iterator

import attrs

from s2ss_core.events import CostReversed, Statement
from s2ss_core.testing.command_call import CommandCall
from s2ss_core.testing.lifecycle.cast import ACCOUNTING_OFFICER, BUSINESS_MANAGER, CLERK
from s2ss_core.testing.lifecycle.happy_path.corrections import CorrectionStage


class CertificationStage(CorrectionStage):
    """The commands for the final report and its certificate."""

    def certifying(self, report: str, review: str) -> Iterator[CommandCall]:
        """The commands of this stage that are still due, if the programme requires them."""
        if (
            self.gates & {"final-report-finalised", "certificate-returned"}
            and self.story.finalised(report) is None
        ):
            yield self.call("finalise_report", report=report, revision=2, after_review=review)
        if "certificate-returned" not in self.gates:
            return
        yield from self.correcting()
        certificate = self.story.certificate()
        ours = certificate is not None and certificate.with_report == report and not self.story.outdated()
        name = certificate.certificate if certificate and ours else self.fresh("cert")
        if not ours:
            yield self.certify(name, report)
        if self.story.returned(name, report) is None:
            yield self.call("submit_certificate", certificate=name, with_report=report, returned_to=CLERK)

    def certify(self, name: str, report: str) -> CommandCall:
        """A certificate that covers every cost."""
        before = self.story.certificate()
        recipient = self.scenario.payee or self.scenario.home
        days = [on for _, on, *_ in self.story.spent()]
        days += [credit.on for credit in self.story.of(CostReversed)]
        return self.call(
            "certify_grant_usage",
            certificate=name,
            covers_from=min([self.scenario.start, *days]),
            covers_to=max([self.scenario.end, *days]),
            final=True,
            preparer=attrs.evolve(BUSINESS_MANAGER, organisation=recipient.id),
            certifier=attrs.evolve(ACCOUNTING_OFFICER, organisation=recipient.id),
            statements=tuple(
                Statement(id=statement, made=True)
                for statement in self.scenario.programme.certificate_statements
            ),
            with_report=report,
            supersedes=before.certificate if before else None,
        )
