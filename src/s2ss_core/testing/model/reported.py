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
        reports: list[Report] = [*self.standing(InterimReported), *self.standing(FinalReported)]
        return next((one for one in reports if one.report == name), None)

    def review(self, name: str) -> ReviewHeld | None:
        """The review of that id."""
        return next((one for one in self.standing(ReviewHeld) if one.review == name), None)

    def judgement(self, party: str, report: str, by: date) -> ProgressJudged | None:
        """The latest a party came to on a report, on a review that stands; of one day, the one told last."""
        made = [
            one
            for one in self.of(ProgressJudged)
            if (one.party, one.report) == (party, report) and one.on <= by and self.review(one.review)
        ]
        return max(reversed(made), key=lambda one: one.on, default=None)

    def notice(self, report: str, review: date, audience: Iterable[str]) -> int | None:
        """Working days that the last of an audience had the report before its review; None if one had it not."""
        had: dict[str, date] = {}
        for one in self.of(DocumentShared):
            if one.document == report and one.on <= review:
                had |= {reader: min(one.on, had.get(reader, one.on)) for reader in one.shared_with}
        readers = set(audience)
        return (
            working_days(max(had[one] for one in readers), review)
            if readers and readers <= set(had)
            else None
        )

    def finalised(self, report: str) -> date | None:
        """When a report was finalised last."""
        return max((one.on for one in self.of(ReportFinalised) if one.report == report), default=None)

    def certificate(self) -> GrantUsageCertified | None:
        """The one that stands: none supersedes it."""
        return self.last(GrantUsageCertified)

    def returned(self, certificate: str, report: str) -> date | None:
        """When a certificate came back with a report."""
        back = [one for one in self.of(CertificateReturned) if one.certificate == certificate]
        return min((one.on for one in back if one.with_report == report), default=None)
