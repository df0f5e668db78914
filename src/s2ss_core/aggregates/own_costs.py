"""The state of the costs that an award bears itself, and of their payments. All sums in pence."""

from collections.abc import Iterator

import attrs

from s2ss_core.events import (
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    OwnPurpose,
)
from s2ss_core.ledger import back_of, settled_parts
from s2ss_core.values import Cause, Money


@attrs.define(kw_only=True)
class OwnCosts:
    """The costs of an award by id, what was credited and disallowed of each, its payments, and what came back of them."""

    costs: dict[str, AwardCostIncurred] = attrs.field(factory=dict)
    credits: dict[str, list[AwardCostReversed]] = attrs.field(factory=dict)
    disallowed: dict[str, list[AwardCostDisallowed]] = attrs.field(factory=dict)
    payments: dict[str, AwardPaymentMade] = attrs.field(factory=dict)
    reversed: dict[str, list[AwardPaymentReversed]] = attrs.field(factory=dict)

    def left(self, cost: str) -> Money:
        """What of a cost was neither credited nor disallowed; nothing for one that was not recorded."""
        if cost not in self.costs:
            return Money(0)
        credited = sum((credit.credited for credit in self.credits.get(cost, ())), Money(0))
        disallowed = sum((part.amount for part in self.disallowed.get(cost, ())), Money(0))
        return self.costs[cost].cost_to_the_award - credited - disallowed

    def moved(self, payment: str) -> Money:
        """What a payment comes to, less what was reversed of it; nothing for one that was not made."""
        if payment not in self.payments:
            return Money(0)
        back = (reversal.amount for reversal in self.reversed.get(payment, ()))
        return self.payments[payment].amount - sum(back, Money(0))

    def paid(self, purpose: OwnPurpose) -> Money:
        """What was paid for the costs of a purpose, without the VAT that the payer recovers."""
        parts = (part for payment in self.payments for part in self._parts(payment))
        return sum((amount for of, amount in parts if of and self._is_for(purpose, of)), Money(0))

    def _is_for(self, purpose: OwnPurpose, of: Cause) -> bool:
        cost = self.costs.get(of.id[0]) if of.name == "award-cost" else None
        return cost is not None and cost.purpose == purpose

    def _parts(self, payment: str) -> Iterator[tuple[Cause | None, Money]]:
        back = back_of(self.payments[payment], self.reversed.get(payment, ()))
        return settled_parts(self.payments[payment], back)
