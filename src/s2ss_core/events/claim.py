"""The claim: one invoice of one supplier, claimable once across all deployments."""

from datetime import date

from s2ss_core.events.registry import recorded_as

__all__ = ["ClaimEvent", "ClaimRegistered"]


@recorded_as("claim.registered", version=1, natural_key=("supplier", "invoice_number"))
class ClaimRegistered:
    """An invoice was claimed by a deployment; `because` is the cost or invoice event that claimed it."""

    supplier: str
    invoice_number: str
    on: date
    deployment: str
    because: str


ClaimEvent = ClaimRegistered
