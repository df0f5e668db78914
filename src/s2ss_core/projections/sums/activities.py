"""Activities as they are expected: those that are planned, and those that the programme has held again and again."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import get_args

import attrs

from s2ss_core.events import ActivityHeld, ActivityPlanned, NeedsAssessed
from s2ss_core.programmes import Programme, Rhythm
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.sums.periods import Periods
from s2ss_core.values import AcademicYear, AssessmentKind, Frequency

OFTEN: tuple[Frequency, ...] = ("week", "fortnight", "term", "year", "once")
ONE_DAY = dt.timedelta(days=1)
Session = Positioned[ActivityHeld] | Positioned[NeedsAssessed]


@attrs.frozen(kw_only=True)
class Planned:
    """An activity that is planned, the periods in which it is expected, and the sessions of it."""

    plan: Positioned[ActivityPlanned]
    periods: Periods
    sessions: tuple[Positioned[ActivityHeld], ...]


def planned_in(facts: EventSet, programme: Programme, end: dt.date) -> tuple[Planned, ...]:
    """Each activity that is planned. One that was planned again is expected no longer; what was planned once is not at all."""
    plans = facts.not_struck_out(ActivityPlanned)
    again = {plan.event.instead_of: plan.event.on for plan in plans if plan.event.instead_of}
    sessions = facts.not_struck_out(ActivityHeld)
    found = []
    for plan in plans:
        event, since = plan.event, again.get(plan.event.activity)
        held = tuple(session for session in sessions if session.event.activity == event.activity)
        if event.every == "once":
            last = event.first if since is None else dt.date.min
        else:
            last = min(event.last or end, end, _before(since) if since else end)
        periods = Periods(programme=programme, every=event.every, first=event.first, last=last)
        found.append(Planned(plan=plan, periods=periods, sessions=held))
    return tuple(found)


def _before(day: dt.date) -> dt.date:
    return day - ONE_DAY if day > dt.date.min else day


def covered_until(rhythm: Rhythm, planned: Iterable[Planned]) -> dt.date | None:
    """The last day for which plans say when the thing with a rhythm is held, as often as it asks; None if none does."""
    days = (
        each.periods.last
        for each in planned
        if each.plan.event.kind == rhythm.kind
        and OFTEN.index(each.periods.every) <= OFTEN.index(rhythm.every)
        and each.periods.number
    )
    return max(days, default=None)


def sessions_of(rhythm: Rhythm, facts: EventSet) -> tuple[Session, ...]:
    """Everything held that is of the kind with a rhythm, planned or not."""
    if rhythm.kind in get_args(AssessmentKind):
        return tuple(each for each in facts.not_struck_out(NeedsAssessed) if each.event.kind == rhythm.kind)
    return tuple(each for each in facts.not_struck_out(ActivityHeld) if each.event.kind == rhythm.kind)


def numbers_of(periods: Periods, sessions: Iterable[Session]) -> Iterator[int]:
    """In which of the periods each session was held, as far as it was in any; an assessment is of its academic year."""
    for session in sessions:
        day = session.event.on
        year = session.event.academic_year if isinstance(session.event, NeedsAssessed) else None
        if year is not None and periods.every == "year" and year != AcademicYear.of(day):
            day = max(periods.first, dt.date(int(year[:4]), 9, 1))
        number = periods.of(day)
        if number is not None:
            yield number
