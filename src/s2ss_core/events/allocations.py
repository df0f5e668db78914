"""Allocations: what was set aside of an award for whom, and what of it went back. All sums in pence."""

from datetime import date
from typing import Literal

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import Id, RecordId
from s2ss_core.values import Money

__all__ = ["AllocationReturned", "GrantAllocated", "Purpose"]

Purpose = Literal["support", "quality-assurance", "co-ordination"]


@recorded_as("grant.allocated", version=1)
class GrantAllocated:
    """A part of the award was set aside for a purpose: for a deployment, if the purpose is its support.

    `lines` are those of the deployment's plan that this award bears, where the deployment draws on several awards.
    """

    allocation: RecordId
    on: date
    deployment: Id | None = None
    purpose: Purpose
    amount: Money
    lines: tuple[RecordId, ...] | None = None


@recorded_as("grant.allocation-returned", version=1)
class AllocationReturned:
    """What an allocation does not need went back to the award."""

    returning: RecordId
    allocation: RecordId
    on: date
    amount: Money
