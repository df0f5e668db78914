"""The amounts of a certificate, and how they hang together."""

from collections.abc import Iterable
from typing import TypeVar

import attrs

from s2ss_core.events import (
    AllocationReturned,
    AwardVaried,
    Brokered,
    GrantAllocated,
    GrantAwarded,
    GrantRecovered,
    InstalmentReleased,
    SupportEnded,
)
from s2ss_core.projections.costs import Costs
from s2ss_core.projections.facts import Facts, Told
from s2ss_core.projections.figure import Figure, money, no_money
from s2ss_core.projections.plans import Plan
from s2ss_core.values import Money

Sum = TypeVar("Sum", GrantAwarded, GrantAllocated, InstalmentReleased, GrantRecovered)


@attrs.frozen(kw_only=True)
class Amounts:
    """All in pence.

    incurred - disallowed = eligible = released - recovered + owed - overpaid, and
    allocated (for an award: awarded) = eligible + committed + unspent + returned. Where no award stands behind
    a deployment, what was approved counts as allocated. Less than nothing unspent is spent beyond the allocation.
    """

    awarded: Figure[Money]
    allocated: Figure[Money]
    approved: Figure[Money]
    incurred: Figure[Money]
    disallowed: Figure[Money]
    eligible: Figure[Money]
    released: Figure[Money]
    recovered: Figure[Money]
    owed: Figure[Money]
    overpaid: Figure[Money]
    committed: Figure[Money]
    unspent: Figure[Money]
    returned: Figure[Money]
    match: Figure[Money]


def amounts_of(deployment: str, facts: Facts, plan: Plan | None, costs: Costs) -> Amounts:
    """The amounts of one deployment; `plan` is the one approved last."""
    approved = plan.amount() if plan else no_money()
    allocated, returned = allocated_to(deployment, facts), returned_from(deployment, facts)
    if not _has_award(facts):
        allocated = approved.because_of(*(told.position for told in facts.of(Brokered)))
    committed = _committed(approved, costs.eligible, facts)
    released, recovered = _sum(facts.of(InstalmentReleased)), _sum(facts.of(GrantRecovered))
    due = costs.eligible - (released - recovered)
    return Amounts(
        awarded=awarded_in(facts),
        allocated=allocated,
        approved=approved,
        incurred=costs.incurred,
        disallowed=costs.disallowed,
        eligible=costs.eligible,
        released=released,
        recovered=recovered,
        owed=due.at_least_nought(),
        overpaid=((released - recovered) - costs.eligible).at_least_nought(),
        committed=committed,
        unspent=allocated - costs.eligible - committed - returned,
        returned=returned,
        match=money(Figure(told.event.funding.match, (told.position,)) for told in facts.of(Brokered)),
    )


def awarded_in(facts: Facts) -> Figure[Money]:
    """What the awards come to, with every variation."""
    awarded = _sum(facts.of(GrantAwarded))
    for varied in facts.of(AwardVaried):
        change = Figure(varied.event.amount, (varied.position,))
        awarded = awarded + change if varied.event.direction == "more" else awarded - change
    return awarded


def allocated_to(deployment: str, facts: Facts) -> Figure[Money]:
    """What the awards set aside for a deployment's support, whatever went back later."""
    return _sum(_allocations(deployment, facts))


def returned_from(deployment: str, facts: Facts) -> Figure[Money]:
    """What of the allocations to a deployment's support went back to the award."""
    own = {told.event.allocation: told for told in _allocations(deployment, facts)}
    return money(
        Figure(told.event.amount, (own[told.event.allocation].position, told.position))
        for told in facts.of(AllocationReturned)
        if told.event.allocation in own
    )


def _allocations(deployment: str, facts: Facts) -> list[Told[GrantAllocated]]:
    # Quality assurance and co-ordination are never a line of the plan: what is set aside for them is the award's.
    return [
        told
        for told in facts.of(GrantAllocated)
        if (told.event.deployment, told.event.purpose) == (deployment, "support")
    ]


def _committed(approved: Figure[Money], eligible: Figure[Money], facts: Facts) -> Figure[Money]:
    ended = tuple(told.position for told in facts.of(SupportEnded))
    left = (approved - eligible).at_least_nought()
    return Figure(Money(0), left.because_of(*ended).positions) if ended else left


def _has_award(facts: Facts) -> bool:
    brokered = facts.of(Brokered)
    return not brokered or any(told.event.funding.awards for told in brokered)


def _sum(told: Iterable[Told[Sum]]) -> Figure[Money]:
    return money(Figure(one.event.amount, (one.position,)) for one in told)
