"""The whole story of a deployment."""

from s2ss_core.events import (
    AllocationReturned,
    AwardVaried,
    GrantAllocated,
    GrantAwarded,
    GrantRecovered,
    InstalmentReleased,
    PaymentMade,
    PaymentReversed,
)
from s2ss_core.testing.model.reported import Reported


class Story(Reported):
    """One deployment with the awards it names: `Story("d-1", brokerage.history())`. Sums are pence."""

    @property
    def released(self) -> int:
        """All that was released."""
        return sum(release.amount for release in self.of(InstalmentReleased))

    @property
    def recovered(self) -> int:
        """All that was recovered."""
        return sum(recovery.amount for recovery in self.of(GrantRecovered))

    @property
    def net_released(self) -> int:
        """What was released and not recovered."""
        return self.released - self.recovered

    def paid(self, payment: PaymentMade) -> int:
        """What of a payment did not come back."""
        back = [reversal for reversal in self.of(PaymentReversed) if reversal.payment == payment.payment]
        return payment.amount - sum(reversal.amount for reversal in back)

    @property
    def awarded(self) -> int:
        """What its awards come to, as varied."""
        varied = sum(
            variation.amount if variation.direction == "more" else -variation.amount
            for variation in self.of(AwardVaried)
        )
        return sum(award.amount for award in self.of(GrantAwarded)) + varied

    @property
    def allocations(self) -> dict[str, GrantAllocated]:
        """The allocations to its support, by their ids."""
        own = [
            allocation for allocation in self.of(GrantAllocated) if allocation.deployment == self.deployment
        ]
        return {allocation.allocation: allocation for allocation in own if allocation.purpose == "support"}

    @property
    def set_aside(self) -> int:
        """What was allocated to its support, whatever went back."""
        return sum(allocation.amount for allocation in self.allocations.values())

    @property
    def given_back(self) -> int:
        """What of that went back to the award."""
        return sum(
            returned.amount
            for returned in self.of(AllocationReturned)
            if returned.allocation in self.allocations
        )
