"""Closing an award: to the penny, everything is eligible or went back, everything came, and nothing is owed."""

from collections.abc import Iterable, Sequence

from s2ss_core.aggregates.award_use import AwardUse
from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.grant import Grant, of_an_open_award
from s2ss_core.aggregates.own_costs import OwnLeg
from s2ss_core.events import AwardClosed, GrantEvent
from s2ss_core.rules import Broken
from s2ss_core.rules import award_closure as rules
from s2ss_core.values import Money


def close_award(grant: Grant, fact: AwardClosed, *, uses: Sequence[AwardUse]) -> Decision[GrantEvent]:
    """Close the award; `uses` are what its deployments use of it."""
    funded = [use for use in uses if use.eligible or _allocated(grant, use)]
    own = tuple(grant.own.legs(grant.own_eligible_by_cost()))
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        rules.every_deployment_of_the_award_is_closed.broken_by(
            open_ones=tuple(use.deployment for use in funded if not use.closed)
        ),
        _accounted_for(grant, uses),
        rules.all_of_the_award_was_received.broken_by(
            awarded=grant.amount,
            received=grant.received,
            missing=Money(max(0, grant.amount - grant.received)),
            above=Money(max(0, grant.received - grant.amount)),
            unspent=Money(max(0, min(grant.amount - grant.received, _unspent(grant, uses)))),
        ),
        rules.nothing_is_owed_under_the_award.broken_by(owed=tuple(_owed(uses, own))),
        rules.nothing_is_overpaid_under_the_award.broken_by(overpaid=tuple(_overpaid(uses, own))),
    )


def _accounted_for(grant: Grant, uses: Sequence[AwardUse]) -> Iterable[Broken]:
    unspent = _unspent(grant, uses)
    yield from rules.nothing_of_the_award_is_unspent.broken_by(unspent=Money(max(0, unspent)))
    beyond = (use.needed - _allocated(grant, use) for use in uses)
    uncovered = max(-unspent, sum((sum_beyond for sum_beyond in beyond if sum_beyond > 0), Money(0)))
    yield from rules.nothing_is_uncovered.broken_by(uncovered=Money(max(0, uncovered)))


def _unspent(grant: Grant, uses: Sequence[AwardUse]) -> Money:
    """What of the award is neither eligible nor committed nor returned; below nought if there is more of these."""
    needed = sum((use.needed for use in uses), Money(0)) + grant.own_eligible()
    return grant.amount - needed - grant.returned


def _allocated(grant: Grant, use: AwardUse) -> Money:
    return grant.allocated(purpose="support", deployment=use.deployment)


def _owed(uses: Sequence[AwardUse], own: Sequence[OwnLeg]) -> Iterable[str]:
    yield from (f"{use.owed} of {use.deployment}" for use in uses if use.owed)
    yield from (f"{leg.owed} to {leg.supplier} for {leg.purpose}" for leg in own if leg.owed)


def _overpaid(uses: Sequence[AwardUse], own: Sequence[OwnLeg]) -> Iterable[str]:
    yield from (f"{use.overpaid} of {use.deployment}" for use in uses if use.overpaid)
    yield from (f"{leg.overpaid} from {leg.supplier} for {leg.purpose}" for leg in own if leg.overpaid)
