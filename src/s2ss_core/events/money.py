"""Money: invoices, and instalments released, withheld or cancelled. All sums in pence."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.payments import GrantRecovered, PaymentMade, PaymentReversed
from s2ss_core.events.registry import DERIVED, recorded_as
from s2ss_core.ids import DocumentNumber, RecordId
from s2ss_core.values import INSTALMENT, Cause, Money, Organisation, Person, Private

__all__ = [
    "InstalmentCancelled", "InstalmentReleased", "InstalmentWithheld", "InvoiceReceived", "MoneyEvent", "Settlement",
    "WithholdingLifted",
]  # fmt: skip

Settlement = Literal["invoice", "journal", "retained"]


@recorded_as("deployment.invoice-received", version=1, key_space="invoice")
class InvoiceReceived:
    """An invoice on a leg arrived: the supplier charges the customer; `net` and `vat` in pence.

    `number` is what the supplier's paper says. `instalment` is the one that it is for, and `covers` names the visits and
    costs that it charges.
    """

    invoice: RecordId
    number: DocumentNumber
    supplier: Organisation
    customer: Organisation
    leg: RecordId = INSTALMENT
    on: date
    issued_on: date
    net: Money
    vat: Money = Money(0)
    purchase_order: DocumentNumber | None = None
    instalment: int | None = None
    covers: tuple[Cause, ...] = ()


@recorded_as(
    "deployment.instalment-released",
    version=1,
    natural_key=("instalment", "leg", "paid_to", "part"),
    key_space="release",
)
class InstalmentReleased:
    """The broker released an instalment; the decision derives the `judgements` that it rests on.

    `leg` is the flow of money that it is an instalment of. A `part` above 1 is a supplement to the same instalment.
    """

    instalment: int
    leg: RecordId = INSTALMENT
    part: int = 1
    on: date
    amount: Money
    paid_to: Organisation
    report: RecordId | None = None
    review: RecordId | None = None
    judgements: tuple[RecordId, ...] = attrs.field(default=(), metadata=DERIVED)
    settled_by: Settlement
    invoice: RecordId | None = None
    purchase_order: DocumentNumber | None = None
    authorised_by: Person
    short_notice_accepted_by: Person | None = None


@recorded_as("deployment.instalment-withheld", version=1, natural_key=("instalment", "leg", "on"))
class InstalmentWithheld:
    """The broker withheld an instalment of a leg for now."""

    instalment: int
    leg: RecordId = INSTALMENT
    on: date
    by: Person
    reasons: Private


@recorded_as("deployment.withholding-lifted", version=1, natural_key=("instalment", "leg", "on"))
class WithholdingLifted:
    """An instalment that was withheld may be released again."""

    instalment: int
    leg: RecordId = INSTALMENT
    on: date
    by: Person
    reason: Private


@recorded_as("deployment.instalment-cancelled", version=1, natural_key=("instalment", "leg"))
class InstalmentCancelled:
    """An instalment of a leg will not be paid."""

    instalment: int
    leg: RecordId = INSTALMENT
    on: date
    amount: Money
    by: Person
    reasons: Private


MoneyEvent = (
    InvoiceReceived
    | InstalmentReleased
    | InstalmentWithheld
    | WithholdingLifted
    | InstalmentCancelled
    | PaymentMade
    | PaymentReversed
    | GrantRecovered
)
