"""Money: invoices, instalments released, withheld or cancelled, payments, recoveries. All sums in pence."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import DERIVED, recorded_as
from s2ss_core.values import INSTALMENT, Money, Organisation, Person, Private

__all__ = [
    "GrantRecovered", "InstalmentCancelled", "InstalmentReleased", "InstalmentWithheld",
    "InvoiceReceived", "MoneyEvent", "PaymentMade", "PaymentReversed", "PaymentSplit", "Settlement",
]  # fmt: skip

Settlement = Literal["invoice", "journal", "retained"]


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


@recorded_as(
    "deployment.instalment-released",
    version=1,
    natural_key=("instalment", "leg", "payee", "part"),
    key_space="release",
)
class InstalmentReleased:
    """The broker released an instalment; the decision derives the `judgements` that it rests on.

    `leg` is the flow of money that it is an instalment of. A `part` above 1 is a supplement to the same instalment.
    """

    instalment: int
    leg: str = INSTALMENT
    part: int = 1
    on: date
    amount: Money
    paid_to: Organisation
    report: str | None = None
    review: str | None = None
    judgements: tuple[str, ...] = attrs.field(default=(), metadata=DERIVED)
    settled_by: Settlement
    invoice_number: str | None = None
    purchase_order: str | None = None
    authorised_by: Person
    short_notice_accepted_by: Person | None = None

    @property
    def payee(self) -> str:
        return self.paid_to.id


@recorded_as("deployment.instalment-withheld", version=1, natural_key=("instalment", "leg", "on"))
class InstalmentWithheld:
    """The broker withheld an instalment of a leg for now."""

    instalment: int
    leg: str = INSTALMENT
    on: date
    by: Person
    reasons: Private


@recorded_as("deployment.instalment-cancelled", version=1, natural_key=("instalment", "leg"))
class InstalmentCancelled:
    """An instalment of a leg will not be paid."""

    instalment: int
    leg: str = INSTALMENT
    on: date
    amount: Money
    by: Person
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
