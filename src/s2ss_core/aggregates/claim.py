"""The claim: an invoice of a supplier is claimed once, unless the entry that claimed it was struck out."""

from collections.abc import Iterable

import attrs

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.events import ClaimEvent, ClaimRegistered, EntryEvent
from s2ss_core.ledger import standing
from s2ss_core.rules import claim as rules


@attrs.frozen(kw_only=True)
class Claim:
    """The newest claim of an invoice, with the deployment that made it."""

    registered: ClaimRegistered


def register_claim(claim: Claim | None, fact: ClaimRegistered, *, stands: bool) -> Decision[ClaimEvent]:
    """Claim an invoice for a deployment; `stands` is true if the entry that claimed it before was not struck out."""
    claimed = claim.registered if claim and stands else None
    return decide(
        fact,
        fact.deployment,
        rules.the_invoice_was_not_claimed_before.broken_by(
            supplier=fact.supplier,
            invoice_number=fact.invoice_number,
            claimed_by=claimed.deployment if claimed else None,
        ),
        despite=True,
    )


def evolve(claim: Claim | None, event: ClaimEvent | EntryEvent) -> Claim | None:
    """Apply an event: the newest claim counts."""
    return Claim(registered=event) if isinstance(event, ClaimRegistered) else claim


def replay(events: Iterable[ClaimEvent | EntryEvent]) -> Claim | None:
    """The state after these events, folded from those that stand; None if there are none."""
    claim = None
    for event in standing(events):
        claim = evolve(claim, event)
    return claim
