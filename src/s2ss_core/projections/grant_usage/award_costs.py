"""The costs that an award bears itself, quality assurance and co-ordination, and what is owed on them."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_args

import attrs

from s2ss_core.events import (
    AllocationReturned,
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    AwardVaried,
    GrantAllocated,
    GrantAwarded,
    OwnPurpose,
    Purpose,
)
from s2ss_core.ledger import back_of, eligible_award_costs, settled_parts
from s2ss_core.programmes import financial_year
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, together
from s2ss_core.projections.engine.note import Note
from s2ss_core.projections.grant_usage.breakdowns import september_to_august
from s2ss_core.projections.sums.parties import award_period_in
from s2ss_core.values import Cause, Money, Organisation

Counts = Callable[[dt.date], bool]
AMOUNTS = ("incurred", "disallowed", "eligible")
LEGS: Mapping[OwnPurpose, str] = {"quality-assurance": "qa-fee", "co-ordination": "co-ordination-fee"}


@attrs.frozen(kw_only=True)
class AwardCost:
    """A cost that the award bears itself, in pence, less what was credited of it.

    What was found not to be eligible is disallowed, and what is beyond the allocation of its purpose.
    """

    cost: str
    on: dt.date
    purpose: OwnPurpose
    supplier: Organisation
    invoice_number: str | None
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]


@attrs.frozen(kw_only=True)
class AwardLeg:
    """What is due to the suppliers of one purpose, in pence: due = paid + owed - overpaid."""

    leg: str
    purpose: OwnPurpose
    due: Figure[Money]
    invoiced: Figure[Money]
    paid: Figure[Money]
    owed: Figure[Money]
    overpaid: Figure[Money]


@attrs.frozen(kw_only=True)
class AwardCostsOfYear:
    """The costs of one year that the award bears itself, in pence: each on its day, and what was credited of it on the credit's.

    What was found not to be eligible counts on the day of its cost.
    """

    period: str
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]


@attrs.frozen(kw_only=True)
class AwardCosts:
    """The costs that the award bears itself, their legs, and the same costs by financial year and by own year."""

    costs: tuple[AwardCost, ...]
    legs: tuple[AwardLeg, ...]
    by_financial_year: tuple[AwardCostsOfYear, ...]
    by_own_year: tuple[AwardCostsOfYear, ...]

    def total(self, name: str, purpose: Purpose | None = None) -> Figure[Money]:
        """What is incurred, disallowed or eligible in all, or for a purpose."""
        return money(getattr(cost, name) for cost in self.costs if purpose in (None, cost.purpose))


def award_costs_of(own: EventSet) -> AwardCosts:
    """The costs that an award bears itself, from the events of its own stream."""
    costs = tuple(_costs(own, lambda _: True))
    return AwardCosts(
        costs=costs,
        legs=tuple(_legs(own, costs)),
        by_financial_year=tuple(_by_year(own, financial_year)),
        by_own_year=tuple(_by_year(own, september_to_august)),
    )


def net_allocated(own: EventSet, purpose: Purpose) -> Figure[Money]:
    """What is allocated to a purpose, less what was released to the award again."""
    made = [entry for entry in own.not_struck_out(GrantAllocated) if entry.event.purpose == purpose]
    names = {entry.event.allocation: entry.position for entry in made}
    back = money(
        Figure(entry.event.amount, together((entry.position, names[entry.event.allocation])))
        for entry in own.not_struck_out(AllocationReturned)
        if entry.event.allocation in names
    )
    return money(Figure(entry.event.amount, (entry.position,)) for entry in made) - back


def notes_on_award_costs(own: EventSet) -> Iterator[Note]:
    """A note for each payment with a part that settles no cost of the award."""
    costs = {_cause(entry.event.cost) for entry in own.not_struck_out(AwardCostIncurred)}
    for payment, of, part in _payment_parts(own):
        if part.value and of not in costs:
            yield Note(f"{part.value} of payment {payment} settles no cost of the award", part.positions)


def _costs(own: EventSet, counts: Counts) -> Iterator[AwardCost]:
    """The costs of the days that count, in their order, less the credits of the days that count."""
    costs = (entry for entry in own.not_struck_out(AwardCostIncurred) if counts(entry.event.on))
    entries = sorted(costs, key=lambda entry: (entry.event.on, entry.position))
    allocated: dict[str, Figure[Money]] = {
        purpose: net_allocated(own, purpose) for purpose in get_args(OwnPurpose)
    }
    awarded = own.of(GrantAwarded)
    periods: list[Positioned[Any]] = [*awarded]
    periods += (entry for entry in own.not_struck_out(AwardVaried) if entry.event.available_to)
    eligible = eligible_award_costs(
        [(entry.event, _left(own, entry, counts).value) for entry in entries],
        {purpose: figure.value for purpose, figure in allocated.items()},
        lambda day: not awarded or award_period_in(own, awarded[0].event, day).has(day),
    )
    for index, entry in enumerate(entries):
        cost = entry.event
        earlier = (other for other in entries[: index + 1] if other.event.purpose == cost.purpose)
        counted = money(_left(own, other, counts) for other in earlier)
        sources = together(
            allocated[cost.purpose].positions, (award.position for award in periods), counted.positions
        )
        incurred = _incurred(own, entry, counts)
        worth = Figure(eligible[cost.cost], sources)
        yield AwardCost(
            cost=cost.cost,
            on=cost.on,
            purpose=cost.purpose,
            supplier=cost.supplier,
            invoice_number=cost.invoice_number,
            incurred=incurred,
            disallowed=incurred - worth,
            eligible=worth,
        )


def _left(own: EventSet, cost: Positioned[AwardCostIncurred], counts: Counts) -> Figure[Money]:
    """What of a cost was neither credited nor found not to be eligible."""
    return (_incurred(own, cost, counts) - _found_ineligible(own, cost)).at_least_nought()


def _incurred(own: EventSet, cost: Positioned[AwardCostIncurred], counts: Counts) -> Figure[Money]:
    credited = (
        entry
        for entry in own.not_struck_out(AwardCostReversed)
        if entry.event.cost == cost.event.cost and counts(entry.event.on)
    )
    charged = Figure(cost.event.cost_to_the_award, cost.positions)
    return charged - money(Figure(entry.event.credited, (entry.position,)) for entry in credited)


def _found_ineligible(own: EventSet, cost: Positioned[AwardCostIncurred]) -> Figure[Money]:
    return money(
        Figure(entry.event.amount, (entry.position,))
        for entry in own.not_struck_out(AwardCostDisallowed)
        if entry.event.cost == cost.event.cost
    )


def _legs(own: EventSet, costs: Sequence[AwardCost]) -> Iterator[AwardLeg]:
    payments = tuple(_payment_parts(own))
    for purpose, leg in LEGS.items():
        charged = {_cause(cost.cost): cost for cost in costs if cost.purpose == purpose}
        paid = money(
            part.because_of(*charged[of].incurred.positions) for _, of, part in payments if of in charged
        )
        due = money(cost.eligible for cost in charged.values())
        if charged:
            yield AwardLeg(
                leg=leg,
                purpose=purpose,
                due=due,
                invoiced=money(cost.incurred for cost in charged.values() if cost.invoice_number),
                paid=paid,
                owed=(due - paid).at_least_nought(),
                overpaid=(paid - due).at_least_nought(),
            )


def _payment_parts(own: EventSet) -> Iterator[tuple[str, Cause | None, Figure[Money]]]:
    """Each part of each payment: the payment's id, what the part settles, and its amount less reversals."""
    for payment in own.not_struck_out(AwardPaymentMade):
        back = _reversals(own, payment)
        positions = together(payment.positions, *(entry.positions for entry in back))
        returned = back_of(payment.event, (entry.event for entry in back))
        for of, part in settled_parts(payment.event, returned):
            yield payment.event.payment, of, Figure(part, positions)


