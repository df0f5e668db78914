"""The plain model of one award over all its deployments, in pence."""

from s2ss_core.events import AllocationReturned, AwardVaried, GrantAllocated, GrantAwarded, GrantReturned
from s2ss_core.testing.model.event_index import EventIndex


class Award(EventIndex):
    """One award: `Award(events of its stream)`."""

    @property
    def awarded(self) -> int:
        """The amount awarded, with every variation."""
        varied = sum(
            (variation.amount or 0) * (-1 if variation.direction == "less" else 1)
            for variation in self.of(AwardVaried)
        )
        return sum(award.amount for award in self.of(GrantAwarded)) + varied

    @property
    def allocated(self) -> int:
        """The amount allocated, less what was released to the award again."""
        back = sum(returned.amount for returned in self.of(AllocationReturned))
        return sum(allocation.amount for allocation in self.of(GrantAllocated)) - back

    @property
    def returned(self) -> int:
        """The amount repaid to the funder, without what it recalled."""
        return sum(repayment.amount for repayment in self.of(GrantReturned) if repayment.cause != "recalled")
