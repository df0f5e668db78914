"""The amounts of a certificate, and the equations between them."""

from collections.abc import Iterable
from typing import TypeVar

import attrs

from s2ss_core.events import (
    AllocationReturned,
    AwardVaried,
    Brokered,
    GrantAllocated,
    GrantAwarded,
    GrantReceived,
    GrantRecovered,
    GrantReturned,
    InstalmentReleased,
    SupportEnded,
)
from s2ss_core.ids import same
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, money, no_money
from s2ss_core.projections.sums.costs import Costs
from s2ss_core.projections.sums.legs import Leg, first_legs
from s2ss_core.projections.sums.plans import Plan
from s2ss_core.values import Money

Sum = TypeVar(
    "Sum",
    GrantAwarded,
    GrantReceived,
    GrantAllocated,
    AllocationReturned,
    GrantReturned,
    InstalmentReleased,
    GrantRecovered,
)


OF_AN_AWARD = ("awarded", "set_aside", "allocated", "committed", "unspent", "uncovered", "returned")


@attrs.frozen(kw_only=True)
class Amounts:
    """The amounts of a deployment or of an award, all in pence.

    Two equations hold:

    - incurred - disallowed = eligible = released - recovered + settled + owed - overpaid; an award's own costs are in the first
      three only
    - allocated + uncovered = eligible + committed + unspent; for an award it is
      awarded + uncovered = eligible + committed + unspent + returned

    `settled` is what was paid, or is kept, on legs without releases. `set_aside` is all that was ever allocated and
    `allocated` what is left of it, less what was released to the award again: that is `returned` of a deployment, while an
    award's `returned` went to the funder. Of a deployment without an award nothing is awarded, allocated, committed, unspent or uncovered.
    `committed` is what is approved and not yet eligible, zero once support has ended. `unspent` is never negative: what it
    would lack is `uncovered`.
    """

    awarded: Figure[Money]
    set_aside: Figure[Money]
    allocated: Figure[Money]
    approved: Figure[Money]
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]
    released: Figure[Money]
    settled: Figure[Money]
    recovered: Figure[Money]
    owed: Figure[Money]
    overpaid: Figure[Money]
    committed: Figure[Money]
    unspent: Figure[Money]
    uncovered: Figure[Money]
    returned: Figure[Money]
    match: Figure[Money]


def amounts_of(
    deployment: str, facts: EventSet, plan: Plan | None, costs: Costs, legs: tuple[Leg, ...] | None
) -> Amounts:
    """The amounts of one deployment; `plan` is the plan that was approved last, `legs` are those of its money."""
    approved = plan.amount() if plan else no_money()
    set_aside, returned = set_aside_for(deployment, facts), returned_from(deployment, facts)
    allocated = set_aside - returned
    committed = _committed(approved, costs.eligible, facts)
    released, recovered = sum_of(facts.of(InstalmentReleased)), sum_of(facts.of(GrantRecovered))
    settled, owed, overpaid = _settled(costs.eligible, released - recovered, legs)
    amounts = Amounts(
        awarded=awarded_in(facts),
        set_aside=set_aside,
        allocated=allocated,
        approved=approved,
        incurred=costs.incurred,
        disallowed=costs.disallowed,
        eligible=costs.eligible,
        released=released,
        settled=settled,
        recovered=recovered,
        owed=owed,
        overpaid=overpaid,
        committed=committed,
        unspent=(allocated - costs.eligible - committed).at_least_nought(),
        uncovered=(costs.eligible + committed - allocated).at_least_nought(),
        returned=returned,
        match=money(
            Figure(brokered.event.funding.match, (brokered.position,)) for brokered in facts.of(Brokered)
        ),
    )
    return amounts if has_award(facts) else attrs.evolve(amounts, **dict.fromkeys(OF_AN_AWARD, no_money()))


def _settled(
    eligible: Figure[Money], net_released: Figure[Money], legs: tuple[Leg, ...] | None
) -> tuple[Figure[Money], Figure[Money], Figure[Money]]:
    """Settled without releases, owed and overpaid, each summed over the first legs: owed is not set against overpaid."""
    if legs is None:
        due = eligible - net_released
        return no_money(), due.at_least_nought(), (no_money() - due).at_least_nought()
    first = tuple(first_legs(legs))
    return (
        money(leg.settled for leg in first if leg.settled_by != "released"),
        money(leg.owed for leg in first),
        money(leg.overpaid for leg in first),
    )


def awarded_in(facts: EventSet) -> Figure[Money]:
    """The total of the awards, with every variation."""
    awarded = sum_of(facts.of(GrantAwarded))
    for varied in facts.not_struck_out(AwardVaried):
        awarded += Figure(varied.event.change, (varied.position,))
    return awarded


def set_aside_for(deployment: str, facts: EventSet) -> Figure[Money]:
    """The total that the awards allocated to a deployment's support, including what was released later."""
    return sum_of(_allocations(deployment, facts))


def returned_from(deployment: str, facts: EventSet) -> Figure[Money]:
    """The part of the allocations to a deployment's support that was released to the award again."""
    own = {allocation.event.allocation: allocation for allocation in _allocations(deployment, facts)}
    return money(
        Figure(returned.event.amount, (own[returned.event.allocation].position, returned.position))
        for returned in facts.not_struck_out(AllocationReturned)
        if returned.event.allocation in own
    )


def _allocations(deployment: str, facts: EventSet) -> list[Positioned[GrantAllocated]]:
    # Quality assurance and co-ordination are never plan lines, so allocations for them belong to the award alone.
    return [
        allocation
        for allocation in facts.not_struck_out(GrantAllocated)
        if same(allocation.event.deployment, deployment) and allocation.event.purpose == "support"
    ]


def _committed(approved: Figure[Money], eligible: Figure[Money], facts: EventSet) -> Figure[Money]:
    ended = tuple(end.position for end in facts.of(SupportEnded))
    left = (approved - eligible).at_least_nought()
    return Figure(Money(0), left.because_of(*ended).positions) if ended else left


def has_award(facts: EventSet) -> bool:
    """Whether a deployment is funded from an award, as far as its events say."""
    brokered = facts.of(Brokered)
    return not brokered or any(entry.event.funding.awards for entry in brokered)


def sum_of(entries: Iterable[Positioned[Sum]]) -> Figure[Money]:
    """The sum of the amounts of these events."""
    return money(Figure(entry.event.amount, (entry.position,)) for entry in entries)
