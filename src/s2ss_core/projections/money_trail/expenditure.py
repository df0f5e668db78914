"""Visits, costs, plan lines, legs and those who worked or were paid as steps of a money trail, and their links."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from s2ss_core.events import CostIncurred, InvoiceReceived, VisitLogged, cause_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money
from s2ss_core.projections.money_trail.steps import How, Link, Step, step_name, step_of
from s2ss_core.projections.sums.leg_entries import LegEntries
from s2ss_core.projections.sums.support_costs import SupportCosts
from s2ss_core.values import Cause, Money

HOW: Mapping[str, How] = {
    "due": "is due for",
    "released": "pays on",
    "paid": "pays on",
    "recovered": "recovers on",
}


def expenditure_steps(facts: EventSet, support: SupportCosts, entries: LegEntries | None) -> Iterator[Step]:
    """Every visit and cost that was not struck out with who worked on it, every line of the plan, and every leg."""
    eligible = _eligible(support)
    for spent in _spent(facts):
        of = cause_of(spent.event)
        yield Step(
            step=step_of(of),
            kind="visit" if isinstance(spent.event, VisitLogged) else "cost",
            id=of.id[0],
            on=spent.event.on,
            amount=eligible.get(of),
            positions=spent.positions,
        )
        target = _counterpart(spent.event)
        if target:
            yield Step(step=target, kind=_kind(target), id=target.partition(":")[2])
    plan = support.plan
    for line in dict.fromkeys(line.id for line in plan.lines) if plan else ():
        yield Step(
            step=step_name("line", line),
            kind="line",
            id=line,
            amount=plan.amount(line) if plan else None,
            positions=plan.positions if plan else (),
        )
    for leg, to in entries.keys if entries else ():
        yield Step(step=step_name("leg", leg, to), kind="leg", id=f"{leg}/{to}")
        yield Step(step=step_name("organisation", to), kind="organisation", id=to)


def expenditure_links(facts: EventSet, support: SupportCosts, entries: LegEntries | None) -> Iterator[Link]:
    """From legs to what is due for, from invoices to what they charge, from visits and costs to lines and people."""
    for invoice in facts.not_struck_out(InvoiceReceived):
        source = step_name("invoice", invoice.event.invoice)
        for of in dict.fromkeys(invoice.event.covers):
            yield Link(source=source, target=step_of(of), how="charges", positions=invoice.positions)
    if entries:
        yield from _of_legs(entries)
    eligible = _eligible(support)
    for spent in _spent(facts):
        source, line = step_of(cause_of(spent.event)), spent.event.line
        if line:
            amount = eligible.get(cause_of(spent.event))
            target = step_name("line", line)
            yield Link(
                source=source, target=target, how="is charged to", amount=amount, positions=spent.positions
            )
        if counterpart := _counterpart(spent.event):
            visit = isinstance(spent.event, VisitLogged)
            how: How = "was worked with" if visit else "was charged by"
            yield Link(source=source, target=counterpart, how=how, positions=spent.positions)


def _of_legs(entries: LegEntries) -> Iterator[Link]:
    found: dict[tuple[str, str, How], list[Figure[Money]]] = {}
    for entry in entries.all:
        repaid = entry.posting.what == "paid" and entry.posting.of.name != "payment"  # told by its recovery
        if not repaid and (how := HOW.get(entry.posting.what)):
            leg, of = step_name("leg", *entry.posting.leg), step_of(entry.posting.of)
            ends = (leg, of) if how == "is due for" else (of, leg)
            found.setdefault((*ends, how), []).append(entry.amount)
    for (source, target, how), amounts in found.items():
        amount = money(amounts)
        yield Link(source=source, target=target, how=how, amount=amount, positions=amount.positions)
    for leg, to in entries.keys:
        yield Link(source=step_name("leg", leg, to), target=step_name("organisation", to), how="pays")


def _eligible(support: SupportCosts) -> Mapping[Cause, Figure[Money]]:
    """What of each visit and cost is eligible, credits and all."""
    return {of: costs.eligible for of, costs in support.costs.grouped(lambda cost: cost.of).items()}


def _spent(facts: EventSet) -> Sequence[Positioned[Any]]:
    spent: Sequence[Positioned[Any]] = facts.not_struck_out(VisitLogged, CostIncurred)
    return spent


def _counterpart(event: Any) -> str | None:
    """Who in the school worked with the leader on a visit, or who charged a cost."""
    if isinstance(event, CostIncurred):
        return step_name("organisation", event.supplier.id)
    return step_name("person", event.counterpart.person) if event.counterpart else None


def _kind(step: str) -> Any:
    return step.partition(":")[0]
