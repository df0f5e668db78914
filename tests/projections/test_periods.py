"""Given a first and a last day, periods are counted from 0, and each day of them is in one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.programmes import find
from s2ss_core.projections.sums.periods import Periods
from s2ss_core.values import Frequency

HUBS = find("tdt-cpd-hubs")
MONDAY, YEAR_LATER = dt.date(2024, 9, 2), dt.date(2025, 10, 17)
EVERY: tuple[Frequency, ...] = ("week", "fortnight", "term", "year", "once")
DATES = st.dates(dt.date(2000, 9, 1), dt.date(2998, 12, 31))


def periods(every: Frequency, first: dt.date = MONDAY, last: dt.date = YEAR_LATER) -> Periods:
    return Periods(programme=HUBS, every=every, first=first, last=last)


@pytest.mark.parametrize(
    ("every", "number"), (("week", 59), ("fortnight", 30), ("term", 4), ("year", 2), ("once", 1))
)
def test_periods_that_are_begun_are_counted(every: Frequency, number: int) -> None:
    """By hand: 411 days are 58 weeks and 5 days, or 29 fortnights and 5 days."""
    assert periods(every).number == number


@pytest.mark.parametrize(
    ("every", "number", "dates"),
    (
        ("week", 0, ("2024-09-02", "2024-09-08")),
        ("week", 58, ("2025-10-13", "2025-10-17")),
        ("fortnight", 1, ("2024-09-16", "2024-09-29")),
        ("term", 0, ("2024-09-02", "2024-12-31")),
        ("term", 1, ("2025-01-01", "2025-03-31")),
        ("term", 3, ("2025-09-01", "2025-10-17")),
        ("year", 0, ("2024-09-02", "2025-08-31")),
        ("year", 1, ("2025-09-01", "2025-10-17")),
        ("once", 0, ("2024-09-02", "2025-10-17")),
    ),
)
def test_a_period_has_its_dates(every: Frequency, number: int, dates: tuple[str, str]) -> None:
    assert tuple(map(str, periods(every).dates(number))) == dates


@pytest.mark.parametrize(
    ("every", "day", "number"),
    (
        ("week", "2024-09-08", 0),
        ("week", "2024-09-09", 1),
        ("fortnight", "2024-09-15", 0),
        ("fortnight", "2024-09-16", 1),
        ("term", "2024-12-31", 0),
        ("term", "2025-04-01", 2),
        ("year", "2025-08-31", 0),
        ("year", "2025-09-01", 1),
        ("week", "2024-09-01", None),
        ("week", "2025-10-18", None),
        ("once", "2030-01-01", 0),
    ),
)
def test_a_day_is_in_one_period_or_in_none(every: Frequency, day: str, number: int | None) -> None:
    assert periods(every).of(dt.date.fromisoformat(day)) == number


@pytest.mark.parametrize("every", EVERY)
def test_what_ends_before_it_begins_has_no_period(every: Frequency) -> None:
    assert periods(every, MONDAY, MONDAY - dt.timedelta(days=1)).number == 0


@pytest.mark.parametrize(("every", "number"), (("week", 52167), ("term", 0), ("year", 0)))
def test_days_that_no_term_or_year_can_name_are_in_none_of_them(every: Frequency, number: int) -> None:
    assert periods(every, dt.date(1, 1, 1), dt.date(1000, 10, 17)).number == number


@given(st.sampled_from(EVERY), DATES, DATES, DATES)
def test_every_day_from_the_first_to_the_last_is_within_the_dates_of_its_period(
    every: Frequency, one: dt.date, other: dt.date, day: dt.date
) -> None:
    first, last = sorted((one, other))
    found = periods(every, first, last)
    number = found.of(min(max(day, first), last))

    assert number is not None
    assert 0 <= number < found.number
    begins, ends = found.dates(number)
    assert begins <= min(max(day, first), last) <= ends
