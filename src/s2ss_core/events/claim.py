"""The claim: one invoice of one supplier, claimed up to its total across all deployments."""

from datetime import date

from s2ss_core.events.registry import recorded_as
from s2ss_core.ids import DocumentNumber, Id
from s2ss_core.values import Cause, Money

__all__ = ["ClaimEvent", "ClaimRegistered"]


@recorded_as("claim.registered", version=1, natural_key=("because",))
class ClaimRegistered:
    """A part of an invoice was claimed by a deployment or a `grant`: `amount` in pence, by the cost or invoice `because`.

    `total` is what the whole invoice comes to, and `issued_on` the day on it, where they are known.
    """

    supplier: Id
    invoice_number: DocumentNumber
    on: date
    deployment: Id | None = None
    grant: Id | None = None
    amount: Money
    because: Cause
    total: Money | None = None
    issued_on: date | None = None

    @property
    def by(self) -> str:
        """The id of the deployment or the grant that claims it."""
        return self.deployment or self.grant or ""


ClaimEvent = ClaimRegistered
