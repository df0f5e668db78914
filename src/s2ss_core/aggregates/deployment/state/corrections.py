"""Corrections: the disallowances that stand, and what was reversed of each cost. All sums in pence."""

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import CostAllowed, CostDisallowed, CostReversed, CostStruckOut, VisitStruckOut
from s2ss_core.values import Money


@attrs.define(kw_only=True)
class Corrections:
    """The disallowances that stand, by their id; what they come to and what was reversed, by the id of the fact."""

    disallowed: dict[str, CostDisallowed] = attrs.field(factory=dict)
    by_fact: dict[str, Money] = attrs.field(factory=dict)
    reversed: dict[str, Money] = attrs.field(factory=dict)

    def lift(self, disallowance: str) -> None:
        """Forget a disallowance, if it stands."""
        if lifted := self.disallowed.pop(disallowance, None):
            self.by_fact[lifted.fact] -= lifted.amount

    def drop(self, fact: str) -> None:
        """Forget the disallowances of a visit or cost that was struck out."""
        if self.by_fact.pop(fact, None) is not None:
            for name in [name for name, disallowed in self.disallowed.items() if disallowed.fact == fact]:
                del self.disallowed[name]


fold = Fold[Corrections]()


@fold.on(CostDisallowed)
def _cost_disallowed(corrections: Corrections, event: CostDisallowed) -> None:
    corrections.disallowed[event.disallowance] = event
    corrections.by_fact[event.fact] = corrections.by_fact.get(event.fact, Money(0)) + event.amount


@fold.on(CostAllowed)
def _cost_allowed(corrections: Corrections, event: CostAllowed) -> None:
    corrections.lift(event.disallowance)


@fold.on(CostReversed)
def _cost_reversed(corrections: Corrections, event: CostReversed) -> None:
    corrections.reversed[event.cost] = corrections.reversed.get(event.cost, Money(0)) + event.net


@fold.on(VisitStruckOut)
def _visit_struck_out(corrections: Corrections, event: VisitStruckOut) -> None:
    corrections.drop(event.visit)


@fold.on(CostStruckOut)
def _cost_struck_out(corrections: Corrections, event: CostStruckOut) -> None:
    corrections.drop(event.cost)
