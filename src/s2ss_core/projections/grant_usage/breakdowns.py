"""Breakdowns of the same money by term, by the funder's and the recipient's financial year, and by academic year."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from s2ss_core.events import GrantRecovered, InstalmentReleased
from s2ss_core.programmes import financial_year
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, no_money, together
from s2ss_core.projections.grant_usage.amounts import sum_of
from s2ss_core.projections.sums.costs import NO_COSTS, Costs
from s2ss_core.projections.sums.leg_entries import LegEntries
from s2ss_core.projections.sums.lines import line_ids
from s2ss_core.projections.sums.plans import Plan
from s2ss_core.projections.sums.price_list import PriceList
from s2ss_core.projections.sums.schedule import Schedule, schedule_of
from s2ss_core.values import Money, Term

Period = Callable[[dt.date], str | None]


@attrs.frozen(kw_only=True)
class LineBreakdown:
    """The amounts of one plan line in a period, in pence. `approved` is None unless the period is a term."""

    line: str
    approved: Figure[Money] | None
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]


@attrs.frozen(kw_only=True)
class Breakdown:
    """The amounts of one period, in pence.

    The equation of a period holds:
    owed_at_start + eligible = released_on_date - recovered_on_date + settled_on_date + owed_at_end.

    `incurred`, `disallowed` and `eligible` go by the date of the cost, `released_on_date` and `recovered_on_date` by the
    date of the release and of the recovery, `released_for` by the term of the instalment, or of the day if no schedule has
    it. `settled_on_date` is what was paid or kept on legs without releases, by its day. What is owed is a balance; overpaid money counts as owed below nought. `approved` and `released_for` are None unless
    the period is a term.
    """

    period: str
    approved: Figure[Money] | None
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]
    released_for: Figure[Money] | None
    released_on_date: Figure[Money]
    recovered_on_date: Figure[Money]
    settled_on_date: Figure[Money]
    owed_at_start: Figure[Money]
    owed_at_end: Figure[Money]
    lines: tuple[LineBreakdown, ...]


@attrs.frozen(kw_only=True)
class Breakdowns:
    """Four breakdowns of the same money, each in order of date.

    - `by_term`: terms of the programme (`2024-spring`)
    - `by_financial_year`: the funder's financial year, 1 April to 31 March (`2023-24`)
    - `by_own_year`: an academy trust's financial year, 1 September to 31 August (`2023/24`)
    - `by_academic_year`: the academic year (`2023/24`)
    """

    by_term: tuple[Breakdown, ...]
    by_financial_year: tuple[Breakdown, ...]
    by_own_year: tuple[Breakdown, ...]
    by_academic_year: tuple[Breakdown, ...]


@attrs.frozen
class Breakable:
    """What is broken down: costs, releases, recoveries, what was settled without releases, and for terms plan and schedule."""

    costs: Costs
    releases: Sequence[Positioned[InstalmentReleased]]
    recoveries: Sequence[Positioned[GrantRecovered]]
    settled: Sequence[tuple[dt.date, Figure[Money]]]
    plan: Plan | None
    schedule: Schedule
    price_list: PriceList

    @property
    def moved_on(self) -> list[dt.date]:
        """The days on which money was released, recovered, or settled without a release."""
        released = [release.event.on for release in self.releases]
        recovered = [recovery.event.on for recovery in self.recoveries]
        return [*released, *recovered, *(day for day, _ in self.settled)]


def purse_of(facts: EventSet, price_list: PriceList, costs: Costs, entries: LegEntries | None) -> Breakable:
    """What can be broken down of one deployment; `entries` are those on the legs of its money."""
    plan = price_list.plans[-1] if price_list.plans else None
    return Breakable(
        costs,
        facts.of(InstalmentReleased),
        facts.of(GrantRecovered),
        tuple(entries.settled_without_releases()) if entries else (),
        plan,
        schedule_of(facts),
        price_list,
    )


def breakdowns_of(purse: Breakable) -> Breakdowns:
    """The four breakdowns of one deployment's costs and releases."""
    own_year = _by_year(purse, september_to_august)
    return Breakdowns(
        by_term=tuple(_with_balances(_term(purse, term) for term in _terms(purse))),
        by_financial_year=_by_year(purse, financial_year),
        by_own_year=own_year,
        by_academic_year=own_year,
    )


