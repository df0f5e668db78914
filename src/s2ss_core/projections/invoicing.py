"""Costs that came as invoices, what was credited back, and what each one counts for."""

from collections.abc import Iterator

from s2ss_core.events import CostIncurred, CostReversed
from s2ss_core.projections.costs import Cost
from s2ss_core.projections.disallowing import Disallowed, disallowed_of
from s2ss_core.projections.facts import Facts, Told
from s2ss_core.projections.figure import Figure, money, no_days, smaller, together
from s2ss_core.projections.note import Note
from s2ss_core.projections.reckoning import PricedLine, Reckoning
from s2ss_core.values import Days, Money

ONE = Days(1)


def invoiced_costs(facts: Facts, reckoning: Reckoning) -> Iterator[Cost | Note]:
    """Each standing cost net of VAT and each reversal of one.

    A cost that no line of the plan in force takes counts only as far as it was disallowed, and is noted.
    """
    for cost in facts.standing(CostIncurred):
        priced = reckoning.priced(cost.event.line, cost.event.on)
        if priced is None or priced.is_charged_by_visits:
            yield _off_plan(cost, priced)
        yield from _counted(facts, cost, priced, reckoning)


def _off_plan(cost: Told[CostIncurred], priced: PricedLine | None) -> Note:
    line = f"line {cost.event.line}"
    why = f"{line} is charged by visits" if priced else f"no plan in force on {cost.event.on} has {line}"
    return Note(f"cost {cost.event.cost} counts only as far as it was disallowed: {why}", (cost.position,))


def _counted(
    facts: Facts, cost: Told[CostIncurred], priced: PricedLine | None, reckoning: Reckoning
) -> Iterator[Cost]:
    told = reckoning.disallowed.get(cost.event.cost, ())
    incurred = Figure(cost.event.net, together((cost.position,), reckoning.pinned_at))
    if priced is None or priced.is_charged_by_visits:
        incurred = money(one.amount for one in disallowed_of(told, incurred))
    incurred = incurred.because_of(*(priced.positions if priced else ()))
    reversals = tuple(_reversed(facts, cost, incurred, reckoning))
    net = money((incurred, *(reversal.incurred for reversal in reversals)))
    units = Figure(ONE if net.value > 0 else Days(0), net.positions)
    yield _cost(cost, incurred, units, tuple(disallowed_of(told, net)), reckoning)
    yield from reversals


def _cost(
    cost: Told[CostIncurred],
    incurred: Figure[Money],
    units: Figure[Days],
    disallowed: tuple[Disallowed, ...],
    reckoning: Reckoning,
) -> Cost:
    return Cost(
        fact=cost.event.cost,
        on=cost.event.on,
        line=cost.event.line,
        term=reckoning.term(cost.event.on),
        incurred=incurred,
        units=units,
        disallowances=disallowed,
    )


def _reversed(
    facts: Facts, cost: Told[CostIncurred], incurred: Figure[Money], reckoning: Reckoning
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
                term=reckoning.term(reversal.event.on),
                incurred=Figure(Money(0)) - credited,
                units=no_days(),
            )
