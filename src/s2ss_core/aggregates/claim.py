"""The claim: the parts of an invoice that are claimed, over all deployments, never come to more than its total."""

from collections.abc import Iterable, Mapping

import attrs

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.events import ClaimEvent, ClaimRegistered, EntryEvent
from s2ss_core.ledger import standing
from s2ss_core.rules import claim as rules
from s2ss_core.values import Cause, Money


@attrs.frozen(kw_only=True)
class Claim:
    """The claims that were registered under one number of one supplier, the oldest first."""

    registered: tuple[ClaimRegistered, ...] = ()

    def of_one_invoice(self, fact: ClaimRegistered) -> tuple[ClaimRegistered, ...]:
        """The claims of the same invoice. A supplier that numbers anew each year has several under one number."""
        return tuple(earlier for earlier in self.registered if _one_day(earlier, fact))


def register_claim(
    claim: Claim | None, fact: ClaimRegistered, *, claimed: Mapping[Cause, Money]
) -> Decision[ClaimEvent]:
    """Claim a part of an invoice. `claimed` is what each earlier claim still comes to, by the entry that made it:
    nothing if that was struck out, less if it was credited. Where the claims differ about the total, the lowest counts.
    """
    others = [other for other in claim.of_one_invoice(fact) if claimed.get(other.because)] if claim else []
    totals = [total for registered in (fact, *others) if (total := registered.total) is not None]
    used = sum((claimed[other.because] for other in others), Money(0))
    return decide(
        fact,
        fact.by,
        rules.no_more_of_an_invoice_is_claimed_than_its_total.broken_by(
            supplier=fact.supplier,
            invoice_number=fact.invoice_number,
            amount=fact.amount,
            left=Money(max(0, min(totals) - used)) if totals else Money(0),
            claimed_by=tuple(dict.fromkeys(other.by for other in others)),
        ),
        despite=True,
    )


def _one_day(one: ClaimRegistered, other: ClaimRegistered) -> bool:
    return one.issued_on == other.issued_on or None in {one.issued_on, other.issued_on}


def evolve(claim: Claim | None, event: ClaimEvent | EntryEvent) -> Claim:
    """Apply an event: each claim is kept."""
    before = claim or Claim()
    if not isinstance(event, ClaimRegistered):
        return before
    return Claim(registered=(*before.registered, event))


def replay(events: Iterable[ClaimEvent | EntryEvent]) -> Claim | None:
    """The state after these events, folded from those that stand; None if there are none."""
    claim = None
    for event in standing(events):
        claim = evolve(claim, event)
    return claim
