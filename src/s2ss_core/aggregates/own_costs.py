"""The state of the costs that an award bears itself, and of their payments. All sums in pence."""

from collections.abc import Iterator, Mapping

import attrs

from s2ss_core.events import (
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    AwardVatSettled,
    OwnPurpose,
)
from s2ss_core.ids import key_of
from s2ss_core.ledger import back_of, reversal_with_vat_settled, settled_parts, with_vat_settled
from s2ss_core.values import Cause, Money


@attrs.define(kw_only=True)
class OwnLeg:
    """What one supplier charged for one purpose, what of it is eligible, and what was paid to it."""

    purpose: OwnPurpose
    supplier: str
    charged: Money = Money(0)
    eligible: Money = Money(0)
    paid: Money = Money(0)

    @property
    def owed(self) -> Money:
        """What is eligible and was not paid."""
        return Money(max(0, self.eligible - self.paid))

    @property
    def overpaid(self) -> Money:
        """What was paid beyond what was charged. What is charged and not eligible is the holder's to pay."""
        return Money(max(0, self.paid - self.charged))


@attrs.define(kw_only=True)
class OwnCosts:
    """The costs of an award by id, what was credited and disallowed of each, its payments, and what came back of them."""

    costs: dict[str, AwardCostIncurred] = attrs.field(factory=dict)
    credits: dict[str, list[AwardCostReversed]] = attrs.field(factory=dict)
    disallowed: dict[str, list[AwardCostDisallowed]] = attrs.field(factory=dict)
    payments: dict[str, AwardPaymentMade] = attrs.field(factory=dict)
    reversed: dict[str, list[AwardPaymentReversed]] = attrs.field(factory=dict)

    def left(self, cost: str) -> Money:
        """What of a cost was neither credited nor disallowed."""
        disallowed = sum((part.amount for part in self.disallowed.get(cost, ())), Money(0))
        return max(Money(0), self.charged(cost) - disallowed)

    def charged(self, cost: str) -> Money:
        """What a cost comes to, less what was credited of it."""
        credited = sum((credit.credited for credit in self.credits.get(cost, ())), Money(0))
        return self.costs[cost].cost_to_the_award - credited

    def moved(self, payment: str) -> Money:
        """What a payment comes to, less what was reversed of it; nothing for one that was not made."""
        if payment not in self.payments:
            return Money(0)
        back = (reversal.amount for reversal in self.reversed.get(payment, ()))
        return self.payments[payment].amount - sum(back, Money(0))

    def legs(self, eligible: Mapping[str, Money]) -> Iterator[OwnLeg]:
        """What each supplier has to do with each purpose; `eligible` is what is eligible of each cost."""
        paid = dict[str, Money]()
        for payment in self.payments:
            for of, amount in self._parts(payment):
                if of and of.name == "award-cost":
                    paid[of.id[0]] = paid.get(of.id[0], Money(0)) + amount
        found = dict[tuple[OwnPurpose, str], OwnLeg]()
        for name, cost in self.costs.items():
            key = cost.purpose, key_of(cost.supplier.id)
            leg = found.setdefault(key, OwnLeg(purpose=cost.purpose, supplier=cost.supplier.id))
            leg.charged += self.charged(name)
            leg.eligible += eligible.get(name, Money(0))
            leg.paid += paid.get(name, Money(0))
        yield from found.values()

    def _parts(self, payment: str) -> Iterator[tuple[Cause | None, Money]]:
        back = back_of(self.payments[payment], self.reversed.get(payment, ()))
        return settled_parts(self.payments[payment], back)

    def settle_vat(self, settled: AwardVatSettled) -> None:
        """Put a cost or a payment with the VAT that was settled, and what came back of it, in the place of what it was."""
        match settled.of:
            case Cause(name="award-cost", id=(cost,)) if cost in self.costs:
                self.costs[cost] = with_vat_settled(self.costs[cost], settled.irrecoverable_vat)
            case Cause(name="award-payment", id=(payment,)) if payment in self.payments:
                made = with_vat_settled(self.payments[payment], settled.irrecoverable_vat)
                self.payments[payment] = made
                back = self.reversed.get(payment, ())
                self.reversed[payment] = [reversal_with_vat_settled(reversal, made) for reversal in back]
