"""Corrections: the disallowances that stand, the credits for each cost, and what replaces what. All sums in pence."""

import attrs

from s2ss_core.aggregates.fold import Fold
from s2ss_core.events import CostAllowed, CostDisallowed, CostReversed, EntryStruckOut
from s2ss_core.values import Cause, Money


@attrs.define(kw_only=True)
class Corrections:
    """The disallowances that stand, by their id; what they come to by visit or cost; the credits by cost.

    `replaced` has the entries that another stands in the place of, by this other one, the newest first.
    """

    disallowed: dict[str, CostDisallowed] = attrs.field(factory=dict)
    by_fact: dict[Cause, Money] = attrs.field(factory=dict)
    credits: dict[str, tuple[CostReversed, ...]] = attrs.field(factory=dict)
    replaced: dict[Cause, tuple[Cause, ...]] = attrs.field(factory=dict)

    def in_place_of(self, entry: Cause) -> tuple[Cause, ...]:
        """The entry, and those in whose place it stands."""
        return (entry, *self.replaced.get(entry, ()))


fold = Fold[Corrections]()


@fold.on(CostDisallowed)
def _cost_disallowed(corrections: Corrections, event: CostDisallowed) -> None:
    corrections.disallowed[event.disallowance] = event
    corrections.by_fact[event.of] = corrections.by_fact.get(event.of, Money(0)) + event.amount


@fold.on(CostAllowed)
def _cost_allowed(corrections: Corrections, event: CostAllowed) -> None:
    if lifted := corrections.disallowed.pop(event.disallowance, None):
        corrections.by_fact[lifted.of] -= lifted.amount


@fold.on(CostReversed)
def _cost_reversed(corrections: Corrections, event: CostReversed) -> None:
    corrections.credits[event.cost] = (*corrections.credits.get(event.cost, ()), event)


@fold.on(EntryStruckOut)
def _entry_struck_out(corrections: Corrections, event: EntryStruckOut) -> None:
    if event.replaced_by:
        corrections.replaced[event.replaced_by] = corrections.in_place_of(event.of)
