"""The same money cut by term, by the funder's and the recipient's financial year, and by academic year."""

import datetime as dt
from collections.abc import Callable

import attrs

from s2ss_core.events import InstalmentReleased
from s2ss_core.programmes import financial_year
from s2ss_core.projections.costs import Costs
from s2ss_core.projections.facts import Facts, Told
from s2ss_core.projections.figure import Figure, money, no_money, together
from s2ss_core.projections.lines import line_ids
from s2ss_core.projections.plans import Plan
from s2ss_core.projections.reckoning import Reckoning
from s2ss_core.projections.schedule import Schedule, schedule_of
from s2ss_core.values import Money, Term

Period = Callable[[dt.date], str | None]


@attrs.frozen(kw_only=True)
class LineCut:
    """What one line came to within a period, in pence. `approved` is there when the period is a term."""

    line: str
    approved: Figure[Money] | None
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]


@attrs.frozen(kw_only=True)
class Cut:
    """One period. All in pence: incurred, disallowed and eligible by the date incurred, `released_on_date` by
    the date of the release. `approved` and `released_for` are there when the period is a term.
    """

    period: str
    approved: Figure[Money] | None
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]
    released_for: Figure[Money] | None
    released_on_date: Figure[Money]
    lines: tuple[LineCut, ...]


@attrs.frozen(kw_only=True)
class Cuts:
    """Four ways to share out the same money, each in order of date.

    By term of the programme (`2024-spring`), by the funder's financial year from 1 April to 31 March
    (`2023-24`), by an academy trust's own year from 1 September to 31 August and by academic year (`2023/24`).
    """

    by_term: tuple[Cut, ...]
    by_financial_year: tuple[Cut, ...]
    by_own_year: tuple[Cut, ...]
    by_academic_year: tuple[Cut, ...]


@attrs.frozen
class Purse:
    """What is cut: costs, releases, and for terms the plan approved last and the schedule."""

    costs: Costs
    releases: tuple[Told[InstalmentReleased], ...]
    plan: Plan | None
    schedule: Schedule
    reckoning: Reckoning


def purse_of(facts: Facts, reckoning: Reckoning, costs: Costs) -> Purse:
    """What there is to cut of one deployment."""
    plan = reckoning.plans[-1] if reckoning.plans else None
    return Purse(costs, facts.of(InstalmentReleased), plan, schedule_of(facts), reckoning)


def cuts_of(purse: Purse) -> Cuts:
    """The costs and releases of one deployment, cut four ways."""
    own_year = _by_year(purse, september_to_august)
    return Cuts(
        by_term=tuple(_term(purse, term) for term in _terms(purse)),
        by_financial_year=_by_year(purse, financial_year),
        by_own_year=own_year,
        by_academic_year=own_year,
    )


def september_to_august(day: dt.date) -> str:
    """The year from 1 September to 31 August that holds a day, spelled `2023/24`."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def _by_year(purse: Purse, year: Period) -> tuple[Cut, ...]:
    days = [*(cost.on for cost in purse.costs.all), *(told.event.on for told in purse.releases)]
    return tuple(_cut(purse, period, year) for period in sorted({str(year(day)) for day in days}))


def _terms(purse: Purse) -> list[Term]:
    named = [
        *(line.term for line in (purse.plan.lines if purse.plan else ())),
        *(cost.term for cost in purse.costs.all),
        *(purse.schedule.term(told.event.instalment) for told in purse.releases),
        *(purse.reckoning.term(told.event.on) for told in purse.releases),
    ]
    return sorted({term for term in named if term}, key=lambda term: term.in_order)


def _term(purse: Purse, term: Term) -> Cut:
    cut = _cut(purse, term, purse.reckoning.term)
    lines = (attrs.evolve(line, approved=_approved(purse, term, line.line)) for line in cut.lines)
    return attrs.evolve(
        cut,
        approved=_approved(purse, term),
        released_for=_released_for(purse, term),
        released_on_date=cut.released_on_date.because_of(*_if_any(cut.released_on_date, purse)),
        lines=tuple(lines),
    )


def _cut(purse: Purse, period: str, of_day: Period) -> Cut:
    costs = Costs(tuple(cost for cost in purse.costs.all if of_day(cost.on) == period))
    released = (
        Figure(told.event.amount, (told.position,))
        for told in purse.releases
        if of_day(told.event.on) == period
    )
    return Cut(
        period=period,
        approved=None,
        incurred=costs.incurred,
        disallowed=costs.disallowed,
        eligible=costs.eligible,
        released_for=None,
        released_on_date=money(released),
        lines=tuple(_line(line, costs.on_line(line)) for line in line_ids(purse.plan, purse.costs)),
    )


def _line(line: str, costs: Costs) -> LineCut:
    return LineCut(
        line=line,
        approved=None,
        incurred=costs.incurred,
        disallowed=costs.disallowed,
        eligible=costs.eligible,
    )


def _approved(purse: Purse, term: Term, line: str | None = None) -> Figure[Money]:
    return purse.plan.amount(line, term) if purse.plan else no_money()


def _released_for(purse: Purse, term: Term) -> Figure[Money]:
    return money(
        Figure(told.event.amount, together((told.position,), purse.schedule.positions))
        for told in purse.releases
        if purse.schedule.term(told.event.instalment) == term
    )


def _if_any(figure: Figure[Money], purse: Purse) -> tuple[int, ...]:
    return purse.reckoning.pinned_at if figure.positions else ()
