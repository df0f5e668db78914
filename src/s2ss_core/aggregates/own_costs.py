"""The state of the costs that an award bears itself, and of their payments. All sums in pence."""

from collections.abc import Iterator

import attrs

from s2ss_core.events import AwardCostIncurred, AwardPaymentMade, AwardPaymentReversed
from s2ss_core.ledger import settled_parts
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

    def paid(self) -> Money:
        """What was paid in all, without the VAT that the payer recovers."""
        return sum((part for payment in self.payments for _, part in self._parts(payment)), Money(0))

    def _parts(self, payment: str) -> Iterator[tuple[Cause | None, Money]]:
        back = sum((reversal.net for reversal in self.reversed.get(payment, ())), Money(0))
        return settled_parts(self.payments[payment], back)
