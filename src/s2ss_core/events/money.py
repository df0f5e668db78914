"""Money: invoices, instalments released, withheld or cancelled, payments, recoveries. All sums in pence."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import DERIVED, recorded_as
from s2ss_core.values import Money, Organisation, Private

__all__ = [
    "GrantRecovered", "InstalmentCancelled", "InstalmentReleased", "InstalmentWithheld",
    "InvoiceReceived", "MoneyEvent", "PaymentMade", "PaymentReversed", "PaymentSplit", "Settlement",
]  # fmt: skip

Settlement = Literal["invoice", "journal"]


@attrs.frozen(kw_only=True)
class PaymentSplit:
    """A part of a payment that goes to one organisation."""

    organisation: str
    amount: Money


@recorded_as("deployment.invoice-received", version=1, natural_key=("supplier_id", "invoice_number"))
class InvoiceReceived:
    """An invoice for an instalment arrived; `net` and `vat` in pence."""

    invoice_number: str
    supplier: Organisation
    on: date
    net: Money
    vat: Money = Money(0)
    purchase_order: str | None = None
    instalment: int

    @property
    def supplier_id(self) -> str:
        return self.supplier.id


@recorded_as("deployment.instalment-released", version=1)
class InstalmentReleased:
    """The broker released an instalment; the decision derives the `judgements` that it rests on."""

    instalment: int
    on: date
    amount: Money
    paid_to: Organisation
    report: str
    review: str
    judgements: tuple[str, ...] = attrs.field(default=(), metadata=DERIVED)
    settled_by: Settlement
    invoice_number: str | None = None
    purchase_order: str | None = None
    authorised_by: str
    short_notice_accepted_by: str | None = None


@recorded_as("deployment.instalment-withheld", version=1, natural_key=("instalment", "on"))
class InstalmentWithheld:
    """The broker withheld an instalment for now."""

    instalment: int
    on: date
    by: str
    reasons: Private


@recorded_as("deployment.instalment-cancelled", version=1)
class InstalmentCancelled:
    """An instalment will not be paid."""

    instalment: int
    on: date
    amount: Money
    by: str
    reasons: Private


@recorded_as("deployment.payment-made", version=1, key_space="payment")
class PaymentMade:
    """Money moved. A fact, recorded whether or not a release stands behind it."""

    payment: str
    on: date
    amount: Money
    splits: tuple[PaymentSplit, ...] = ()
    paid_by: Organisation
    paid_to: Organisation
    instalment: int | None
    method: Literal["bank-transfer", "journal", "cheque", "other"] = "bank-transfer"
    reference: str | None = None


@recorded_as("deployment.payment-reversed", version=1, natural_key=("payment", "document"))
class PaymentReversed:
    """A payment that was made came back, as the bank's document says."""

    payment: str
    document: str
    on: date
    amount: Money


@recorded_as("deployment.grant-recovered", version=1)
class GrantRecovered:
    """Money released beyond eligible cost was recovered: repaid, or offset against what is due."""

    recovery: str
    on: date
    amount: Money
    recovered_from: Organisation
    how: Literal["repaid", "offset"]
    asked_by: str
    agreed_by: str
    reason: Private | None = None


MoneyEvent = (
    InvoiceReceived
    | InstalmentReleased
    | InstalmentWithheld
    | InstalmentCancelled
    | PaymentMade
    | PaymentReversed
    | GrantRecovered
)
