"""The disallowances of each fact that were not lifted."""

from collections.abc import Iterator, Mapping

import attrs

from s2ss_core.events import CostAllowed, CostDisallowed
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, smaller
from s2ss_core.values import Cause, Money

Disallowances = Mapping[Cause, tuple[Positioned[CostDisallowed], ...]]


@attrs.frozen
class Disallowed:
    """A disallowance, and the part of its amount that counts, in pence."""

    disallowance: Positioned[CostDisallowed]
    amount: Figure[Money]


def disallowances(facts: EventSet) -> Disallowances:
    """The disallowances that were not lifted, by the visit or cost they are of."""
    lifted = {allowed.event.disallowance for allowed in facts.of(CostAllowed)}
    by_fact: dict[Cause, tuple[Positioned[CostDisallowed], ...]] = {}
    for disallowance in facts.of(CostDisallowed):
        if disallowance.event.disallowance not in lifted:
            by_fact[disallowance.event.of] = (*by_fact.get(disallowance.event.of, ()), disallowance)
    return by_fact


def disallowed_of(
    entries: tuple[Positioned[CostDisallowed], ...], cost: Figure[Money]
) -> Iterator[Disallowed]:
    """Each disallowance of a fact, in order. Together they never exceed the cost of the fact."""
    left = cost
    for disallowance in entries:
        amount = smaller(Figure(disallowance.event.amount, (disallowance.position,)), left.at_least_nought())
        left -= amount
        yield Disallowed(disallowance, amount)
