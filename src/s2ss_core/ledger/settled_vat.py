"""Costs and payments after the VAT that nobody recovers was settled. All sums in pence."""

from typing import Any, TypeVar

import attrs

from s2ss_core.events import (
    AwardCostIncurred,
    AwardPaymentMade,
    AwardPaymentReversed,
    CostIncurred,
    PaymentMade,
    PaymentReversed,
)
from s2ss_core.values import Money

Cost = CostIncurred | AwardCostIncurred
V = TypeVar("V", bound=CostIncurred | PaymentMade | AwardCostIncurred | AwardPaymentMade)
R = TypeVar("R", bound=PaymentReversed | AwardPaymentReversed)


def irrecoverable_in(entry: Cost | PaymentMade | AwardPaymentMade) -> Money:
    """The VAT in a cost or a payment that nobody recovers."""
    return entry.irrecoverable_vat if isinstance(entry, Cost) else entry.vat - entry.vat_recovered


def with_vat_settled(entry: V, irrecoverable: Money) -> V:
    """A cost or a payment with this much irrecoverable VAT in place of what it had.

    What a payment then bears more, or less, is for the last entry that it settles.
    """
    found: Any = entry
    settled: V
    if isinstance(entry, Cost):
        settled = attrs.evolve(found, irrecoverable_vat=irrecoverable)
        return settled
    settles = found.settles
    if settles:
        last = settles[-1]
        amount = Money(max(0, last.amount + irrecoverable - irrecoverable_in(found)))
        settles = (*settles[:-1], attrs.evolve(last, amount=amount))
    settled = attrs.evolve(found, vat_recovered=found.vat - irrecoverable, settles=settles)
    return settled


def reversal_with_vat_settled(reversal: R, payment: PaymentMade | AwardPaymentMade) -> R:
    """A reversal that came before the VAT of its payment was settled, with its part of the VAT that is then recovered."""
    if not reversal.vat or not payment.vat:
        return reversal
    found: Any = reversal
    recovered = int(reversal.vat) * int(payment.vat_recovered) // int(payment.vat)
    settled: R = attrs.evolve(found, vat_recovered=Money(recovered))
    return settled
