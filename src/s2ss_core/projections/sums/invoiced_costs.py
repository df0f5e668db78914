"""Costs from invoices, and the credits against them."""

from collections.abc import Iterable, Iterator

from s2ss_core.events import CostIncurred, CostReversed, cause_of
from s2ss_core.ledger import worth
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, no_days, together
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.sums.costs import Cost
from s2ss_core.projections.sums.disallowances import Disallowed, counted, split_off
from s2ss_core.projections.sums.price_list import PricedLine, PriceList
from s2ss_core.values import Days, Money

ONE = Days(1)


def invoiced_costs(facts: EventSet, price_list: PriceList) -> Iterator[Cost | Note]:
    """Each cost that was not struck out, with the VAT that is not recovered, and each reversal of such a cost.

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
    on_plan = priced is not None and not priced.is_charged_by_visits
    disallowances = price_list.disallowed.get(cause_of(cost.event), ())
    reversals = [entry for entry in facts.of(CostReversed) if entry.event.cost == cost.event.cost]
    sums = worth(
        cost.event.charged,
        on_plan=on_plan,
        credits=(reversal.event.credited for reversal in reversals),
        disallowed=(disallowance.event.amount for disallowance in disallowances),
    )
    own = together(cost.positions, price_list.pinned_at, priced.positions if priced else ())
    if not on_plan:
        own = together(own, (disallowance.position for disallowance in disallowances))
    incurred = Figure(sums.incurred, own)
    taken = tuple(
        counted(disallowances, sums.disallowed, incurred.because_of(*(entry.position for entry in reversals)))
    )
    of_each = zip(reversals, sums.credits, sums.of_disallowed, strict=True)
    credited = tuple(_credits(cost, of_each, incurred, taken, price_list))
    net = money((incurred, *(credit.incurred for credit in credited)))
    yield Cost(
        fact=cost.event.cost,
        of=cause_of(cost.event),
        on=cost.event.on,
        line=cost.event.line,
        term=price_list.term(cost.event.on),
        incurred=incurred,
        units=Figure(ONE if net.value > 0 else Days(0), net.positions),
        disallowances=taken,
    )
    yield from credited


def _credits(
    cost: Positioned[CostIncurred],
    reversals: Iterable[tuple[Positioned[CostReversed], Money, Money]],
    incurred: Figure[Money],
    taken: tuple[Disallowed, ...],
    price_list: PriceList,
) -> Iterator[Cost]:
    """Each reversal of a cost, as a negative cost of its own day, with what counts of it.

    What a reversal takes from disallowances comes off the newest of them first.
    """
    seen, left = incurred.positions, list(reversed(taken))
    for reversal, amount, beyond in reversals:
        seen = together(seen, (reversal.position,))
        less, left = split_off(left, beyond)
        yield Cost(
            fact=reversal.event.document,
            of=cause_of(cost.event),
            on=reversal.event.on,
            line=cost.event.line,
            term=price_list.term(reversal.event.on),
            incurred=Figure(Money(0)) - Figure(amount, seen),
            units=no_days(),
            disallowances=tuple(less),
        )
