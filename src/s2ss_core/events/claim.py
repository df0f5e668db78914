"""The claim: one invoice of one supplier, claimable once across all deployments."""

from datetime import date

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import DocumentNumber, Id
from s2ss_core.values import Cause, Money

__all__ = ["ClaimEvent", "ClaimRegistered"]


@recorded_as("claim.registered", version=1, natural_key=("because",))
class ClaimRegistered:
    """A part of an invoice was claimed by a deployment: `amount` in pence, by the cost or invoice `because`."""

    supplier: Id
    invoice_number: DocumentNumber
    on: date
    deployment: Id
    amount: Money
    because: Cause


ClaimEvent = ClaimRegistered
