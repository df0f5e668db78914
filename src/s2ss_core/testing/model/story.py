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
        return sum(one.amount for one in self.of(InstalmentReleased))

    @property
    def recovered(self) -> int:
        """All that was recovered."""
        return sum(one.amount for one in self.of(GrantRecovered))

    @property
    def net_released(self) -> int:
        """What was released and not recovered."""
        return self.released - self.recovered

    def paid(self, payment: PaymentMade) -> int:
        """What of a payment did not come back."""
        back = [one for one in self.of(PaymentReversed) if one.payment == payment.payment]
        return payment.amount - sum(one.amount for one in back)

    @property
    def awarded(self) -> int:
        """What its awards come to, as varied."""
        varied = sum(one.amount if one.direction == "more" else -one.amount for one in self.of(AwardVaried))
        return sum(one.amount for one in self.of(GrantAwarded)) + varied

    @property
    def allocations(self) -> dict[str, GrantAllocated]:
        """The allocations to its support, by their ids."""
        own = [one for one in self.of(GrantAllocated) if one.deployment == self.deployment]
        return {one.allocation: one for one in own if one.purpose == "support"}

    @property
    def set_aside(self) -> int:
        """What was allocated to its support, whatever went back."""
        return sum(one.amount for one in self.allocations.values())

    @property
    def given_back(self) -> int:
        """What of that went back to the award."""
        return sum(one.amount for one in self.of(AllocationReturned) if one.allocation in self.allocations)
