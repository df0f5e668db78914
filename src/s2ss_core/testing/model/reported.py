"""What was reported, reviewed, judged and certified in a deployment."""

from collections.abc import Iterable
from datetime import date

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

Report = InterimReported | FinalReported


class Reported(Spent):
    """The reports and reviews that stand, and what came of them."""

    def report(self, name: str) -> Report | None:
        """The report of that id."""
        reports: list[Report] = [*self.not_struck_out(InterimReported), *self.not_struck_out(FinalReported)]
        return next((report for report in reports if report.report == name), None)

    def review(self, name: str) -> ReviewHeld | None:
        """The review of that id."""
        return next((review for review in self.not_struck_out(ReviewHeld) if review.review == name), None)

    def judgement(self, party: str, report: str, by: date) -> ProgressJudged | None:
        """The latest a party came to on a report, on a review that stands; of one day, the one told last."""
        made = [
            judgement
            for judgement in self.of(ProgressJudged)
            if (judgement.party, judgement.report) == (party, report)
            and judgement.on <= by
            and self.review(judgement.review)
        ]
        return max(reversed(made), key=lambda latest: latest.on, default=None)

    def notice(self, report: str, review: date, audience: Iterable[str]) -> int | None:
        """Working days that the last of an audience had the report before its review; None if one had it not."""
        had: dict[str, date] = {}
        for shared in self.of(DocumentShared):
            if shared.document == report and shared.on <= review:
                had |= {reader: min(shared.on, had.get(reader, shared.on)) for reader in shared.shared_with}
        readers = set(audience)
        return (
            working_days(max(had[reader] for reader in readers), review)
            if readers and readers <= set(had)
            else None
        )

    def finalised(self, report: str) -> date | None:
        """When a report was finalised last."""
        return max(
            (finalised.on for finalised in self.of(ReportFinalised) if finalised.report == report),
            default=None,
        )

    def certificate(self) -> GrantUsageCertified | None:
        """The one that stands: none supersedes it."""
        return self.last(GrantUsageCertified)

    def returned(self, certificate: str, report: str) -> date | None:
        """When a certificate came back with a report."""
        back = [event for event in self.of(CertificateReturned) if event.certificate == certificate]
        return min((event.on for event in back if event.with_report == report), default=None)
