"""Money: invoices, instalments released and cancelled, payments, recoveries. All sums in pence."""

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import (
    GrantRecovered,
    InstalmentCancelled,
    InstalmentReleased,
    InvoiceReceived,
    PaymentMade,
    PaymentReversed,
    natural_id,
)
from s2ss_core.values import Money


@attrs.define(kw_only=True)
class MoneyFlow:
    """Invoices by id, releases by natural id, cancelled instalments, payments, what was reversed and recovered."""

    invoices: dict[str, InvoiceReceived] = attrs.field(factory=dict)
    released: dict[tuple[str, ...], InstalmentReleased] = attrs.field(factory=dict)
    cancelled: list[int] = attrs.field(factory=list)
    payments: dict[str, PaymentMade] = attrs.field(factory=dict)
    reversed: dict[str, Money] = attrs.field(factory=dict)
    recovered: Money = Money(0)

    @property
    def net_released(self) -> Money:
        """Released less recovered."""
        return sum((release.amount for release in self.released.values()), Money(0)) - self.recovered

    @property
    def instalments_released(self) -> tuple[int, ...]:
        """The numbers of the instalments that were released."""
        return tuple(release.instalment for release in self.released.values())

    @property
    def settled(self) -> tuple[int, ...]:
        """The instalments that were released or cancelled."""
        return (*self.instalments_released, *self.cancelled)

    def paid(self, payment: str) -> Money:
        """What a payment comes to, less what was reversed of it."""
        return self.payments[payment].amount - self.reversed.get(payment, Money(0))


fold = Fold[MoneyFlow]()


@fold.on(InvoiceReceived)
def _invoice_received(money: MoneyFlow, event: InvoiceReceived) -> None:
    money.invoices[event.invoice] = event


@fold.on(InstalmentReleased)
def _instalment_released(money: MoneyFlow, event: InstalmentReleased) -> None:
    _, *name = natural_id(event)
    money.released[tuple(name)] = event


@fold.on(InstalmentCancelled)
def _instalment_cancelled(money: MoneyFlow, event: InstalmentCancelled) -> None:
    money.cancelled.append(event.instalment)


@fold.on(PaymentMade)
def _payment_made(money: MoneyFlow, event: PaymentMade) -> None:
    money.payments[event.payment] = event


@fold.on(PaymentReversed)
def _payment_reversed(money: MoneyFlow, event: PaymentReversed) -> None:
    money.reversed[event.payment] = money.reversed.get(event.payment, Money(0)) + event.amount


@fold.on(GrantRecovered)
def _grant_recovered(money: MoneyFlow, event: GrantRecovered) -> None:
    money.recovered += event.amount
