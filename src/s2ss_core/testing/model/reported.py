"""The plain model of what was reported, reviewed, judged and certified in a deployment."""

from collections.abc import Iterable
from datetime import date, timedelta

from s2ss_core.events import (
    CertificateReturned,
    DocumentShared,
    FinalReported,
    GrantUsageCertified,
    InterimReported,
    ProgressJudged,
    ReportFinalised,
    ReviewHeld,
)
from s2ss_core.testing.model.calendar import working_days
from s2ss_core.testing.model.spent import Spent
from s2ss_core.values import Cause

Report = InterimReported | FinalReported


class Reported(Spent):
    """The reports and reviews that were not struck out, with their judgements and certificates."""

    def report(self, name: str | None) -> Report | None:
        """The report with that id; None if there is none."""
        reports: list[Report] = [*self.not_struck_out(InterimReported), *self.not_struck_out(FinalReported)]
        return next((report for report in reports if report.report == name), None)

    def review(self, name: str | None) -> ReviewHeld | None:
        """The review with that id; None if there is none."""
        return next((review for review in self.not_struck_out(ReviewHeld) if review.review == name), None)

    def judgement(self, party: str, report: str | None, by: date) -> ProgressJudged | None:
        """A party's latest judgement on a report, from a review that was not struck out.

        Of several judgements on one day it is the one that was recorded last.
        """
        made = [
            judgement
            for judgement in self.of(ProgressJudged)
            if (judgement.party, judgement.report) == (party, report)
            and judgement.on <= by
            and (judgement.review is None or self.review(judgement.review))
        ]
        return max(reversed(made), key=lambda latest: latest.on, default=None)

    def notice(self, report: str, review: date, audience: Iterable[str]) -> int | None:
        """The working days between the last sharing of a report with this audience and its review.

        None if it was not shared with everybody.
        """
        had: dict[str, date] = {}
        for shared in self.of(DocumentShared):
            if shared.of == Cause("report", (report,)) and shared.on <= review:
                had |= {reader: min(shared.on, had.get(reader, shared.on)) for reader in shared.shared_with}
        readers = set(audience)
        return (
            working_days(max(had[reader] for reader in readers), review)
            if readers and readers <= set(had)
            else None
        )

    def finalised(self, report: str | None) -> date | None:
        """The day on which a report was finalised last; None if it was not."""
        return max(
            (finalised.on for finalised in self.of(ReportFinalised) if finalised.report == report),
            default=None,
        )

    def certificate(self) -> GrantUsageCertified | None:
        """The certificate that no other certificate supersedes."""
        return self.last(GrantUsageCertified)

    def standing(self) -> list[GrantUsageCertified]:
        """The certificates that no later one names or shares a day with."""
        stand: list[GrantUsageCertified] = []
        for certificate in self.of(GrantUsageCertified):
            first, last = certificate.covers_from, certificate.covers_to
            stand = [other for other in stand if other.covers_to < first or other.covers_from > last]
            stand = [other for other in stand if other.certificate != certificate.supersedes]
            stand.append(certificate)
        return stand

    def outdated(self) -> list[str]:
        """The ids of the certificates that stand though what is eligible has moved since."""
        day = timedelta(days=1)
        now = {
            certificate.certificate: self.eligible(certificate.covers_to)
            - self.eligible(certificate.covers_from - day)
            for certificate in self.standing()
        }
        beside = self.eligible() - sum(now.values())
        return [
            certificate.certificate
            for certificate in self.standing()
            if certificate.eligible
            not in (None, now[certificate.certificate] + (beside if certificate.final else 0))
        ]

    def returned(self, certificate: str, report: str | None) -> date | None:
        """The day on which a certificate was returned with a report; None if it was not."""
        back = [event for event in self.of(CertificateReturned) if event.certificate == certificate]
        return min((event.on for event in back if report and event.with_report == report), default=None)
