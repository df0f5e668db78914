"""Corrections of costs: reversed, disallowed, allowed again; and VAT that is settled later."""

from datetime import date
from typing import Literal

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import DocumentNumber, RecordId
from s2ss_core.values import Cause, Money, Person, Private

__all__ = [
    "CorrectionEvent",
    "CostAllowed",
    "CostDisallowed",
    "CostReversed",
    "DisallowedReason",
    "VatSettled",
]  # fmt: skip

DisallowedReason = Literal[
    "capital", "business-as-usual", "outside-period", "not-on-plan", "quality-assurance", "duplicate", "over-rate",
    "recorded-despite", "not-evidenced", "beyond-the-line", "beyond-the-allocation", "outside-the-award",
    "outside-the-agreement", "other",
]  # fmt: skip


@recorded_as("deployment.cost-reversed", version=1, natural_key=("cost", "document"))
class CostReversed:
    """A cost that was incurred was credited back, in whole or in part; all sums in pence, `net` of VAT."""

    cost: RecordId
    document: DocumentNumber
    on: date
    net: Money
    vat: Money = Money(0)
    irrecoverable_vat: Money = Money(0)

    @property
    def credited(self) -> Money:
        """What it takes off its line, in pence: the net sum, and the VAT on it that the recipient had not recovered."""
        return self.net + self.irrecoverable_vat


@recorded_as("deployment.cost-disallowed", version=1, key_space="disallowance")
class CostDisallowed:
    """A part of a cost that happened is not eligible: `amount` in pence of the visit or cost `of`."""

    disallowance: RecordId
    on: date
    of: Cause
    amount: Money
    reason: DisallowedReason
    by: Person
    note: Private | None = None


@recorded_as("deployment.cost-allowed", version=1)
class CostAllowed:
    """A disallowance was lifted."""

    disallowance: RecordId
    on: date
    by: Person
    note: Private | None = None


@recorded_as("deployment.vat-settled", version=1)
class VatSettled:
    """The part of the VAT that nobody recovers was settled later, for a cost or for a payment that was made.

    `of` names the cost or the payment. `irrecoverable_vat`, in pence, takes the place of what it had until then.
    """

    settlement: RecordId
    on: date
    of: Cause
    irrecoverable_vat: Money


CorrectionEvent = CostReversed | CostDisallowed | CostAllowed | VatSettled
