"""The next time of everything that is planned, or that the programme has held again and again."""

import datetime as dt
from collections.abc import Iterator

import attrs

from s2ss_core.events import SupportEnded
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.sums.activities import (
    ONE_DAY,
    Planned,
    covered_until,
    numbers_of,
    planned_in,
    sessions_of,
)
from s2ss_core.projections.sums.periods import Periods
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import Requirements

NAMES = {"support": "the support activity", "forum": "the forum meeting", "audit": "the audit of needs",
         "baseline": "the baseline assessment", "diagnostic": "the diagnostic assessment"}  # fmt: skip


def rhythms(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """The next session of each activity, until the support has ended; what was missed before the last one is not due."""
    if facts.of(SupportEnded):
        return
    planned = planned_in(facts, requirements.programme, requirements.end)
    for each in planned:
        if dates := _next(each.periods, numbers_of(each.periods, each.sessions)):
            yield _planned(requirements, each, *dates)
    for rhythm in requirements.programme.rhythms:
        covered = covered_until(rhythm, planned)
        if covered is not None and covered >= requirements.end:
            continue
        periods = Periods(
            programme=requirements.programme,
            every=rhythm.every,
            first=max(requirements.start, covered + ONE_DAY) if covered else requirements.start,
            last=requirements.end,
        )
        if dates := _next(periods, numbers_of(periods, sessions_of(rhythm, facts))):
            since, due = dates
            yield requirements.owes(_name(rhythm.kind, rhythm.every), due, *rhythm.held_by, since=since)


def _next(periods: Periods, held: Iterator[int]) -> tuple[dt.date, dt.date] | None:
    """The dates of the period after the last one in which it was held; None if there are no more."""
    number = max(held, default=-1) + 1
    return periods.dates(number) if number < periods.number else None


def _planned(requirements: Requirements, each: Planned, since: dt.date, due: dt.date) -> Due:
    """It waits on those whom the plan names."""
    plan = each.plan.event
    owed = requirements.owes(
        _name(plan.kind, plan.every), due, of=plan.activity, since=since, positions=(each.plan.position,)
    )
    return attrs.evolve(
        owed,
        waits_on=tuple(dict.fromkeys(person.role for person in plan.people)),
        people=tuple(dict.fromkeys(person.person for person in plan.people)),
        organisations=tuple(dict.fromkeys(person.organisation for person in plan.people)),
    )


def _name(kind: str, every: str) -> str:
    name = NAMES.get(kind, f"the {kind.replace('-', ' ')}")
    return name if every == "once" else f"{name}, once a {every}"
