"""The costs that an award bears itself: what they come to, what of it is eligible, and what was paid. In pence."""

from collections.abc import Iterator
from datetime import date

import attrs

from s2ss_core.audit.money.sums import Sums
from s2ss_core.events import AwardCostDisallowed, AwardCostIncurred, AwardCostReversed

__all__ = ["OwnCost", "eligible_within", "owed_on"]


@attrs.define(eq=False)
class OwnCost:
    """One cost of quality assurance or co-ordination, with its credits and disallowances."""

    position: int
    event: AwardCostIncurred
    credits: list[AwardCostReversed] = attrs.field(factory=list)
    disallowances: dict[str, AwardCostDisallowed] = attrs.field(factory=dict)
    irrecoverable: int | None = None

    @property
    def on(self) -> date:
        """The day of the cost."""
        return self.event.on

    @property
    def incurred(self) -> int:
        """What it comes to: net, with the VAT that nobody recovers, less what was credited."""
        settled = self.irrecoverable
        gross = int(self.event.net) + (int(self.event.irrecoverable_vat) if settled is None else settled)
        return max(0, gross - sum(int(credit.net) + int(credit.irrecoverable_vat) for credit in self.credits))

    @property
    def found(self) -> int:
        """What of it was found not to be eligible."""
        return min(self.incurred, sum(int(found.amount) for found in self.disallowances.values()))

    @property
    def invoice(self) -> int:
        """What was invoiced for it, less credit notes."""
        return self.incurred


def eligible_within(costs: list[OwnCost], allocated: int) -> Iterator[tuple[OwnCost, Sums]]:
    """Each cost of one purpose, the oldest first, and what of it is eligible: together no more than is allocated."""
    left = max(0, allocated)
    for cost in sorted(costs, key=lambda cost: (cost.on, cost.position)):
        eligible = min(left, cost.incurred - cost.found)
        left -= eligible
        yield cost, Sums(cost.incurred, cost.incurred - eligible, eligible)


def owed_on(due: int, paid: int) -> tuple[int, int]:
    """What is owed and what is overpaid, where so much is due and paid."""
    return max(0, due - paid), max(0, paid - due)
