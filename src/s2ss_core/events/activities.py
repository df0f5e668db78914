"""Activities: what the school needs is assessed, and what is no leader's visit is planned and held."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import RecordId
from s2ss_core.values import (
    AcademicYear,
    ActivityKind,
    AssessmentKind,
    Days,
    Frequency,
    Person,
    Private,
    Unit,
)

__all__ = ["ActivityHeld", "ActivityPlanned", "AssessmentMethod", "Measure", "NeedsAssessed", "Priority"]

AssessmentMethod = Literal[
    "school-tour", "classroom-visit", "meeting", "work-scrutiny", "plan-review", "outcomes-review", "survey", "other"
]  # fmt: skip


@attrs.frozen(kw_only=True)
class Measure:
    """What was measured, its value, the benchmark that it is compared with, and the `source` of both."""

    id: RecordId
    what: Private
    value: Private
    benchmark: Private | None = None
    source: Private | None = None


@attrs.frozen(kw_only=True)
class Priority:
    """Something that the school needs, with an id by which others can name it."""

    id: RecordId
    text: Private


@recorded_as("deployment.needs-assessed", version=1, key_space="assessment")
class NeedsAssessed:
    """The needs of the school were assessed: the baseline that support starts from, or the same measured again.

    An audit that is repeated each year is one assessment for each `academic_year`. `level` is the overall level that
    the school was found at, where the assessment gives one.
    """

    assessment: RecordId
    on: date
    kind: AssessmentKind
    academic_year: AcademicYear | None = None
    by: Person
    accompanied_by: tuple[Person, ...] = ()
    methods: tuple[AssessmentMethod, ...] = ()
    measures: tuple[Measure, ...] = ()
    priorities: tuple[Priority, ...] = ()
    level: Private | None = None
    findings: Private | None = None


@recorded_as("deployment.activity-planned", version=1, key_space="activity")
class ActivityPlanned:
    """An activity that is no leader's visit was planned: once, or again and again from `first` to `last`.

    It is held once in each week, fortnight, term or academic year, counted from `first`; if no `last` is given, until the
    support ends. `quantity` counts `unit`s each time. `instead_of` is an activity that is planned again: one that was
    planned once is not expected any more, and of one with a rhythm, what it plans from this `on`.
    """

    activity: RecordId
    on: date
    kind: ActivityKind
    every: Frequency = "once"
    first: date
    last: date | None = None
    unit: Unit
    quantity: Days
    people: tuple[Person, ...]
    instead_of: RecordId | None = None


@recorded_as("deployment.activity-held", version=1, key_space="session")
class ActivityHeld:
    """An activity that is no leader's visit was held: one session, by and with these people.

    `activity` is the planned activity that it is a time of, if it was planned.
    """

    session: RecordId
    on: date
    kind: ActivityKind
    activity: RecordId | None = None
    people: tuple[Person, ...]
    unit: Unit
    quantity: Days
    notes: Private | None = None
