"""The stage of certification: the Certificate of Grant Usage, made and returned with the final report."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import attrs

from s2ss_core.events import CertificateReturned, CostReversed, GrantUsageCertified, Statement
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
        if self.scenario.yearly_certificates:
            yield from self.certifying_years(report)
            return
        certificate = self.story.certificate()
        ours = certificate is not None and certificate.with_report == report and not self.story.outdated()
        name = certificate.certificate if certificate and ours else self.fresh("cert")
        if not ours:
            yield self.certify(name, report)
        if self.story.returned(name, report) is None:
            yield self.call("submit_certificate", certificate=name, with_report=report, returned_to=CLERK)

    def certifying_years(self, report: str) -> Iterator[CommandCall]:
        """A certificate of each financial year; the final one is of the last year and goes with the report."""
        *years, last_year = self.financial_years()
        for first, last in (*years, last_year):
            final = (first, last) == last_year
            overlapping = [
                certificate
                for certificate in self.story.standing()
                if certificate.covers_from <= last and first <= certificate.covers_to
            ]
            ours = self._standing(overlapping, first, last, report if final else None)
            name = ours.certificate if ours else self.fresh("cert")
            if ours is None:
                yield self.certify(name, report).with_(
                    covers_from=first,
                    covers_to=last,
                    final=final,
                    with_report=report if final else None,
                    supersedes=overlapping[-1].certificate if overlapping else None,
                )
            if name not in {back.certificate for back in self.story.of(CertificateReturned)}:
                with_report = report if final else None
                yield self.call(
                    "submit_certificate", certificate=name, with_report=with_report, returned_to=CLERK
                )

    def _standing(
        self, overlapping: Sequence[GrantUsageCertified], first: date, last: date, report: str | None
    ) -> GrantUsageCertified | None:
        """The certificate of these days that is not outdated, if it goes with the report."""
        outdated = self.story.outdated()
        return next(
            (
                certificate
                for certificate in overlapping
                if (certificate.covers_from, certificate.covers_to) == (first, last)
                and certificate.with_report == report
                and certificate.certificate not in outdated
            ),
            None,
        )

    def financial_years(self) -> tuple[tuple[date, date], ...]:
        """The days of the support, with those of every cost, in spans of one financial year each."""
        first, last = self.days_to_certify()
        ends = [date(year, 3, 31) for year in range(first.year, last.year + 1)]
        ends = [*(end for end in ends if first <= end < last), last]
        begins = [first, *(end + timedelta(days=1) for end in ends[:-1])]
        return tuple(zip(begins, ends, strict=True))

    def days_to_certify(self) -> tuple[date, date]:
        """The first and the last day of the support, or of a cost outside it."""
        days = [on for _, on, *_ in self.story.spent()]
        days += [credit.on for credit in self.story.of(CostReversed)]
        return min([self.scenario.start, *days]), max([self.scenario.end, *days])

    def certify(self, name: str, report: str) -> CommandCall:
        """A certificate that covers every cost."""
        before = self.story.certificate()
        recipient = self.scenario.payee or self.scenario.home
        first, last = self.days_to_certify()
        return self.call(
            "certify_grant_usage",
            certificate=name,
            covers_from=first,
            covers_to=last,
            final=True,
            preparer=attrs.evolve(BUSINESS_MANAGER, organisation=recipient.id),
            certifier=attrs.evolve(ACCOUNTING_OFFICER, organisation=recipient.id),
            statements=tuple(
                Statement(id=statement, made=True)
                for statement in self.scenario.programme.certificate_statements
            ),
            with_report=report,
            award=self.scenario.certified_award if self.laid_down.needs_award else None,
            supersedes=before.certificate if before else None,
        )
