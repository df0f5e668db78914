"""Payments: money that moved, came back or was recovered. All sums in pence."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.values import Money, Organisation, Private

__all__ = ["GrantRecovered", "PaymentMade", "PaymentReversed", "PaymentSplit"]


@attrs.frozen(kw_only=True)
class PaymentSplit:
    """A part of a payment that goes to one organisation."""

    organisation: str
    amount: Money


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
