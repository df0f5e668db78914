"""Plan lines, planned against actual."""

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
    """One plan line in one term, or (`term` is None) over all its terms. Sums in pence, `rate` pence a `unit`.

    `planned` and `actual` count the line's own unit. What is None the plan approved last does not say.
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
    """Each line over all its terms, in the order of the plan; lines of earlier plans after that."""
    return tuple(_row(line, None, plan, costs.on_line(line)) for line in line_ids(plan, costs))


def lines_by_term(plan: Plan | None, costs: Costs) -> tuple[LineRow, ...]:
    """Each line in each term that it was planned for or had costs in."""
    return tuple(
        _row(line, term, plan, costs.on_line(line).in_term(term))
        for line in line_ids(plan, costs)
        for term in _terms(line, plan, costs)
    )


def line_ids(plan: Plan | None, costs: Costs) -> tuple[str, ...]:
    """The ids of every line of the plan or with costs, in the order of the plan."""
    planned = [line.id for line in plan.lines] if plan else []
    return tuple(dict.fromkeys((*planned, *sorted({cost.line for cost in costs.all}))))


def _row(line: str, term: Term | None, plan: Plan | None, costs: Costs) -> LineRow:
    said = _said(line, term, plan)
    approved = plan.amount(line, term) if plan else no_money()
    return LineRow(
        line=line,
        term=term,
        by=said.by if said and term else None,
        head=said.head if said else None,
        description=said.description if said else None,
        provider=said.provider if said else None,
        unit=said.unit if said else None,
        rate=said.rate if said else None,
        planned=plan.quantity(line, term) if plan else no_days(),
        actual=costs.units,
        approved=approved,
        incurred=costs.incurred,
        disallowed=costs.disallowed,
        eligible=costs.eligible,
        variance=approved - costs.eligible,
    )


def _said(line: str, term: Term | None, plan: Plan | None) -> PlanLine | None:
    entries = [entry for entry in plan.lines if entry.id == line] if plan else []
    return next((entry for entry in entries if entry.term == term), entries[0] if entries else None)


def _terms(line: str, plan: Plan | None, costs: Costs) -> Iterator[Term]:
    planned = {entry.term for entry in plan.lines if entry.id == line} if plan else set()
    incurred = {cost.term for cost in costs.on_line(line).all if cost.term}
    yield from sorted(planned | incurred, key=lambda term: term.in_order)
