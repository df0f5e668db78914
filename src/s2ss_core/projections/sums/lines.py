"""Plan lines: planned against actual."""

import datetime as dt
from collections.abc import Iterator

import attrs

from s2ss_core.events import PlanLine
from s2ss_core.projections.engine.figure import Figure, no_days, no_money
from s2ss_core.projections.sums.costs import Costs
from s2ss_core.projections.sums.plans import Plan
from s2ss_core.values import Days, Head, Money, Organisation, Term, Unit


@attrs.frozen(kw_only=True)
class LineRow:
    """One plan line in one term, or over all its terms if `term` is None. Sums in pence, `rate` in pence per `unit`.

    `planned` and `actual` count the line's own unit. `variance` is approved less eligible. A field is None if the
    plan that was approved last does not give it.
    """

    line: str
    term: Term | None
    by: dt.date | None
    head: Head | None
    description: str | None
    provider: Organisation | None
    unit: Unit | None
    rate: Money | None
    planned: Figure[Days]
    actual: Figure[Days]
    approved: Figure[Money]
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]
    variance: Figure[Money]


def line_totals(plan: Plan | None, costs: Costs) -> tuple[LineRow, ...]:
    """One row for each line over all its terms: the lines of the plan in its order, then lines of earlier plans."""
    return tuple(_row(line, None, plan, costs.on_line(line)) for line in line_ids(plan, costs))


def lines_by_term(plan: Plan | None, costs: Costs) -> tuple[LineRow, ...]:
    """One row for each line in each term in which it was planned or had costs."""
    return tuple(
        _row(line, term, plan, costs.on_line(line).in_term(term))
        for line in line_ids(plan, costs)
        for term in _terms(line, plan, costs)
    )


def line_ids(plan: Plan | None, costs: Costs) -> tuple[str, ...]:
    """The ids of all lines in the plan, in its order, then of all other lines with costs, sorted."""
    planned = [line.id for line in plan.lines] if plan else []
    return tuple(dict.fromkeys((*planned, *sorted(costs.lines))))


def _row(line: str, term: Term | None, plan: Plan | None, costs: Costs) -> LineRow:
    planned = _plan_line(line, term, plan)
    approved = plan.amount(line, term) if plan else no_money()
    return LineRow(
        line=line,
        term=term,
        by=planned.by if planned and term else None,
        head=planned.head if planned else None,
        description=planned.description if planned else None,
        provider=planned.provider if planned else None,
        unit=planned.unit if planned else None,
        rate=planned.rate if planned else None,
        planned=plan.quantity(line, term) if plan else no_days(),
        actual=costs.units,
        approved=approved,
        incurred=costs.incurred,
        disallowed=costs.disallowed,
        eligible=costs.eligible,
        variance=approved - costs.eligible,
    )


def _plan_line(line: str, term: Term | None, plan: Plan | None) -> PlanLine | None:
    entries = [entry for entry in plan.lines if entry.id == line] if plan else []
    return next((entry for entry in entries if entry.term == term), entries[0] if entries else None)


def _terms(line: str, plan: Plan | None, costs: Costs) -> Iterator[Term]:
    planned = {entry.term for entry in plan.lines if entry.id == line} if plan else set()
    incurred = {term for term in costs.on_line(line).terms if term}
    yield from sorted(planned | incurred, key=lambda term: term.in_order)
