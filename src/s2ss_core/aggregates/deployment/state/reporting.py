"""Reporting: reports and reviews, what was shared with whom, every judgement, and the answers to checklists."""

from collections.abc import Iterable
from datetime import date

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import (
    ChecklistAnswered,
    DocumentShared,
    FinalReported,
    InterimReported,
    ProgressJudged,
    QADayHeld,
    ReportFinalised,
    ReviewHeld,
)
from s2ss_core.programmes import working_days_between
from s2ss_core.values import Cause, JudgingParty, QAPurpose

Report = InterimReported | FinalReported


@attrs.frozen(kw_only=True)
class Finalised:
    """A report's newest finalised revision."""

    revision: int
    on: date


@attrs.define(kw_only=True)
class Reporting:
    """The reports, the reviews, the newest revision of each report, sharings, judgements, QA Days and responses to checklists."""

    reports: dict[str, Report] = attrs.field(factory=dict)
    finalised: dict[str, Finalised] = attrs.field(factory=dict)
    shared: list[DocumentShared] = attrs.field(factory=list)
    reviews: dict[str, ReviewHeld] = attrs.field(factory=dict)
    judgements: list[ProgressJudged] = attrs.field(factory=list)
    qa_days: list[QADayHeld] = attrs.field(factory=list)
    responses: list[ChecklistAnswered] = attrs.field(factory=list)

    @property
    def final(self) -> FinalReported | None:
        """The final report, if there is one."""
        return next((report for report in self.reports.values() if isinstance(report, FinalReported)), None)

    def agreed_at(self, purpose: QAPurpose) -> date | None:
        """The first QA Day of a purpose at which the use of the money was agreed."""
        agreed = (day.on for day in self.qa_days if day.purpose == purpose and day.funding_use == "agreed")
        return min(agreed, default=None)

    def report(self, report: str | None) -> Report | None:
        """The report of that id, if one is named and it stands."""
        return self.reports.get(report) if report is not None else None

    def review(self, review: str | None) -> ReviewHeld | None:
        """The review of that id, if one is named and it stands."""
        return self.reviews.get(review) if review is not None else None

    def finalised_on(self, report: str | None) -> date | None:
        """When the newest revision of a report was finalised, if it was."""
        finalised = self.finalised.get(report) if report is not None else None
        return finalised.on if finalised else None

    def held(self, review: str | None, report: str | None) -> date | None:
        """When a review was held on a report, if it was."""
        held = self.review(review)
        return held.on if held and held.report == report else None

    def judged(self, party: JudgingParty, report: str | None, by: date) -> ProgressJudged | None:
        """The latest judgement of a party on a report, made by a day, on a review that stands.

        Of several on one day, the one recorded last.
        """
        latest: ProgressJudged | None = None
        for judgement in self.judgements:
            counts = judgement.on <= by and (judgement.review is None or judgement.review in self.reviews)
            if counts and (judgement.party, judgement.report) == (party, report):
                latest = judgement if latest is None or judgement.on >= latest.on else latest
        return latest

    def notice(self, report: str, review: str, audience: Iterable[str]) -> int | None:
        """Working days between the last of an audience receiving a report and its review; None if one did not."""
        held = self.held(review, report)
        if held is None:
            return None
        first: dict[str, date] = {}
        for sharing in self.shared_by(Cause("report", (report,)), held):
            for reader in sharing.shared_with:
                first[reader] = min(first.get(reader, sharing.on), sharing.on)
        if not set(audience) <= set(first):
            return None
        return min((working_days_between(first[reader], held) for reader in audience), default=None)

    def shared_by(self, document: Cause, day: date) -> Iterable[DocumentShared]:
        """Each time a document was shared, up to a day."""
        return (sharing for sharing in self.shared if sharing.of == document and sharing.on <= day)


fold = Fold[Reporting]()


@fold.on(InterimReported)
@fold.on(FinalReported)
def _reported(reporting: Reporting, event: Report) -> None:
    reporting.reports[event.report] = event


@fold.on(ReportFinalised)
def _report_finalised(reporting: Reporting, event: ReportFinalised) -> None:
    reporting.finalised[event.report] = Finalised(revision=event.revision, on=event.on)


@fold.on(DocumentShared)
def _document_shared(reporting: Reporting, event: DocumentShared) -> None:
    reporting.shared.append(event)


@fold.on(ReviewHeld)
def _review_held(reporting: Reporting, event: ReviewHeld) -> None:
    reporting.reviews[event.review] = event


@fold.on(ProgressJudged)
def _progress_judged(reporting: Reporting, event: ProgressJudged) -> None:
    reporting.judgements.append(event)


@fold.on(QADayHeld)
def _qa_day_held(reporting: Reporting, event: QADayHeld) -> None:
    reporting.qa_days.append(event)


@fold.on(ChecklistAnswered)
def _checklist_answered(reporting: Reporting, event: ChecklistAnswered) -> None:
    reporting.responses.append(event)
