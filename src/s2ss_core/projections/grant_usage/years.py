"""The financial years in which an award may be used."""

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs

from s2ss_core.events import FinancialYearKind, GrantAwarded
from s2ss_core.projections.engine.event_set import EventSet

MOST_YEARS = 50
BEGINS: Mapping[FinancialYearKind, int] = {"april-march": 4, "september-august": 9}
"""The month on the first day of which a year begins."""


@attrs.frozen
class Year:
    """A financial year, `2023-24` from April to March and `2023/24` from September to August: its first and last day.

    `positions` are those of the events that make it a year of the award.
    """

    name: str
    first: dt.date
    last: dt.date
    positions: tuple[int, ...] = ()


def years_of(own: EventSet) -> Iterator[Year]:
    """The years of each kind that an award goes by, from its first day to the last day on which anything happened to it.

    The award's own years are never more than `MOST_YEARS` of a kind.
    """
    awarded = own.latest(GrantAwarded)
    if awarded is None:
        return
    event, newest = awarded.event, max(own.entries, key=lambda entry: entry.event.on)
    first = min(event.available_from, event.on)
    last = max(event.available_to, first, newest.event.on)
    for kind in dict.fromkeys(event.year_reckonings):
        start = year_with(kind, first).first.year
        end = min(year_with(kind, last).first.year, start + MOST_YEARS - 1)
        for number in range(start, end + 1):
            year = _year(kind, number)
            beyond = (newest.position,) if year.first > event.available_to else ()
            yield attrs.evolve(year, positions=(awarded.position, *beyond))


def year_with(kind: FinancialYearKind, day: dt.date) -> Year:
    """The year of a kind that a day is in."""
    return _year(kind, max(dt.MINYEAR, day.year if day.month >= BEGINS[kind] else day.year - 1))


def _year(kind: FinancialYearKind, number: int) -> Year:
    month, joined = BEGINS[kind], "-" if kind == "april-march" else "/"
    first = dt.date(number, month, 1)
    last = dt.date(min(number + 1, dt.MAXYEAR), month, 1) - dt.timedelta(days=1)
    return Year(f"{number}{joined}{(number + 1) % 100:02}", first, last)
