"""What a payment settles, after what came back of it. All sums in pence, net of VAT that the payer recovers."""

from collections.abc import Iterator

from s2ss_core.events import AwardPaymentMade, PaymentMade
from s2ss_core.values import Cause, Money


def settled_parts(
    payment: PaymentMade | AwardPaymentMade, back: Money
) -> Iterator[tuple[Cause | None, Money]]:
    """The parts of a payment, each with the entry that it settles; last the part that settles nothing, if there is one.

    What came back is taken from the part that settles nothing, and then from the entries, the last one first.
    """
    left = Money(max(0, payment.net - back))
    for settled in payment.settles:
        part = Money(min(settled.amount, left))
        left -= part
        yield settled.of, part
    if left or not payment.settles:
        yield None, left


def instalment_of(of: Cause | None) -> int | None:
    """The number of the instalment whose release is named, or None if it is something else that is named."""
    number = of.id[0] if of and of.name == "release" and of.id else ""
    return int(number) if number.isascii() and number.isdigit() else None
