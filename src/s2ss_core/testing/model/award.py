"""One award over all its deployments, in pence."""

from s2ss_core.events import AllocationReturned, AwardVaried, GrantAllocated, GrantAwarded, GrantReturned
from s2ss_core.testing.model.told import Told


class Award(Told):
    """One award: `Award(events of its stream)`."""

    @property
    def awarded(self) -> int:
        """What was awarded, as varied."""
        varied = sum(one.amount if one.direction == "more" else -one.amount for one in self.of(AwardVaried))
        return sum(one.amount for one in self.of(GrantAwarded)) + varied

    @property
    def allocated(self) -> int:
        """What is set aside."""
        back = sum(one.amount for one in self.of(AllocationReturned))
        return sum(one.amount for one in self.of(GrantAllocated)) - back

    @property
    def returned(self) -> int:
        """What went back to the funder."""
        return sum(one.amount for one in self.of(GrantReturned))
