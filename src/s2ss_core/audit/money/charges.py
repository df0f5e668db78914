"""What a visit charges: the price of its line on its day, for the time that its record has, rounded down once."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache

from s2ss_core.events import PlanLine, VisitLogged
from s2ss_core.ids import key_of
from s2ss_core.programmes import Programme
from s2ss_core.values import Unit

__all__ = ["Time", "capacity", "fits", "hours_left", "price_of", "priced", "take", "times_of"]

Time = tuple[Unit, Fraction]
"""A unit of time and how many of it."""

WHOLE = Fraction(1)

Hours = dict[tuple[str, date], Fraction]
"""The hours, counted as days, that the visits so far give a leader on a date."""


def times_of(visit: VisitLogged) -> Iterator[Time]:
    """The time of a record: the visit's own, and its preparation. What was spent on arranging it is not charged."""
    yield visit.unit, _exactly(visit.quantity)
    if visit.preparation is not None:
        yield visit.preparation.unit, _exactly(visit.preparation.quantity)


_exactly = lru_cache(maxsize=4096)(Fraction)


@lru_cache(maxsize=4096)
def capacity(programme: Programme, unit: Unit) -> Fraction:
    """The days of a year that one unit takes; nought where the programme does not say."""
    return next((Fraction(row.days) for row in programme.capacity if row.unit == unit), Fraction(0))


def priced(programme: Programme, line: PlanLine, unit: Unit) -> Fraction | None:
    """How much of a line's rate one unit costs; None where the line has no price for that unit."""
    if unit == line.unit:
        return WHOLE
    if line.unit != "day":
        return None
    return next((Fraction(row.of_day_rate) for row in programme.charges if row.unit == unit), None)


def hours_left(programme: Programme, visit: VisitLogged, taken: Hours) -> Fraction:
    """The hours that other records leave of the leader's date: together they come to a day at most."""
    day = capacity(programme, "hour") or Fraction(1)
    used = taken.get((key_of(visit.leader), visit.on), Fraction(0))
    return max(Fraction(0), 1 - used) / day


def fits(programme: Programme, visit: VisitLogged, taken: Hours) -> tuple[Time, ...]:
    """The time of a record that counts, after the hours of other records."""
    times = tuple(times_of(visit))
    if all(unit != "hour" for unit, _ in times):
        return times
    left, counted = hours_left(programme, visit, taken), list[Time]()
    for unit, quantity in times:
        fitting = min(quantity, left) if unit == "hour" else quantity
        left -= fitting if unit == "hour" else 0
        counted.append((unit, fitting))
    return tuple(counted)


def take(programme: Programme, visit: VisitLogged, times: tuple[Time, ...], taken: Hours) -> None:
    """Enter the hours of a record among those taken."""
    hours = sum((quantity for unit, quantity in times if unit == "hour"), Fraction(0))
    if hours:
        whose = key_of(visit.leader), visit.on
        taken[whose] = taken.get(whose, Fraction(0)) + hours * capacity(programme, "hour")


def units_of(programme: Programme, line: PlanLine, times: tuple[Time, ...]) -> tuple[Fraction, ...] | None:
    """How many of a line's units each part of a record comes to; None where the line has no price for one of them."""
    priced_parts = [(priced(programme, line, unit), quantity) for unit, quantity in times]
    if any(share is None for share, _ in priced_parts):
        return None
    return tuple(
        quantity if share is WHOLE else share * quantity
        for share, quantity in priced_parts
        if share is not None
    )


def price_of(rate: int, units: tuple[Fraction, ...], schools: int | None) -> int:
    """The parts of a record at a rate, in pence: each rounded down to the penny, and so the share of one of the schools."""
    whole = sum([rate * part.numerator // part.denominator for part in units])
    return whole // (schools or 1)
