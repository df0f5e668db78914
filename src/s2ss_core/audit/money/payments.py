"""Payments: what of each is borne by the payer, what came back of it, and what it settles on which leg."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

import attrs

from s2ss_core.audit.book import Id, id_of
from s2ss_core.events import AwardPaymentMade, AwardPaymentReversed, PaymentMade, PaymentReversed

__all__ = ["Paid"]


@attrs.define(eq=False)
class Paid:
    """One payment. Sums in pence; `net` is what the payer bears, without the VAT that it recovers."""

    position: int
    event: PaymentMade | AwardPaymentMade
    reversals: list[PaymentReversed | AwardPaymentReversed] = attrs.field(factory=list)
    irrecoverable: int | None = None
    before_settlement: int = 0

    def settle(self, irrecoverable: int) -> None:
        """Settle the VAT that the payer does not recover: of what came back before it, each has its part."""
        self.irrecoverable = irrecoverable
        self.before_settlement = len(self.reversals)

    @property
    def recovered(self) -> int:
        """The VAT in it that the payer recovers, as it was settled last."""
        if self.irrecoverable is None:
            return int(self.event.vat_recovered)
        return max(0, int(self.event.vat) - self.irrecoverable)

    @property
    def moved(self) -> int:
        """What moved less what came back, with VAT."""
        return int(self.event.amount) - self.back

    @property
    def back(self) -> int:
        """What came back, with VAT."""
        return sum(int(reversal.amount) for reversal in self.reversals)

    @property
    def net(self) -> int:
        """What the payer bore of it before anything came back."""
        return int(self.event.amount) - self.recovered

    @property
    def net_back(self) -> int:
        """What the payer had borne of what came back."""
        if self.reversals and self.back >= int(self.event.amount):
            return self.net
        return sum(self._net_of(at, reversal) for at, reversal in enumerate(self.reversals))

    def _net_of(self, at: int, reversal: Any) -> int:
        amount, whole = int(reversal.amount), int(self.event.amount)
        if at >= self.before_settlement and (reversal.vat or reversal.vat_recovered):
            return amount - int(reversal.vat_recovered)
        return amount - floor(Fraction(self.recovered * amount, whole)) if whole else amount

    @property
    def borne(self) -> int:
        """What the payer bears of it in the end."""
        return self.net - self.net_back

    def parts(self) -> list[tuple[Id, int]]:
        """What it settles, and how much. A change of its VAT goes to the last part, and what came back is off the last.

        If it settles releases alone, all that it comes to beyond them went out for the last.
        """
        parts = [(id_of(settled.of), int(settled.amount)) for settled in self.event.settles]
        named = sum(amount for _, amount in parts)
        if parts and named:
            changed = self.net - (int(self.event.amount) - int(self.event.vat_recovered))
            last, amount = parts[-1]
            parts[-1] = (last, amount + changed)
            named += changed
            if all(of[0] == "release" for of, _ in parts):
                beyond = max(0, self.net - named)
                parts[-1] = (last, parts[-1][1] + beyond)
                named += beyond
        back = max(0, self.net_back - (self.net - named))
        for at in range(len(parts) - 1, -1, -1):
            less = min(back, parts[at][1])
            parts[at] = (parts[at][0], parts[at][1] - less)
            back -= less
        return parts

    @property
    def vat_borne(self) -> int:
        """The VAT in it that the payer bears."""
        return int(self.event.vat) - self.recovered

    def moments(self) -> Iterator[tuple[date, Id, int]]:
        """What it settles on its own day, and what of that came back on the day of each reversal."""
        reversals = list(self.reversals)
        self.reversals.clear()
        before = self.parts()
        yield from ((self.event.on, of, amount) for of, amount in before)
        for reversal in reversals:
            self.reversals = [*self.reversals, reversal]
            after = self.parts()
            for (of, was), (_, now) in zip(before, after, strict=True):
                yield reversal.on, of, now - was
            before = after

    def without_vat(self) -> list[tuple[Id, int]]:
        """What it settles, without the VAT that the payer bears as far as no part of it names that."""
        parts = self.parts()
        beyond = sum(amount for _, amount in parts) - sum(
            int(settled.amount) for settled in self.event.settles
        )
        if parts and beyond > 0:
            last, amount = parts[-1]
            parts[-1] = (last, amount - min(beyond, self.vat_borne))
        return parts
