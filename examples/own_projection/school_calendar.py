"""Your own view: the days on which somebody visited a school, and the days of support."""

from datetime import date

import attrs

from s2ss_core import Days, Figure, Recorded
from s2ss_core.events import EntryStruckOut, VisitLogged
from s2ss_core.projections import Key, Projection, StreamReader


@attrs.frozen
class DayAtSchool:
    """One visit: its id, date and leader, and the days of support."""

    visit: str
    on: date
    leader: str
    days: Figure[Days]


@attrs.frozen
class SchoolCalendar:
    """The visits that a school finds in its visitors' book, in order of date."""

    school: str
    visits: tuple[DayAtSchool, ...] = ()

    @property
    def last(self) -> date | None:
        return self.visits[-1].on if self.visits else None


def deployments_of(school: str, streams: StreamReader) -> tuple[str, ...]:
    return tuple(
        stream
        for stream in streams.streams("deployment:")
        if any(visited(entry) == school for entry in streams.read(stream, texts=False))
    )


def visited(entry: Recorded) -> str | None:
    return entry.event.school if isinstance(entry.event, VisitLogged) else None


def keys(entry: Recorded, streams: StreamReader) -> tuple[Key, ...]:
    """A visit affects its school's calendar; the strike of a visit affects every school of its deployment."""
    if isinstance(entry.event, EntryStruckOut):
        schools = (visited(earlier) for earlier in streams.read(entry.stream, texts=False))
        return tuple(("school", school) for school in sorted({school for school in schools if school}))
    school = visited(entry)
    return (("school", school),) if school else ()


def step(calendar: SchoolCalendar, entry: Recorded) -> SchoolCalendar:
    event = entry.event
    if isinstance(event, EntryStruckOut):
        kept = tuple(
            visit for visit in calendar.visits if ("visit", (visit.visit,)) != (event.of.name, event.of.id)
        )
        return attrs.evolve(calendar, visits=kept)
    if visited(entry) != calendar.school:
        return calendar
    days = Days("0.5") if event.unit in {"half-day", "twilight"} else Days(1)
    day = DayAtSchool(event.visit, event.on, event.leader, Figure(days, (entry.position,)))
    return attrs.evolve(calendar, visits=tuple(sorted((*calendar.visits, day), key=lambda visit: visit.on)))


def shown(calendar: SchoolCalendar) -> SchoolCalendar:
    return calendar


SCHOOL_CALENDAR: Projection[SchoolCalendar, SchoolCalendar] = Projection(
    name="school_calendar",
    keys=keys,
    streams_for=lambda key, streams: deployments_of(key[1], streams),
    initial=lambda key: SchoolCalendar(school=key[1]),
    step=step,
    view=shown,
)
