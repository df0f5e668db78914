"""Terms and working days, computed a second time from a programme's calendar."""

from datetime import date, timedelta
from functools import cache

import holidays

from s2ss_core.programmes import Programme
from s2ss_core.values import Term

ONE_DAY = timedelta(days=1)


def span_of(programme: Programme, term: Term) -> tuple[date, date]:
    """The first and last day of a term in the programme's calendar."""
    span = next(other for other in programme.terms if other.season == term.season)
    first = date(term.year, span.first_month, span.first_day)
    ends = [
        date(year, other.first_month, other.first_day)
        for year in (term.year, term.year + 1)
        for other in programme.terms
    ]
    return first, min(day for day in ends if day > first) - ONE_DAY


def last_day(programme: Programme, term: Term) -> date:
    """The last day of a term."""
    return span_of(programme, term)[1]


def working_days(earlier: date, later: date) -> int:
    """The number of working days after one day, up to and including another."""
    between = (earlier + n * ONE_DAY for n in range(1, (later - earlier).days + 1))
    return sum(day.weekday() < 5 and day not in bank_holidays(day.year) for day in between)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year, expand=False))
