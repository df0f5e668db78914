"""The certificate of grant usage, made and returned with the final report."""

from collections.abc import Iterator
from typing import get_args

from s2ss_core.events import Statement, StatementId
from s2ss_core.testing.asking import Ask
from s2ss_core.testing.lifecycle.course.mending import Mending
from s2ss_core.testing.lifecycle.people import CLERK


class Certifying(Mending):
    """What is asked of the final report and the certificate that goes with it."""

    def certifying(self, report: str, review: str) -> Iterator[Ask]:
        """What is still to be done, as far as the programme asks it."""
        if (
            self.gates & {"final-report-finalised", "certificate-returned"}
            and self.story.finalised(report) is None
        ):
            yield self.ask("finalise_report", report=report, revision=2, after_review=review)
        if "certificate-returned" not in self.gates:
            return
        yield from self.mending()
        certificate = self.story.certificate()
        ours = certificate is not None and certificate.with_report == report
        name = certificate.certificate if certificate and ours else self.fresh("cert")
        if not ours:
            yield self.certify(name, report)
        if self.story.returned(name, report) is None:
            yield self.ask("return_certificate", certificate=name, with_report=report, returned_to=CLERK)

    def certify(self, name: str, report: str) -> Ask:
        """A certificate that covers every cost."""
        before = self.story.certificate()
        days = [on for _, on, *_ in self.story.spent()]
        return self.ask(
            "certify_grant_usage",
            certificate=name,
            covers_from=min([self.setting.start, *days]),
            covers_to=max([self.setting.end, *days]),
            final=True,
            preparer="bm-1",
            certifier="ao-1",
            role="accounting-officer",
            statements=tuple(Statement(id=one, made=True) for one in get_args(StatementId)),
            with_report=report,
            supersedes=before.certificate if before else None,
        )
