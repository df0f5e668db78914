"""Visits that nobody brokered, and what they come to between one leader and one school in an academic year."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import attrs

from s2ss_core.events import UnbrokeredSupportLogged, cause_of, system_leader_stream
from s2ss_core.ids import key_of
from s2ss_core.ledger import struck_by
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, days
from s2ss_core.projections.engine.reader import StreamReader
from s2ss_core.rules import Finding
from s2ss_core.rules import system_leader as rules
from s2ss_core.store import Recorded
from s2ss_core.values import Days

SEPTEMBER = 9


@attrs.frozen(kw_only=True)
class UnbrokeredVisit:
    """A visit that two schools arranged between them, in days.

    `so_far` are the days of the leader at the school in the academic year, up to this visit and with it. `finding` is the note
    that a broker would have arranged them, if they are more than a day.
    """

    visit: str
    leader: str
    on: dt.date
    school: str
    home_school: str
    days: Days
    so_far: Figure[Days]
    arranged_by: str
    logged_by: str
    position: int
    finding: Finding | None


def unbrokered_visits(facts: EventSet, *found: int) -> tuple[UnbrokeredVisit, ...]:
    """The visits among these events, which are of one leader, in order of day. What was struck out is not there.

    `found` are the positions of the entries that found several ids to name the leader.
    """
    logged = sorted(
        facts.not_struck_out(UnbrokeredSupportLogged), key=lambda entry: (entry.event.on, entry.position)
    )
    return tuple(_visit(entry, logged[:number], found) for number, entry in enumerate(logged, 1))


def _visit(
    entry: Positioned[UnbrokeredSupportLogged],
    until: Sequence[Positioned[UnbrokeredSupportLogged]],
    found: tuple[int, ...],
) -> UnbrokeredVisit:
    event = entry.event
    alike = days(_days(other) for other in until if _is_alike(other.event, event))
    return UnbrokeredVisit(
        visit=event.visit,
        leader=event.leader,
        on=event.on,
        school=event.school.id,
        home_school=event.home_school.id,
        days=event.days,
        so_far=alike.because_of(*found),
        arranged_by=event.arranged_by.person,
        logged_by=event.by.person,
        position=entry.position,
        finding=_finding(entry, alike),
    )


def _finding(entry: Positioned[UnbrokeredSupportLogged], so_far: Figure[Days]) -> Finding | None:
    broken = rules.support_that_nobody_brokered_takes_a_day_at_most.broken_by(
        leader=entry.event.leader,
        school=entry.event.school.id,
        academic_year=year_of(entry.event),
        days=so_far.value,
    )
    for past in broken:
        return Finding(
            severity="note",
            code=past.rule.code,
            rule=past.rule.name,
            facts=past.facts,
            position=entry.position,
        )
    return None


def _is_alike(one: UnbrokeredSupportLogged, other: UnbrokeredSupportLogged) -> bool:
    """Whether two visits are of one academic year and to one school, by id or by URN."""
    by_urn = one.school.urn is not None and one.school.urn == other.school.urn
    at_one = by_urn or key_of(one.school.id) == key_of(other.school.id)
    return at_one and year_of(one) == year_of(other)


def _days(entry: Positioned[UnbrokeredSupportLogged]) -> Figure[Days]:
    return Figure(entry.event.days, (entry.position,))


def days_unbrokered(visits: Iterable[UnbrokeredVisit]) -> Figure[Days]:
    """What visits come to, in days."""
    return days(Figure(visit.days, (visit.position,)) for visit in visits)


def year_of(logged: UnbrokeredSupportLogged) -> str:
    """The year that a visit was in, such as `2023/24`."""
    return year_of_day(logged.on)


def year_of_day(day: dt.date) -> str:
    """The year from September to August that a day is in, such as `2023/24`; of any day, also a mistyped one."""
    first = day.year if day.month >= SEPTEMBER else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def is_about_unbrokered(entry: Recorded) -> bool:
    """Whether an entry logs a visit that nobody brokered, or strikes one out."""
    struck = struck_by(entry.event)
    return isinstance(entry.event, UnbrokeredSupportLogged) or bool(
        struck and struck.name == "unbrokered-visit"
    )


def is_in_year(entry: Recorded, academic_year: str) -> bool:
    """Whether an entry is about such a visit, of this academic year as far as the entry says when it was."""
    event = entry.event
    if isinstance(event, UnbrokeredSupportLogged):
        return year_of(event) == academic_year
    return is_about_unbrokered(entry)


def unbrokered_in(entry: Recorded, streams: StreamReader) -> Iterator[UnbrokeredSupportLogged]:
    """The visit that nobody brokered which an entry logs or strikes out, if it does."""
    if isinstance(entry.event, UnbrokeredSupportLogged):
        yield entry.event
    elif is_about_unbrokered(entry):
        struck = struck_by(entry.event)
        yield from (logged for logged in _logged_in(entry.stream, streams) if cause_of(logged) == struck)


def logged_of(leader: str, streams: StreamReader) -> Iterator[UnbrokeredSupportLogged]:
    """Every visit that nobody brokered which was logged under an id of a leader, struck out or not."""
    return _logged_in(system_leader_stream(leader), streams)


def _logged_in(stream: str, streams: StreamReader) -> Iterator[UnbrokeredSupportLogged]:
    for entry in streams.read(stream, texts=False):
        if isinstance(entry.event, UnbrokeredSupportLogged):
            yield entry.event
