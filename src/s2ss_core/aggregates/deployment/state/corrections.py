"""Corrections: the disallowances that stand, and what was reversed of each cost. All sums in pence."""

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import CostAllowed, CostDisallowed, CostReversed, CostStruckOut, VisitStruckOut
from s2ss_core.values import Money


@attrs.define(kw_only=True)
class Corrections:
    """The disallowances that stand, by their id, and what was reversed, by the id of the cost."""

    disallowed: dict[str, CostDisallowed] = attrs.field(factory=dict)
    reversed: dict[str, Money] = attrs.field(factory=dict)

    def of(self, fact: str) -> Money:
        """What is disallowed of a visit or cost."""
        standing = (disallowed for disallowed in self.disallowed.values() if disallowed.fact == fact)
        return sum((disallowed.amount for disallowed in standing), Money(0))

    def counted(self, fact: str, charged: Money, lifted: Money = Money(0)) -> Money:
        """What of a fact's charge is disallowed, or would be with so much lifted.

        A plan amended the same day may charge less than was disallowed: then it is the charge, and no more.
        """
        return Money(min(charged, self.of(fact) - lifted))

    def drop(self, fact: str) -> None:
        """Forget the disallowances of a fact that was struck out."""
        self.disallowed = {
            name: disallowed for name, disallowed in self.disallowed.items() if disallowed.fact != fact
        }


fold = Fold[Corrections]()


@fold.on(CostDisallowed)
def _cost_disallowed(corrections: Corrections, event: CostDisallowed) -> None:
    corrections.disallowed[event.disallowance] = event


@fold.on(CostAllowed)
def _cost_allowed(corrections: Corrections, event: CostAllowed) -> None:
    corrections.disallowed.pop(event.disallowance, None)


@fold.on(CostReversed)
def _cost_reversed(corrections: Corrections, event: CostReversed) -> None:
    corrections.reversed[event.cost] = corrections.reversed.get(event.cost, Money(0)) + event.net


@fold.on(VisitStruckOut)
def _visit_struck_out(corrections: Corrections, event: VisitStruckOut) -> None:
    corrections.drop(event.visit)


@fold.on(CostStruckOut)
def _cost_struck_out(corrections: Corrections, event: CostStruckOut) -> None:
    corrections.drop(event.cost)
