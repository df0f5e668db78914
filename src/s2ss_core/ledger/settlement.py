"""What a payment settles, after what came back of it. All sums in pence, net of VAT that the payer recovers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from s2ss_core.events import (
    AwardPaymentMade,
    AwardPaymentReversed,
    InstalmentReleased,
    PaymentMade,
    PaymentReversed,
)
from s2ss_core.ids import key_of
from s2ss_core.values import Cause, Money

Payment = PaymentMade | AwardPaymentMade
Reversal = PaymentReversed | AwardPaymentReversed


def back_of(payment: Payment, reversals: Iterable[Reversal]) -> Money:
    """What came back of a payment, without the VAT in it that the payer had recovered.

    A reversal that says nothing of VAT brought back its part of the VAT that the payment has.
    """
    return sum((_back(payment, reversal) for reversal in reversals), Money(0))


def _back(payment: Payment, reversal: Reversal) -> Money:
    if reversal.vat or not payment.amount:
        return reversal.net
    recovered = int(payment.vat_recovered) * int(reversal.amount) // int(payment.amount)
    return Money(int(reversal.amount) - recovered)


def settled_parts(payment: Payment, back: Money) -> Iterator[tuple[Cause | None, Money]]:
    """The parts of a payment, each with the entry that it settles; last the part that settles nothing, if there is one.

    What a payment comes to beyond the releases that it names, and nothing else, went out for the last of them. What came
    back is taken from the part that settles nothing, and then from the entries, the last one first.
    """
    left = max(Money(0), payment.net - back)
    only_releases = all(settled.of.name == "release" for settled in payment.settles)
    for number, settled in enumerate(payment.settles, 1):
        takes_the_rest = only_releases and number == len(payment.settles)
        part = left if takes_the_rest else Money(min(settled.amount, left))
        left -= part
        yield settled.of, part
    if left or not payment.settles:
        yield None, left


def instalment_of(of: Cause | None) -> int | None:
    """The number of the instalment whose release is named, or None if it is something else that is named."""
    number = of.id[0] if of and of.name == "release" and of.id else ""
    return int(number) if number.isascii() and number.isdigit() else None


@attrs.frozen
class Beyond:
    """A part of a payment that is more than is left of what was released on the leg of the release that it names, in pence."""

    payment: str
    release: Cause
    amount: Money
    left: Money


def beyond_releases(
    payments: Mapping[str, PaymentMade],
    reversed: Mapping[str, Sequence[PaymentReversed]],  # noqa: A002 -- the trade's word
    releases: Mapping[Cause, InstalmentReleased],
) -> Iterator[Beyond]:
    """The parts of payments, in order, with which more went out than was released on the leg to the organisation.

    What one payment is more than its release, the next may be less. A release that was not made releases nothing. VAT in
    a payment goes beyond nothing.
    """
    left = _Left.of(releases)
    for name, payment in payments.items():
        vat = payment.vat - payment.vat_recovered
        for of, part in settled_parts(payment, back_of(payment, reversed.get(name, ()))):
            if of is None or of.name != "release":
                continue
            borne = Money(min(vat, left.beyond(of, part)))
            vat -= borne
            on_leg = left.take(of, part - borne)
            if part - borne > on_leg:
                yield Beyond(name, of, part, on_leg)


@attrs.frozen
class _Left:
    """What no payment took yet of each release, and of all releases on its leg to the organisation. Sums in pence."""

    releases: Mapping[Cause, InstalmentReleased]
    of_release: dict[Cause, Money]
    of_leg: dict[tuple[str, str], Money]

    @classmethod
    def of(cls, releases: Mapping[Cause, InstalmentReleased]) -> "_Left":
        left = cls(releases, {of: release.amount for of, release in releases.items()}, {})
        for release in releases.values():
            leg = _leg(release)
            left.of_leg[leg] = left.of_leg.get(leg, Money(0)) + release.amount
        return left

    def beyond(self, of: Cause, part: Money) -> Money:
        """What a part is more than what is left of its release."""
        return Money(max(0, part - self.of_release.get(of, Money(0))))

    def take(self, of: Cause, part: Money) -> Money:
        """Take a part of a payment from its release and its leg. Returns what was left of the leg before."""
        if of not in self.releases:
            return Money(0)
        self.of_release[of] = Money(max(0, self.of_release[of] - part))
        leg = _leg(self.releases[of])
        before = self.of_leg[leg]
        self.of_leg[leg] = Money(max(0, before - part))
        return before


def _leg(release: InstalmentReleased) -> tuple[str, str]:
    return release.leg, key_of(release.paid_to.id)
