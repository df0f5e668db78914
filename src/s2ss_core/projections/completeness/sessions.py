"""What was held of what was planned, and of what the programme has held again and again."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.events import ActivityHeld
from s2ss_core.programmes import Programme, Rhythm, RhythmKind, capacity_of
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.sums.activities import Planned, Session, numbers_of, planned_in, sessions_of
from s2ss_core.projections.sums.periods import Periods
from s2ss_core.projections.whats_due.requirements import Requirements
from s2ss_core.values import EXACT, Days, Frequency, Unit, decimal_text

NONE = Days(0)


@attrs.frozen(kw_only=True)
class SessionCount:
    """In how many of the weeks, fortnights, terms or years that are expected something was held, and how long it took.

    The programme asks for it, or a plan does: then `activity` is its id. Of what nobody planned, only what was held counts.
    `expected_days` and `held_days` are days as the programme counts units; nothing is expected where nobody says how long it is.
    `positions` are the plan and the sessions.
    """

    kind: RhythmKind
    asked_by: Literal["programme", "plan", "nobody"]
    every: Frequency
    activity: str | None = None
    expected: int
    held: int
    expected_days: Decimal
    held_days: Decimal
    positions: tuple[int, ...]


def session_counts(facts: EventSet, requirements: Requirements) -> Iterator[SessionCount]:
    """First what the programme asks for, then each plan, then what was held without a plan."""
    programme = requirements.programme
    for rhythm in programme.rhythms:
        yield _of_rhythm(facts, requirements, rhythm)
    planned = planned_in(facts, programme, requirements.end)
    for each in planned:
        if each.periods.number or each.sessions:
            yield _of_plan(programme, each)
    beside: dict[str, list[Session]] = {}
    for session in facts.not_struck_out(ActivityHeld):
        if session.event.activity is None:
            beside.setdefault(session.event.kind, []).append(session)
    for sessions in beside.values():
        yield _unplanned(programme, sessions)


def _of_rhythm(facts: EventSet, requirements: Requirements, rhythm: Rhythm) -> SessionCount:
    sessions = sessions_of(rhythm, facts)
    periods = Periods(
        programme=requirements.programme,
        every=rhythm.every,
        first=requirements.start,
        last=requirements.end,
    )
    each = (
        _days(requirements.programme, rhythm.unit, rhythm.quantity)
        if rhythm.unit and rhythm.quantity
        else NONE
    )
    return SessionCount(
        kind=rhythm.kind,
        asked_by="programme",
        every=rhythm.every,
        expected=periods.number,
        held=len(set(numbers_of(periods, sessions))),
        expected_days=_times(each, periods.number),
        held_days=_held(requirements.programme, sessions),
        positions=tuple(session.position for session in sessions),
    )


def _of_plan(programme: Programme, planned: Planned) -> SessionCount:
    plan, number = planned.plan.event, planned.periods.number
    return SessionCount(
        kind=plan.kind,
        asked_by="plan",
        every=plan.every,
        activity=plan.activity,
        expected=number,
        held=len(set(numbers_of(planned.periods, planned.sessions))),
        expected_days=_times(_days(programme, plan.unit, plan.quantity), number),
        held_days=_held(programme, planned.sessions),
        positions=(planned.plan.position, *(session.position for session in planned.sessions)),
    )


def _unplanned(programme: Programme, sessions: list[Session]) -> SessionCount:
    return SessionCount(
        kind=sessions[0].event.kind,
        asked_by="nobody",
        every="once",
        expected=0,
        held=len(sessions),
        expected_days=NONE,
        held_days=_held(programme, sessions),
        positions=tuple(session.position for session in sessions),
    )


def _held(programme: Programme, sessions: Iterable[Session]) -> Decimal:
    total = Decimal(0)
    for session in sessions:
        if isinstance(session.event, ActivityHeld):
            total = EXACT.add(total, _days(programme, session.event.unit, session.event.quantity))
    return Decimal(decimal_text(total))


def _times(days: Days, number: int) -> Decimal:
    return Decimal(decimal_text(EXACT.multiply(days, number)))


def _days(programme: Programme, unit: Unit, quantity: Days) -> Days:
    """The days of so many units; none of a unit of which the programme does not say how many days it takes."""
    try:
        return capacity_of(programme, unit, quantity)
    except BadInput:
        return NONE
