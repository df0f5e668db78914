"""Conversions under a programme: days, charges, terms, rates and dates. Pure functions; charges are rounded down to the penny."""

import datetime as dt
from calendar import isleap
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache

from s2ss_core.errors import BadInput
from s2ss_core.programmes.days_and_terms import TermSpan
from s2ss_core.programmes.prices import Rate
from s2ss_core.programmes.programme import Programme, Terms
from s2ss_core.values import (
    COARSER,
    FINEST,
    Band,
    Days,
    FundingKind,
    Head,
    Money,
    Term,
    Unit,
)

ONE_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=4096)
def capacity_of(programme: Programme, unit: Unit, quantity: Decimal) -> Days:
    """The days of a leader's year that a quantity of units takes.

    A part of a day is rounded down to four places, so that parts never come to more than the whole. Raises `BadInput` for
    a unit that takes none, such as an item.
    """
    for capacity in programme.capacity:
        if capacity.unit == unit:
            exact = COARSER.multiply(quantity, capacity.days)
            return Days(exact.quantize(FINEST, ROUND_DOWN, COARSER))
    raise BadInput(f"{_named(programme)} does not say how many days {_a(unit)} takes of a leader's year")


@lru_cache(maxsize=4096)
def charge_of(
    programme: Programme, *, line_unit: Unit, line_rate: Money, unit: Unit, quantity: Decimal
) -> Money | None:
    """The charge in pence for a quantity of units, on a plan line priced at `line_rate` pence for each `line_unit`.

    The line's own unit is charged at the line's rate. Another unit is charged at the programme's share of the rate
    for a day, or None if the programme has no such share: half a day at £150 is not half of £350. The
    charge is rounded down to the penny.
    """
    if unit == line_unit:
        return line_rate.times(quantity)
    shares = [charge.of_day_rate for charge in programme.charges if charge.unit == unit]
    return line_rate.times(quantity * shares[0]) if line_unit == "day" and shares else None


def term_of(programme: Programme, day: dt.date) -> Term:
    """The term that a day is in, as the programme divides the year."""
    for span in programme.terms:
        if _begins(span) <= (day.month, day.day) <= (span.last_month, span.last_day):
            return Term(f"{day.year}-{span.season}")
    raise BadInput(f"{_named(programme)} has no term on {day.day} {day:%B}")


def term_dates(programme: Programme, term: Term) -> tuple[dt.date, dt.date]:
    """First and last day of a term, both included."""
    for span in programme.terms:
        if span.season == term.season:
            return span_dates(span, term.year)
    raise BadInput(f"{_named(programme)} has no {term.season} term")


def span_dates(span: TermSpan, year: int) -> tuple[dt.date, dt.date]:
    """First and last day of a span in one year. A span to 29 February ends on 28 February in a common year."""
    ends_on_a_missing_day = (span.last_month, span.last_day) == (2, 29) and not isleap(year)
    last_day = 28 if ends_on_a_missing_day else span.last_day
    return dt.date(year, *_begins(span)), dt.date(year, span.last_month, last_day)


def terms_between(programme: Programme, first: dt.date, last: dt.date) -> tuple[Term, ...]:
    """The terms that a period overlaps, in order of date. Raises `BadInput` if it ends before it begins."""
    if last < first:
        raise BadInput(f"a period from {first} to {last} ends before it begins")
    terms = [
        Term(f"{year}-{span.season}")
        for year in range(first.year, last.year + 1)
        for span in sorted(programme.terms, key=_begins)
    ]
    dates = {term: term_dates(programme, term) for term in terms}
    return tuple(term for term in terms if dates[term][0] <= last and first <= dates[term][1])


def rates_for(
    programme: Programme, *, head: Head, unit: Unit, on: dt.date, band: Band | None = None
) -> tuple[Rate, ...]:
    """The rows of the rate card in force on a date, in the programme's order; empty if there are none.

    With a band: the rows that name it or, if none does, those without a band. Without a band: every row.
    """
    rates = tuple(
        rate
        for rate in programme.rates
        if (rate.head, rate.unit) == (head, unit)
        and rate.since <= on
        and (rate.until is None or on <= rate.until)
    )
    if band is None:
        return rates
    named = tuple(rate for rate in rates if rate.band == band)
    return named or tuple(rate for rate in rates if rate.band is None)


def funding_terms(programme: Programme, kind: FundingKind) -> Terms:
    """The programme's terms for a kind of funding. Raises `BadInput` if the programme does not offer that kind."""
    for terms in programme.funding:
        if terms.kind == kind:
            return terms
    offered = ", ".join(terms.kind for terms in programme.funding) or "none"
    raise BadInput(f"{_named(programme)} does not offer {kind} funding; it offers: {offered}")


def _begins(span: TermSpan) -> tuple[int, int]:
    return span.first_month, span.first_day


def _named(programme: Programme) -> str:
    return f"{programme.name} {programme.version}"


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' or noun == 'hour' else 'a'} {noun}"
