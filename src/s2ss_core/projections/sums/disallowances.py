"""The disallowances of each fact that were not lifted."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from s2ss_core.events import CostAllowed, CostDisallowed
from s2ss_core.projections.engine.event_set import EventSet, Positioned
from s2ss_core.projections.engine.figure import Figure, together
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


def counted(
    entries: tuple[Positioned[CostDisallowed], ...], amounts: tuple[Money, ...], cost: Figure[Money]
) -> Iterator[Disallowed]:
    """Each disallowance of a fact, in order, with what counts of it. The fact's cost and earlier ones are its sources."""
    seen = cost.positions
    for disallowance, amount in zip(entries, amounts, strict=True):
        seen = together(seen, (disallowance.position,))
        yield Disallowed(disallowance, Figure(amount, seen))


def split_off(entries: Sequence[Disallowed], amount: Money) -> tuple[list[Disallowed], list[Disallowed]]:
    """What a sum takes from disallowances, below nought and the first of them first, and what is left of them."""
    less, left, rest = list[Disallowed](), list[Disallowed](), amount
    for entry in entries:
        part = min(rest, entry.amount.value)
        rest -= part
        if part:
            less.append(attrs.evolve(entry, amount=Figure(-part, entry.amount.positions)))
        left.append(attrs.evolve(entry, amount=Figure(entry.amount.value - part, entry.amount.positions)))
    return less, left
