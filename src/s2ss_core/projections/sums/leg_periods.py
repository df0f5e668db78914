"""The legs of the money period by period: each leg for itself begins with what the period before left owed on it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from s2ss_core.ledger import LegKey
from s2ss_core.programmes import financial_year
from s2ss_core.projections.engine.figure import Figure, money, no_money, together
from s2ss_core.projections.sums.leg_entries import LegEntries
from s2ss_core.values import Money, Term

Moved = tuple[dt.date, Figure[Money], Figure[Money]]
"""A day, what became due on it and what was settled."""


@attrs.frozen(kw_only=True)
class LegPeriod:
    """What became of one leg to one organisation in a period, in pence: owed_at_start + due = settled + owed_at_end.

    What is overpaid counts as owed below nought. `settled` is as of the leg: released less recovered, kept, or paid.
    """

    leg: str
    to: str
    period: str
    due: Figure[Money]
    settled: Figure[Money]
    owed_at_start: Figure[Money]
    owed_at_end: Figure[Money]


@attrs.frozen(kw_only=True)
class LegPeriods:
    """Every leg in each period in which it moved: by term, by the funder's financial year and by the recipient's."""

    by_term: tuple[LegPeriod, ...] = ()
    by_financial_year: tuple[LegPeriod, ...] = ()
    by_own_year: tuple[LegPeriod, ...] = ()


def leg_periods(
    entries: LegEntries | None, term: Callable[[dt.date], Term | None], own_year: Callable[[dt.date], str]
) -> LegPeriods:
    """The periods of every leg, in the order of the legs; `term` and `own_year` give the period of a day."""
    if entries is None:
        return LegPeriods()
    return LegPeriods(
        by_term=tuple(_periods(entries, term, lambda period: Term(period).in_order)),
        by_financial_year=tuple(_periods(entries, financial_year)),
        by_own_year=tuple(_periods(entries, own_year)),
    )


def legs_between(
    entries: LegEntries | None, first: dt.date, last: dt.date, period: str
) -> tuple[LegPeriod, ...]:
    """Every leg in one period of one's own, both days included."""
    if entries is None:
        return ()
    return tuple(_between(entries, leg, first, last, period) for leg in entries.keys)


def _between(entries: LegEntries, leg: LegKey, first: dt.date, last: dt.date, period: str) -> LegPeriod:
    moved = tuple(_moved(entries, leg))
    before = [entry for entry in moved if entry[0] < first]
    return _period(leg, period, _owed(before), [entry for entry in moved if first <= entry[0] <= last])


def _periods(
    entries: LegEntries,
    of_day: Callable[[dt.date], str | None],
    in_order: Callable[[str], Any] = str,
) -> Iterator[LegPeriod]:
    for leg in entries.keys:
        by_period: dict[str, list[Moved]] = {}
        for moved in _moved(entries, leg):
            by_period.setdefault(of_day(moved[0]) or "", []).append(moved)
        owed = no_money()
        for period in sorted(filter(None, by_period), key=in_order):
            row = _period(leg, period, owed, by_period[period])
            owed = row.owed_at_end
            yield row


def _moved(entries: LegEntries, leg: LegKey) -> Iterator[Moved]:
    for entry in entries.on(leg):
        if entry.posting.what == "due":
            yield entry.posting.day, entry.amount, no_money()
    for day, settled in entries.settling(leg):
        yield day, no_money(), settled


def _owed(moved: Sequence[Moved]) -> Figure[Money]:
    return money(due for _, due, _ in moved) - money(settled for *_, settled in moved)


def _period(leg: LegKey, period: str, owed: Figure[Money], moved: Sequence[Moved]) -> LegPeriod:
    own = together(*(figure.positions for _, *figures in moved for figure in figures))
    return LegPeriod(
        leg=leg[0],
        to=leg[1],
        period=period,
        due=money(due for _, due, _ in moved),
        settled=money(settled for *_, settled in moved),
        owed_at_start=owed.because_of(*own),
        owed_at_end=(owed + _owed(moved)).because_of(*own),
    )
