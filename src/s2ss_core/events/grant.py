"""The grant: one award from a funder, what came in, what went back, and its closing. All sums in pence."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.allocations import AllocationReturned, GrantAllocated, Purpose
from s2ss_core.events.award_costs import (
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    AwardVatSettled,
)
from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import Condition, Money, Organisation, Person, Private

__all__ = [
    "AwardClosed",
    "AwardReopened",
    "AwardVaried",
    "CertificatePeriods",
    "FinancialYearKind",
    "GrantAwarded",
    "GrantEvent",
    "GrantReceived",
    "GrantReturned",
    "PurposeLimit",
    "UsageReturned",
]  # fmt: skip

CertificatePeriods = Literal["whole", "financial-year"]
FinancialYearKind = Literal["april-march", "september-august"]


@attrs.frozen(kw_only=True)
class PurposeLimit:
    """The most that may be allocated to one purpose."""

    purpose: Purpose
    amount: Money


@recorded_as("grant.awarded", version=1)
class GrantAwarded:
    """A funder awarded a grant to its holder. `certificates` cover the whole award, or a financial year each."""

    grant: Id
    on: date
    funder: Organisation
    holder: Organisation
    reference: str
    amount: Money
    available_from: date
    available_to: date
    year_reckonings: tuple[FinancialYearKind, ...] = ("april-march", "september-august")
    purposes: tuple[PurposeLimit, ...] = ()
    conditions: tuple[Condition, ...] = ()
    judged_by_funder: bool = False
    certificates: CertificatePeriods = "whole"
    certificate_basis: str | None = None
    return_by: date | None = None


@recorded_as("grant.award-varied", version=1)
class AwardVaried:
    """The funder varied the award: `amount` more or less, or no amount at all.

    `available_to` is its new last day, if that was varied: it counts for what happens from the day of the variation on.
    """

    variation: RecordId
    on: date
    direction: Literal["more", "less"] | None = None
    amount: Money | None = None
    reason: Private | None = None
    available_to: date | None = None

    @property
    def change(self) -> Money:
        """What the variation adds to the award: negative if it takes from it, nought if it leaves the amount alone."""
        amount = self.amount or Money(0)
        return -amount if self.direction == "less" else amount


@recorded_as("grant.received", version=1)
class GrantReceived:
    """A tranche of the award arrived."""

    tranche: RecordId
    on: date
    amount: Money


@recorded_as("grant.returned", version=1)
class GrantReturned:
    """Grant went back to the funder: it was unspent, its cost was disallowed, or the funder recalled what it overpaid."""

    reference: RecordId
    on: date
    amount: Money
    cause: Literal["unspent", "disallowed", "recalled"]


@recorded_as("grant.usage-returned", version=1, natural_key=("year", "digest"))
class UsageReturned:
    """The broker made its return on a year's usage; `digest` is the document's, drawn from `size` entries of history."""

    year: str
    digest: str
    on: date
    covers_from: date
    covers_to: date
    size: int


@recorded_as("grant.award-closed", version=1, natural_key=("grant", "on"))
class AwardClosed:
    """The award was closed."""

    grant: Id
    on: date
    by: Person


@recorded_as("grant.award-reopened", version=1)
class AwardReopened:
    """A closed award was opened again, asked for by one person and agreed by another."""

    reopening: RecordId
    on: date
    asked_by: Person
    agreed_by: Person
    reason: Private


GrantEvent = (
    GrantAwarded | AwardVaried | GrantReceived | GrantAllocated | AllocationReturned | GrantReturned | UsageReturned
    | AwardCostIncurred | AwardCostReversed | AwardCostDisallowed | AwardPaymentMade | AwardPaymentReversed
    | AwardVatSettled | AwardClosed | AwardReopened
)  # fmt: skip
