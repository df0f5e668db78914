"""Payments: money that moved, came back or was recovered. All sums in pence."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import DocumentNumber, RecordId
from s2ss_core.values import INSTALMENT, Cause, Money, Organisation, Person, Private

__all__ = ["GrantRecovered", "PaymentMade", "PaymentReversed", "Settled"]


@attrs.frozen(kw_only=True)
class Settled:
    """A part of a payment, and the release, invoice or cost that it settles: net of VAT that the payer recovers."""

    of: Cause
    amount: Money


@recorded_as("deployment.payment-made", version=1, key_space="payment")
class PaymentMade:
    """Money moved. A fact, recorded whether or not a release stands behind it.

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
    method: Literal["bank-transfer", "journal", "cheque", "other"] = "bank-transfer"
    reference: Private | None = None

    @property
    def net(self) -> Money:
        """The sum that the payer bears: without the VAT that it recovers."""
        return self.amount - self.vat_recovered


@recorded_as("deployment.payment-reversed", version=1, natural_key=("payment", "document"))
class PaymentReversed:
    """A payment that was made came back, as the bank's document says, with its VAT as the payment has it."""

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


@recorded_as("deployment.grant-recovered", version=1)
class GrantRecovered:
    """Money released on a leg beyond eligible cost was recovered: repaid, or offset against what is due.

    `amount` is net; `vat` came back beside it.
    """

    recovery: RecordId
    leg: RecordId = INSTALMENT
    on: date
    amount: Money
    vat: Money = Money(0)
    recovered_from: Organisation
    how: Literal["repaid", "offset"]
    asked_by: Person
    agreed_by: Person
    reason: Private | None = None
