"""The grant: one award from a funder, what came in, what was set aside for whom. All sums in pence."""

from datetime import date
from typing import Literal

import attrs

from s2ss_core.events.registry import recorded_as
from s2ss_core.values import Money, Organisation, Private

__all__ = [
    "AllocationReturned", "AwardClosed", "AwardVaried", "GrantAllocated", "GrantAwarded", "GrantEvent",
    "GrantReceived", "GrantReturned", "Purpose", "PurposeLimit", "UsageReturned",
]  # fmt: skip

Purpose = Literal["support", "quality-assurance", "co-ordination"]


@attrs.frozen(kw_only=True)
class PurposeLimit:
    """The most that may be allocated to one purpose."""

    purpose: Purpose
    amount: Money


@recorded_as("grant.awarded", version=1)
class GrantAwarded:
    """A funder awarded a grant."""

    grant: str
    on: date
    funder: Organisation
    reference: str
    amount: Money
    available_from: date
    available_to: date
    year_reckonings: tuple[Literal["april-march", "september-august"], ...] = (
        "april-march",
        "september-august",
    )
    purposes: tuple[PurposeLimit, ...] = ()
    conditions: tuple[str, ...] = ()
    judged_by_funder: bool = False
    certificate_basis: str | None = None
    return_by: date | None = None


@recorded_as("grant.award-varied", version=1)
class AwardVaried:
    """The funder varied the award: `amount` more or less."""

    variation: str
    on: date
    direction: Literal["more", "less"]
    amount: Money
    reason: Private | None = None


@recorded_as("grant.received", version=1)
class GrantReceived:
    """A tranche of the award arrived."""

    tranche: str
    on: date
    amount: Money


@recorded_as("grant.allocated", version=1)
class GrantAllocated:
    """A part of the award was set aside for a purpose: for a deployment, if the purpose is its support."""

    allocation: str
    on: date
    deployment: str | None = None
    purpose: Purpose
    amount: Money


@recorded_as("grant.allocation-returned", version=1, natural_key=("allocation", "on"))
class AllocationReturned:
    """What an allocation does not need went back to the award."""

    allocation: str
    on: date
    amount: Money


@recorded_as("grant.returned", version=1)
class GrantReturned:
    """Unspent grant went back to the funder."""

    reference: str
    on: date
    amount: Money


@recorded_as("grant.usage-returned", version=1, natural_key=("year", "digest"))
class UsageReturned:
    """The broker made its return to the funder on a year's usage."""

    year: str
    digest: str
    on: date


@recorded_as("grant.award-closed", version=1, natural_key=("grant",))
class AwardClosed:
    """The award was closed."""

    grant: str
    on: date
    by: str


GrantEvent = (
    GrantAwarded
    | AwardVaried
    | GrantReceived
    | GrantAllocated
    | AllocationReturned
    | GrantReturned
    | UsageReturned
    | AwardClosed
)
