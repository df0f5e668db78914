"""The plain model of one award over all its deployments, in pence."""

from datetime import date

from s2ss_core.events import (
    AllocationReturned,
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardVaried,
    AwardVatSettled,
    GrantAllocated,
    GrantAwarded,
    GrantReceived,
    GrantReturned,
)
from s2ss_core.testing.model.event_index import EventIndex
from s2ss_core.values import Cause


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
    def set_aside(self) -> int:
        """The amount allocated, including what was released to the award again."""
        return sum(allocation.amount for allocation in self.of(GrantAllocated))

    @property
    def allocated(self) -> int:
        """The amount allocated, less what was released to the award again."""
        back = sum(returned.amount for returned in self.of(AllocationReturned))
        return sum(allocation.amount for allocation in self.of(GrantAllocated)) - back

    @property
    def received(self) -> int:
        """The amount received, less what the funder recalled."""
        recalled = sum(
            repayment.amount for repayment in self.of(GrantReturned) if repayment.cause == "recalled"
        )
        return sum(tranche.amount for tranche in self.of(GrantReceived)) - recalled

    @property
    def own_incurred(self) -> int:
        """The cost of quality assurance and co-ordination, which the award bears itself."""
        return sum(self.charged(cost) for cost in self.of(AwardCostIncurred))

    def charged(self, cost: AwardCostIncurred) -> int:
        """What a cost comes to after its credit notes."""
        notes = [credit for credit in self.of(AwardCostReversed) if credit.cost == cost.cost]
        settled = [
            settled.irrecoverable_vat
            for settled in self.of(AwardVatSettled)
            if settled.of == Cause("award-cost", (cost.cost,))
        ]
        vat = settled[-1] if settled else cost.irrecoverable_vat
        return cost.net + vat - sum(note.net + note.irrecoverable_vat for note in notes)

    @property
    def own_eligible(self) -> int:
        """The part of that within the award's period and the allocations to its purpose."""
        (award,) = self.of(GrantAwarded)
        total = 0
        for purpose in ("quality-assurance", "co-ordination"):
            made = {
                entry.allocation: entry.amount
                for entry in self.of(GrantAllocated)
                if entry.purpose == purpose
            }
            back = [entry.amount for entry in self.of(AllocationReturned) if entry.allocation in made]
            within = [
                self.charged(cost)
                - sum(part.amount for part in self.of(AwardCostDisallowed) if part.cost == cost.cost)
                for cost in self.of(AwardCostIncurred)
                if cost.purpose == purpose and award.available_from <= cost.on <= self.last_day(cost.on)
            ]
            total += min(sum(within), sum(made.values()) - sum(back))
        return total

    def last_day(self, day: date) -> date:
        """The last day of the award, as it had been varied by a day."""
        (award,) = self.of(GrantAwarded)
        varied = [entry for entry in self.of(AwardVaried) if entry.available_to and entry.on <= day]
        newest = max(reversed(varied), key=lambda entry: entry.on, default=None)
        return (newest.available_to if newest else None) or award.available_to

    @property
    def returned(self) -> int:
        """The amount repaid to the funder, without what it recalled."""
        return sum(repayment.amount for repayment in self.of(GrantReturned) if repayment.cause != "recalled")
