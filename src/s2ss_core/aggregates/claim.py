"""The claim: one invoice of one supplier, claimed once, unless what claimed it was struck out."""

from collections.abc import Iterable

import attrs

from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.events import ClaimEvent, ClaimRegistered
from s2ss_core.rules import claim as rules


@attrs.frozen(kw_only=True)
class Claim:
    """An invoice that was claimed, and by which deployment."""

    registered: ClaimRegistered


def register_claim(claim: Claim | None, fact: ClaimRegistered, *, stands: bool) -> Decision[ClaimEvent]:
    """Claim an invoice for a deployment; `stands` says whether what claimed it before was not struck out."""
    claimed = claim.registered if claim and stands else None
    return decide(
        fact,
        fact.deployment,
        rules.the_invoice_was_not_claimed_before.broken_by(
            supplier=fact.supplier,
            invoice_number=fact.invoice_number,
            claimed_by=claimed.deployment if claimed else None,
        ),
    )


def evolve(claim: Claim | None, event: ClaimEvent) -> Claim:
    """Apply what happened: the newest claim counts."""
    return Claim(registered=event)


def replay(events: Iterable[ClaimEvent]) -> Claim | None:
    """The state that a history leaves, or None for no history."""
    claim = None
    for event in events:
        claim = evolve(claim, event)
    return claim
