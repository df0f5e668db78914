"""Working days in England, and financial years."""

import datetime as dt
from functools import cache

ONE_DAY = dt.timedelta(days=1)


def is_working_day(day: dt.date) -> bool:
    """True for Monday to Friday, except bank holidays in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days_between(earlier: dt.date, later: dt.date) -> int:
    """The number of working days after `earlier`, up to and including `later`.

    From Thursday 14 March 2024 to Thursday 21 March: 5. The number is 0 unless `later` is later.
    """
    days = (earlier + n * ONE_DAY for n in range(1, (later - earlier).days + 1))
    return sum(map(is_working_day, days))


def add_working_days(day: dt.date, n: int) -> dt.date:
    """The working day that is `n` working days after a day, or before it if `n` is negative.

    It counts as `working_days_between` does. Before a day, it is the latest working day from which there are that
    many: three before Thursday 21 March 2024 is Monday 18 March. With `n` 0 it is the day itself.
    """
    if n == 0:
        return day
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        left -= is_working_day(day + step if n > 0 else day)
        day += step
    while not is_working_day(day):
        day += step
    return day


def financial_year(day: dt.date) -> str:
    """The year from 1 April to 31 March that a day is in, spelled `2023-24`."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


@cache
def _bank_holidays(year: int) -> frozenset[dt.date]:
    import holidays  # noqa: PLC0415 -- it is slow to import, and many programs never need it

    # One frozen year at a time: the library's calendar fills itself on lookup, which is not safe between threads.
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
