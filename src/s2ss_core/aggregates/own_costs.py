"""The state of the costs that an award bears itself, and of their payments. All sums in pence."""

from collections.abc import Iterator

import attrs

from s2ss_core.events import AwardCostIncurred, AwardPaymentMade, AwardPaymentReversed, OwnPurpose
from s2ss_core.ledger import back_of, settled_parts
from s2ss_core.values import Cause, Money


@attrs.define(kw_only=True)
class OwnCosts:
    """The costs and the payments of an award by id, and what came back of each payment."""

    costs: dict[str, AwardCostIncurred] = attrs.field(factory=dict)
    payments: dict[str, AwardPaymentMade] = attrs.field(factory=dict)
    reversed: dict[str, list[AwardPaymentReversed]] = attrs.field(factory=dict)

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
