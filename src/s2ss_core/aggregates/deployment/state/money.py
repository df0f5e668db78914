"""Money: invoices, instalments released and cancelled, payments, recoveries. All sums in pence."""

from datetime import date

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import (
    GrantRecovered,
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    InvoiceReceived,
    PaymentMade,
    PaymentReversed,
    VatSettled,
    WithholdingLifted,
    cause_of,
)
from s2ss_core.ledger import reversal_with_vat_settled, with_vat_settled, withheld_since
from s2ss_core.values import Cause, Money


@attrs.define(kw_only=True)
class MoneyFlow:
    """Invoices by id, releases by cause, what was withheld or lifted, cancelled, paid, reversed and recovered."""

    invoices: dict[str, InvoiceReceived] = attrs.field(factory=dict)
    released: dict[Cause, InstalmentReleased] = attrs.field(factory=dict)
    withheld: list[InstalmentWithheld | WithholdingLifted] = attrs.field(factory=list)
    cancelled: list[InstalmentCancelled] = attrs.field(factory=list)
    payments: dict[str, PaymentMade] = attrs.field(factory=dict)
    reversed: dict[str, list[PaymentReversed]] = attrs.field(factory=dict)
    recoveries: list[GrantRecovered] = attrs.field(factory=list)

    @property
    def net_released(self) -> Money:
        """Released less recovered, on all legs."""
        recovered = sum((recovery.amount for recovery in self.recoveries), Money(0))
        return sum((release.amount for release in self.released.values()), Money(0)) - recovered

    @property
    def instalments_released(self) -> tuple[int, ...]:
        """The numbers of the instalments that were released."""
        return tuple(release.instalment for release in self.released.values())

    def net_released_on(self, leg: str) -> Money:
        """Released less recovered on one leg."""
        released = (release.amount for release in self.released.values() if release.leg == leg)
        recovered = (recovery.amount for recovery in self.recoveries if recovery.leg == leg)
        return sum(released, Money(0)) - sum(recovered, Money(0))

    def cancelled_on(self, leg: str) -> frozenset[int]:
        """The numbers of the instalments of a leg that were cancelled."""
        return frozenset(cancelled.instalment for cancelled in self.cancelled if cancelled.leg == leg)

    def settled_on(self, leg: str) -> frozenset[int]:
        """The numbers of the instalments of a leg that were released or cancelled."""
        released = {release.instalment for release in self.released.values() if release.leg == leg}
        return self.cancelled_on(leg) | released

    def withheld_since(self, instalment: int, leg: str, day: date) -> date | None:
        """The day since which an instalment is withheld on a day; None if it is not."""
        return withheld_since(self.withheld, instalment, leg, day)

    def paid(self, payment: str) -> Money:
        """What a payment comes to, less what was reversed of it."""
        back = sum((reversal.amount for reversal in self.reversed.get(payment, ())), Money(0))
        return self.payments[payment].amount - back


fold = Fold[MoneyFlow]()


@fold.on(InvoiceReceived)
def _invoice_received(money: MoneyFlow, event: InvoiceReceived) -> None:
    money.invoices[event.invoice] = event


@fold.on(InstalmentReleased)
def _instalment_released(money: MoneyFlow, event: InstalmentReleased) -> None:
    money.released[cause_of(event)] = event


@fold.on(InstalmentWithheld)
@fold.on(WithholdingLifted)
def _withheld_or_lifted(money: MoneyFlow, event: InstalmentWithheld | WithholdingLifted) -> None:
    money.withheld.append(event)


@fold.on(InstalmentCancelled)
def _instalment_cancelled(money: MoneyFlow, event: InstalmentCancelled) -> None:
    money.cancelled.append(event)


@fold.on(PaymentMade)
def _payment_made(money: MoneyFlow, event: PaymentMade) -> None:
    money.payments[event.payment] = event


@fold.on(PaymentReversed)
def _payment_reversed(money: MoneyFlow, event: PaymentReversed) -> None:
    money.reversed.setdefault(event.payment, []).append(event)


@fold.on(VatSettled)
def _vat_settled(money: MoneyFlow, event: VatSettled) -> None:
    match event.of:
        case Cause(name="payment", id=(payment,)) if payment in money.payments:
            settled = with_vat_settled(money.payments[payment], event.irrecoverable_vat)
            money.payments[payment] = settled
            if payment in money.reversed:
                money.reversed[payment] = [
                    reversal_with_vat_settled(reversal, settled) for reversal in money.reversed[payment]
                ]


@fold.on(GrantRecovered)
def _grant_recovered(money: MoneyFlow, event: GrantRecovered) -> None:
    money.recoveries.append(event)