def september_to_august(day: dt.date) -> str:
    """The year from 1 September to 31 August with this day, such as `2023/24`."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def _by_year(purse: Breakable, year: Period) -> tuple[Breakdown, ...]:
    costs = purse.costs.grouped(lambda cost: year(cost.on))
    periods = {*costs, *map(year, purse.moved_on)}
    in_order = sorted(period for period in periods if period)
    return tuple(
        _with_balances(_breakdown(purse, period, year, costs.get(period, NO_COSTS)) for period in in_order)
    )


def _with_balances(rows: Iterable[Breakdown]) -> Iterator[Breakdown]:
    """The same periods, in order, each with what was owed at its start and at its end."""
    owed = no_money()
    for row in rows:
        own = together(*(figure.positions for figure in _movements(row)))
        start = owed.because_of(*own)
        owed += row.eligible - (row.released_on_date - row.recovered_on_date) - row.settled_on_date
        yield attrs.evolve(row, owed_at_start=start, owed_at_end=owed.because_of(*own))


def _movements(row: Breakdown) -> Iterator[Figure[Money]]:
    """The figures that a period is listed for."""
    yield from (row.incurred, row.released_on_date, row.recovered_on_date, row.settled_on_date)
    if row.approved and row.released_for:
        yield from (row.approved, row.released_for)


def _terms(purse: Breakable) -> list[Term]:
    named = [
        *(line.term for line in (purse.plan.lines if purse.plan else ())),
        *purse.costs.terms,
        *(purse.schedule.term(release.event.instalment) for release in purse.releases),
        *map(purse.price_list.term, purse.moved_on),
    ]
    return sorted({term for term in named if term}, key=lambda term: term.in_order)


def _term(purse: Breakable, term: Term) -> Breakdown:
    cut = _breakdown(purse, term, purse.price_list.term, purse.costs.in_term(term))
    lines = (attrs.evolve(line, approved=_approved(purse, term, line.line)) for line in cut.lines)
    return attrs.evolve(
        cut,
        approved=_approved(purse, term),
        released_for=_released_for(purse, term),
        released_on_date=cut.released_on_date.because_of(*_if_any(cut.released_on_date, purse)),
        recovered_on_date=cut.recovered_on_date.because_of(*_if_any(cut.recovered_on_date, purse)),
        settled_on_date=cut.settled_on_date.because_of(*_if_any(cut.settled_on_date, purse)),
        lines=tuple(lines),
    )


def _breakdown(purse: Breakable, period: str, of_day: Period, costs: Costs) -> Breakdown:
    releases = (release for release in purse.releases if of_day(release.event.on) == period)
    recoveries = (recovery for recovery in purse.recoveries if of_day(recovery.event.on) == period)
    return Breakdown(
        period=period,
        approved=None,
        incurred=costs.incurred,
        disallowed=costs.disallowed,
        eligible=costs.eligible,
        released_for=None,
        released_on_date=sum_of(releases),
        recovered_on_date=sum_of(recoveries),
        settled_on_date=money(settled for day, settled in purse.settled if of_day(day) == period),
        owed_at_start=no_money(),
        owed_at_end=no_money(),
        lines=lines_in(line_ids(purse.plan, purse.costs), costs),
    )


def lines_in(lines: Iterable[str], costs: Costs) -> tuple[LineBreakdown, ...]:
    """The costs of a period on each of these lines."""
    return tuple(_line(line, costs.on_line(line)) for line in lines)


def _line(line: str, costs: Costs) -> LineBreakdown:
    return LineBreakdown(
        line=line,
        approved=None,
        incurred=costs.incurred,
        disallowed=costs.disallowed,
        eligible=costs.eligible,
    )


def _approved(purse: Breakable, term: Term, line: str | None = None) -> Figure[Money]:
    return purse.plan.amount(line, term) if purse.plan else no_money()


def _released_for(purse: Breakable, term: Term) -> Figure[Money]:
    """What was released for a term: by the schedule or, where nothing schedules an instalment, by the day of its release."""
    scheduled = money(
        Figure(release.event.amount, together((release.position,), purse.schedule.positions))
        for release in purse.releases
        if purse.schedule.term(release.event.instalment) == term
    )
    return scheduled + money(
        Figure(release.event.amount, together((release.position,), purse.price_list.pinned_at))
        for release in purse.releases
        if purse.schedule.term(release.event.instalment) is None
        and purse.price_list.term(release.event.on) == term
    )


def _if_any(figure: Figure[Money], purse: Breakable) -> tuple[int, ...]:
    return purse.price_list.pinned_at if figure.positions else ()
