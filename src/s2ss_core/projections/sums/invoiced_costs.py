"""Costs from invoices, and the credits against them."""

from collections.abc import Iterator

from s2ss_core.events import CostIncurred, CostReversed, cause_of
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, no_days, smaller, together
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.sums.costs import Cost
from s2ss_core.projections.sums.disallowances import Disallowed, disallowed_of
from s2ss_core.projections.sums.price_list import PricedLine, PriceList
from s2ss_core.values import Days, Money

ONE = Days(1)


def invoiced_costs(facts: EventSet, price_list: PriceList) -> Iterator[Cost | Note]:
    """Each cost that was not struck out, net of VAT, and each reversal of such a cost.

    If the plan in force does not have the line of a cost, or visits are charged to that line, nothing of the cost is
    eligible: only its disallowed part is shown as incurred, so that both agree, and a note says so.
    """
    for cost in facts.not_struck_out(CostIncurred):
        priced = price_list.priced(cost.event.line, cost.event.on)
        if priced is None or priced.is_charged_by_visits:
            yield _off_plan(cost, priced)
        yield from _counted(facts, cost, priced, price_list)


def _off_plan(cost: Positioned[CostIncurred], priced: PricedLine | None) -> Note:
    line = f"line {cost.event.line}"
    why = f"{line} is charged by visits" if priced else f"no plan in force on {cost.event.on} has {line}"
    return Note(f"cost {cost.event.cost} counts only as far as it was disallowed: {why}", (cost.position,))


def _counted(
    facts: EventSet, cost: Positioned[CostIncurred], priced: PricedLine | None, price_list: PriceList
) -> Iterator[Cost]:
    disallowances = price_list.disallowed.get(cause_of(cost.event), ())
    incurred = Figure(cost.event.net, together((cost.position,), price_list.pinned_at))
    if priced is None or priced.is_charged_by_visits:
        incurred = money(part.amount for part in disallowed_of(disallowances, incurred))
    incurred = incurred.because_of(*(priced.positions if priced else ()))
    reversals = tuple(_reversed(facts, cost, incurred, price_list))
    net = money((incurred, *(reversal.incurred for reversal in reversals)))
    units = Figure(ONE if net.value > 0 else Days(0), net.positions)
    yield _cost(cost, incurred, units, tuple(disallowed_of(disallowances, net)), price_list)
    yield from reversals


def _cost(
    cost: Positioned[CostIncurred],
    incurred: Figure[Money],
    units: Figure[Days],
    disallowed: tuple[Disallowed, ...],
    price_list: PriceList,
) -> Cost:
    return Cost(
        fact=cost.event.cost,
        on=cost.event.on,
        line=cost.event.line,
        term=price_list.term(cost.event.on),
        incurred=incurred,
        units=units,
        disallowances=disallowed,
    )


def _reversed(
    facts: EventSet, cost: Positioned[CostIncurred], incurred: Figure[Money], price_list: PriceList
) -> Iterator[Cost]:
    left = incurred
    for reversal in facts.of(CostReversed):
        if reversal.event.cost == cost.event.cost:
            credit = Figure(reversal.event.net, (cost.position, reversal.position))
            credited = smaller(credit, left)
            left -= credited
            yield Cost(
                fact=reversal.event.document,
                on=reversal.event.on,
                line=cost.event.line,
                term=price_list.term(reversal.event.on),
                incurred=Figure(Money(0)) - credited,
                units=no_days(),
            )
