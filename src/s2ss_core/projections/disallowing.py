"""What was disallowed of which fact, as far as it was not allowed after all."""

from collections.abc import Iterator, Mapping

import attrs

from s2ss_core.events import CostAllowed, CostDisallowed
from s2ss_core.projections.facts import Facts, Told
from s2ss_core.projections.figure import Figure, smaller
from s2ss_core.values import Money

Disallowances = Mapping[str, tuple[Told[CostDisallowed], ...]]


@attrs.frozen
class Disallowed:
    """A disallowance, and how much of its amount counts, in pence."""

    told: Told[CostDisallowed]
    amount: Figure[Money]


def disallowances(facts: Facts) -> Disallowances:
    """The disallowances that were not lifted, by the id of the fact they name."""
    lifted = {allowed.event.disallowance for allowed in facts.of(CostAllowed)}
    by_fact: dict[str, tuple[Told[CostDisallowed], ...]] = {}
    for told in facts.of(CostDisallowed):
        if told.event.disallowance not in lifted:
            by_fact[told.event.fact] = (*by_fact.get(told.event.fact, ()), told)
    return by_fact


def disallowed_of(told: tuple[Told[CostDisallowed], ...], cost: Figure[Money]) -> Iterator[Disallowed]:
    """Each disallowance of a fact, in order; together they never take more than the fact cost."""
    left = cost
    for one in told:
        amount = smaller(Figure(one.event.amount, (one.position,)), left.at_least_nought())
        left -= amount
        yield Disallowed(one, amount)
