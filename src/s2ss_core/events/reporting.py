"""Reporting: interim and final reports, termly reviews, and each party's judgement of progress."""

from datetime import date

import attrs

from s2ss_core.events.actions import ActionDone
from s2ss_core.events.checklists import ChecklistAnswered
from s2ss_core.events.feedback import FeedbackGiven, RecordSigned, SupportEvaluated
from s2ss_core.events.qa_days import QADayHeld
from s2ss_core.events.ratings import Rating
from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import RecordId
from s2ss_core.values import Audience, Cause, JudgingParty, Mode, Person, Private, Term

__all__ = [
    "Action", "DocumentShared", "FinalReported", "InterimReported", "ProgressJudged",
    "ReportFinalised", "ReportingEvent", "Result", "ReviewHeld",
]  # fmt: skip


@attrs.frozen(kw_only=True)
class Result:
    """What came of one objective, in the terms of its measure."""

    objective: RecordId
    value: Private


@attrs.frozen(kw_only=True)
class Action:
    """Something a review asked somebody to do."""

    id: RecordId
    what: Private
    who: Person
    by: date | None = None


@recorded_as("deployment.interim-reported", version=1, key_space="report")
class InterimReported:
    """Headteacher and lead System Leader wrote the term's report together."""

    report: RecordId
    on: date
    term: Term
    authors: tuple[Person, ...]
    ratings: tuple[Rating, ...]
    results: tuple[Result, ...] = ()
    progress: Private
    actions: Private | None = None
    impact: Private
    barriers: Private | None = None
    next_steps: Private
    plan_changes: Private | None = None
    engagement: Private | None = None
    evidence: tuple[Cause, ...] = ()


@recorded_as("deployment.final-reported", version=1, key_space="report")
class FinalReported:
    """The report at the end of the support."""

    report: RecordId
    on: date
    term: Term
    authors: tuple[Person, ...]
    ratings: tuple[Rating, ...]
    results: tuple[Result, ...] = ()
    progress: Private
    actions: Private | None = None
    impact: Private
    barriers: Private | None = None
    next_steps: Private
    plan_changes: Private | None = None
    engagement: Private | None = None
    sustaining: Private | None = None
    further_support: Private | None = None
    learning_to_share: bool = False
    evidence: tuple[Cause, ...] = ()


@recorded_as("deployment.report-finalised", version=1, natural_key=("report", "revision"))
class ReportFinalised:
    """The report took in what its review asked for."""

    report: RecordId
    revision: int
    on: date
    after_review: RecordId
    changes: Private | None = None


@recorded_as("deployment.document-shared", version=1, natural_key=("of", "revision", "shared_with", "on"))
class DocumentShared:
    """A document was shared: the plan, report, Record of Visit or agreement that the entry `of` is."""

    of: Cause
    revision: int = 1
    on: date
    shared_with: tuple[Audience, ...]
    by: Person


@recorded_as("deployment.review-held", version=1, key_space="review")
class ReviewHeld:
    """The termly review meeting was held on a report, where the programme has reports; `minutes` is how long it took."""

    review: RecordId
    on: date
    term: Term
    report: RecordId | None = None
    revision: int = 1
    minutes: int | None = None
    mode: Mode = "face-to-face"
    place: Private | None = None
    convened_by: Person | None = None
    led_by: Person
    led_for: Person | None = None
    attendees: tuple[Person, ...]
    invited_by: Person | None = None
    short_notice_accepted_by: Person | None = None
    actions: tuple[Action, ...] = ()
    plan_changes: Private | None = None
    capacity_still_there: bool | None = None
    final: bool = False


@recorded_as("deployment.progress-judged", version=1, key_space="judgement")
class ProgressJudged:
    """One party judged whether progress is satisfactory, after the report and its review if the programme has them."""

    judgement: RecordId
    on: date
    party: JudgingParty
    judge: Person
    report: RecordId | None = None
    review: RecordId | None = None
    satisfactory: bool
    reason: Private | None = None


ReportingEvent = (
    InterimReported | FinalReported | ReportFinalised | DocumentShared
    | ReviewHeld | ActionDone | ProgressJudged | QADayHeld
    | FeedbackGiven | SupportEvaluated | RecordSigned | ChecklistAnswered
)  # fmt: skip
