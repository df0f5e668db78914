"""The plain model of a whole deployment."""

from collections import Counter
from datetime import date

from s2ss_core.events import (
    AllocationReturned,
    AwardVaried,
    Closed,
    GrantAllocated,
    GrantAwarded,
    GrantRecovered,
    InstalmentReleased,
    InstalmentWithheld,
    PaymentMade,
    PaymentReversed,
    Reopened,
    WithholdingLifted,
)
from s2ss_core.testing.model.shared import Shared


class Story(Shared):
    """One deployment with its awards: `Story("d-1", brokerage.history())`. Amounts are in pence."""

    @property
    def released(self) -> int:
        """The total released."""
        return sum(release.amount for release in self.of(InstalmentReleased))

    def withheld(self, instalment: int, leg: str, day: date) -> bool:
        """Whether the last that was said of an instalment by a day is that it is withheld."""
        said = [
            entry
            for entry in self.any_of(InstalmentWithheld, WithholdingLifted)
            if (entry.instalment, entry.leg) == (instalment, leg) and entry.on <= day
        ]
        return bool(said) and isinstance(max(reversed(said), key=lambda entry: entry.on), InstalmentWithheld)

    @property
    def is_closed(self) -> bool:
        """Whether the deployment is closed, and was not opened again since."""
        closed = self.any_of(Closed, Reopened)
        return bool(closed) and isinstance(closed[-1], Closed)

    @property
    def recovered(self) -> int:
        """The total recovered."""
        return sum(recovery.amount for recovery in self.of(GrantRecovered))

    @property
    def net_released(self) -> int:
        """The amount released less the amount recovered."""
        return self.released - self.recovered

    @property
    def net_released_to(self) -> Counter[tuple[str, str]]:
        """The amount released less the amount recovered, on each leg to each organisation."""
        net: Counter[tuple[str, str]] = Counter()
        for release in self.of(InstalmentReleased):
            net[self.leg_to(release.leg, release.paid_to.id)] += release.amount
        for recovery in self.of(GrantRecovered):
            net[self.leg_to(recovery.leg, recovery.recovered_from.id)] -= recovery.amount
        return net

    def paid(self, payment: PaymentMade) -> int:
        """The amount of a payment less its reversals."""
        back = [reversal for reversal in self.of(PaymentReversed) if reversal.payment == payment.payment]
        return payment.amount - sum(reversal.amount for reversal in back)

    @property
    def awarded(self) -> int:
        """The total of its awards, with every variation."""
        varied = sum(
            (variation.amount or 0) * (-1 if variation.direction == "less" else 1)
            for variation in self.of(AwardVaried)
        )
        return sum(award.amount for award in self.of(GrantAwarded)) + varied

    @property
    def allocations(self) -> dict[str, GrantAllocated]:
        """The allocations to its support, by id."""
        own = [
            allocation for allocation in self.of(GrantAllocated) if allocation.deployment == self.deployment
        ]
        return {allocation.allocation: allocation for allocation in own if allocation.purpose == "support"}

    @property
    def set_aside(self) -> int:
        """The amount allocated to its support, including what was released to the award again."""
        return sum(allocation.amount for allocation in self.allocations.values())

    @property
    def given_back(self) -> int:
        """The part of it that was released to the award again."""
        return sum(
            returned.amount
            for returned in self.of(AllocationReturned)
            if returned.allocation in self.allocations
        )