def payment_parts_of_costs(own: EventSet) -> Iterator[tuple[str, Figure[Money]]]:
    """Each part of each payment that settles a cost of the award: the cost, and the amount less reversals."""
    for _, of, part in _payment_parts(own):
        if of is not None and of.name == "award-cost":
            yield of.id[0], part


def _reversals(
    own: EventSet, payment: Positioned[AwardPaymentMade]
) -> list[Positioned[AwardPaymentReversed]]:
    return [
        entry
        for entry in own.not_struck_out(AwardPaymentReversed)
        if entry.event.payment == payment.event.payment
    ]


def _cause(cost: str) -> Cause:
    return Cause("award-cost", (cost,))


def _by_year(own: EventSet, year: Callable[[dt.date], str]) -> Iterator[AwardCostsOfYear]:
    """For each year, what the costs come to at its end, less what they came to at the end of the year before."""
    entries: Sequence[Positioned[Any]] = own.not_struck_out(AwardCostIncurred, AwardCostReversed)
    before: Mapping[str, AwardCost] = {}
    for period in sorted({year(entry.event.on) for entry in entries}):
        costs = {cost.cost: cost for cost in _costs(own, lambda day: year(day) <= period)}  # noqa: B023 -- used at once
        moved = [
            (cost, before.get(name))
            for name, cost in costs.items()
            if _amounts(cost) != _amounts(before.get(name))
        ]
        yield AwardCostsOfYear(period=period, **{name: _difference(name, moved) for name in AMOUNTS})
        before = costs


def _amounts(cost: AwardCost | None) -> tuple[Money, ...]:
    return tuple(getattr(cost, name).value for name in AMOUNTS) if cost else ()


def _difference(name: str, moved: Sequence[tuple[AwardCost, AwardCost | None]]) -> Figure[Money]:
    now = money(getattr(cost, name) for cost, _ in moved)
    return now - money(getattr(before, name) for _, before in moved if before)
