"""Costs that an award bears itself, such as the QA Lead's fee, their corrections and payments. All sums in pence."""

from datetime import date
from typing import Literal

from s2ss_core.events.corrections import DisallowedReason
from s2ss_core.events.payments import Settled
from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import DocumentNumber, RecordId
from s2ss_core.values import Cause, Money, Organisation, Person, Private

__all__ = [
    "AwardCostDisallowed", "AwardCostIncurred", "AwardCostReversed", "AwardPaymentMade", "AwardPaymentReversed",
    "AwardVatSettled", "OwnPurpose",
]  # fmt: skip

OwnPurpose = Literal["quality-assurance", "co-ordination"]


@recorded_as("grant.cost-incurred", version=1, key_space="award-cost")
class AwardCostIncurred:
    """A cost of quality assurance or co-ordination was incurred, which the award bears and no plan has.

    `net` is without VAT, and `irrecoverable_vat` the part of `vat` that nobody recovers, which is a cost too. The
    supplier, the number of its invoice, the day on it and the net sum of the whole invoice are as in `CostIncurred`.
    """

    cost: RecordId
    on: date
    purpose: OwnPurpose
    supplier: Organisation
    net: Money
    vat: Money = Money(0)
    irrecoverable_vat: Money = Money(0)
    invoice_number: DocumentNumber | None = None
    invoice_on: date | None = None
    invoice_total: Money | None = None

    @property
    def cost_to_the_award(self) -> Money:
        """The sum that the award bears: net, and the VAT that nobody recovers."""
        return self.net + self.irrecoverable_vat


@recorded_as("grant.cost-reversed", version=1, natural_key=("cost", "document"), key_space="award-credit")
class AwardCostReversed:
    """A cost that an award bears itself was credited back, in whole or in part, as the credit note says."""

    cost: RecordId
    document: DocumentNumber
    on: date
    net: Money
    vat: Money = Money(0)
    irrecoverable_vat: Money = Money(0)

    @property
    def credited(self) -> Money:
        """The sum that the award bears less: net, and the VAT on it that nobody had recovered."""
        return self.net + self.irrecoverable_vat


@recorded_as("grant.cost-disallowed", version=1, key_space="award-disallowance")
class AwardCostDisallowed:
    """A part of a cost that an award bears itself is not eligible. If it is again, the disallowance is struck out."""

    disallowance: RecordId
    on: date
    cost: RecordId
    amount: Money
    reason: DisallowedReason
    by: Person
    note: Private | None = None


@recorded_as("grant.payment-made", version=1, key_space="award-payment")
class AwardPaymentMade:
    """Money moved for costs that the award bears itself; `settles` names them: `award-cost` and the cost's id.

    `amount` is all that moved, `vat` the VAT in it, and `vat_recovered` the part of that which the payer recovers.
    """

    payment: RecordId
    on: date
    amount: Money
    vat: Money = Money(0)
    vat_recovered: Money = Money(0)
    paid_by: Organisation
    paid_to: Organisation
    settles: tuple[Settled, ...] = ()

    @property
    def net(self) -> Money:
        """The sum that the payer bears: without the VAT that it recovers."""
        return self.amount - self.vat_recovered


@recorded_as(
    "grant.payment-reversed", version=1, natural_key=("payment", "document"), key_space="award-reversal"
)
class AwardPaymentReversed:
    """A payment for costs that the award bears itself came back, as the bank's document says."""

    payment: RecordId
    document: DocumentNumber
    on: date
    amount: Money
    vat: Money = Money(0)
    vat_recovered: Money = Money(0)

    @property
    def net(self) -> Money:
        """The part of the sum that the payer had borne: without the VAT that it had recovered."""
        return self.amount - self.vat_recovered


@recorded_as("grant.vat-settled", version=1, key_space="award-vat")
class AwardVatSettled:
    """The part of the VAT that nobody recovers was settled later, for a cost that the award bears itself or its payment.

    `of` names the `award-cost` or the `award-payment`. `irrecoverable_vat`, in pence, takes the place of what it had until
    then.
    """

    settlement: RecordId
    on: date
    of: Cause
    irrecoverable_vat: Money
