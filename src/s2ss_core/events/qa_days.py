"""QA Days: the days of the QA Lead with the schools, from the brokerage of the support to its evaluation."""

from datetime import date
from typing import Literal

from s2ss_core.events.ratings import Rating
from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import RecordId
from s2ss_core.values import Cause, Person, Private, QAPurpose

__all__ = ["FundingUse", "QAActivity", "QADayHeld"]

FundingUse = Literal["agreed", "appropriate", "not-appropriate", "none"]
QAActivity = Literal[
    "school-tour", "classroom-visit", "meeting", "work-scrutiny", "plan-review", "outcomes-review", "other"
]  # fmt: skip


@recorded_as("deployment.qa-day-held", version=1, key_space="qa-day")
class QADayHeld:
    """The QA Lead held a day with the schools. `funding_use` is what was agreed, or found, of the use of the money.

    `report` is the report that was completed on the day.
    """

    day: RecordId
    on: date
    purpose: QAPurpose
    held_by: Person
    attendees: tuple[Person, ...]
    activities: tuple[QAActivity, ...] = ()
    ratings: tuple[Rating, ...] = ()
    funding_use: FundingUse
    report: RecordId | None = None
    findings: Private | None = None
    evidence: tuple[Cause, ...] = ()
