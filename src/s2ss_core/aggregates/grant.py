"""The grant: one award, what was allocated of it, received and returned. All sums in pence."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import assert_never

import attrs

from s2ss_core.aggregates.deciding import Decision, Told, decide
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AllocationReturned,
    AwardClosed,
    AwardVaried,
    GrantAllocated,
    GrantAwarded,
    GrantEvent,
    GrantReceived,
    GrantReturned,
    Purpose,
    UsageReturned,
    natural_id,
)
from s2ss_core.rules import (
    Broken,
    allocations_stay_within_the_award,
    an_allocation_for_support_names_a_deployment_of_the_award,
    an_allocation_stays_within_its_purpose,
    no_more_is_received_than_was_awarded,
    only_what_is_free_goes_back,
    the_allocation_was_made,
    the_award_is_open,
)
from s2ss_core.values import Money


@attrs.frozen(kw_only=True)
class Grant:
    """What past events leave true of an award."""

    told: Told
    awarded: GrantAwarded
    amount: Money
    received: Money = Money(0)
    returned: Money = Money(0)
    allocations: Mapping[str, GrantAllocated] = attrs.field(factory=dict)
    given_back: Mapping[str, Money] = attrs.field(factory=dict)
    closed_on: date | None = None

    def left_of(self, allocation: str) -> Money:
        """What an allocation still holds."""
        return self.allocations[allocation].amount - self.given_back.get(allocation, Money(0))

    def allocated(self, *, purpose: Purpose | None = None, deployment: str | None = None) -> Money:
        """What is allocated in all, or to one purpose, or to one deployment."""
        return sum(
            (
                self.left_of(name)
                for name, one in self.allocations.items()
                if purpose in (None, one.purpose) and deployment in (None, one.deployment)
            ),
            Money(0),
        )

    @property
    def free(self) -> Money:
        """What is neither allocated nor returned."""
        return self.amount - self.allocated() - self.returned


def award_grant(grant: Grant | None, fact: GrantAwarded) -> Decision[GrantEvent]:
    """Record a funder's award."""
    return decide(fact, grant.told if grant else {})


def vary_award(grant: Grant, fact: AwardVaried) -> Decision[GrantEvent]:
    """Record that the funder varied the award."""
    less = fact.direction == "less"
    return decide(
        fact,
        grant.told,
        _open(grant),
        only_what_is_free_goes_back.broken_by(amount=fact.amount, free=grant.free) if less else (),
    )


def receive_grant(grant: Grant, fact: GrantReceived) -> Decision[GrantEvent]:
    """Record a tranche that arrived."""
    left = grant.amount - grant.received
    return decide(
        fact,
        grant.told,
        _open(grant),
        no_more_is_received_than_was_awarded.broken_by(amount=fact.amount, left=left),
    )


def allocate_grant(grant: Grant, fact: GrantAllocated, *, of_this_award: bool) -> Decision[GrantEvent]:
    """Set a part of the award aside; `of_this_award` says whether the deployment named was brokered under it."""
    known = of_this_award if fact.deployment is not None else fact.purpose != "support"
    return decide(
        fact,
        grant.told,
        _open(grant),
        an_allocation_for_support_names_a_deployment_of_the_award.broken_by(
            deployment=fact.deployment, known=known
        ),
        allocations_stay_within_the_award.broken_by(amount=fact.amount, free=grant.free),
        _within_its_purpose(grant, fact),
    )


def _within_its_purpose(grant: Grant, fact: GrantAllocated) -> Iterable[Broken]:
    for limit in grant.awarded.purposes:
        if limit.purpose == fact.purpose:
            free = limit.amount - grant.allocated(purpose=limit.purpose)
            yield from an_allocation_stays_within_its_purpose.broken_by(
                purpose=fact.purpose, amount=fact.amount, free=free
            )


def return_allocation(grant: Grant, fact: AllocationReturned, *, approved: Money) -> Decision[GrantEvent]:
    """Give back what an allocation does not need; `approved` is what its deployment's plan comes to."""
    one = grant.allocations.get(fact.allocation)
    return decide(
        fact,
        grant.told,
        _open(grant),
        the_allocation_was_made.broken_by(allocation=fact.allocation, made=one is not None),
        only_what_is_free_goes_back.broken_by(amount=fact.amount, free=_spare(grant, one, approved))
        if one
        else (),
    )


def _spare(grant: Grant, one: GrantAllocated, approved: Money) -> Money:
    """What an allocation holds beyond what its deployment's plan needs of all that were made to it."""
    for_plan = approved if one.purpose == "support" else Money(0)
    spare = grant.allocated(purpose=one.purpose, deployment=one.deployment) - for_plan
    return Money(min(grant.left_of(one.allocation), spare))


def return_grant(grant: Grant, fact: GrantReturned) -> Decision[GrantEvent]:
    """Return unspent grant to the funder."""
    return decide(
        fact,
        grant.told,
        _open(grant),
        only_what_is_free_goes_back.broken_by(amount=fact.amount, free=grant.free),
    )


def return_usage(grant: Grant, fact: UsageReturned) -> Decision[GrantEvent]:
    """Record the broker's return to the funder on a year's usage."""
    return decide(fact, grant.told)


def close_award(grant: Grant, fact: AwardClosed) -> Decision[GrantEvent]:
    """Close the award: once, since the award is its id."""
    return decide(fact, grant.told)


def _open(grant: Grant) -> Iterable[Broken]:
    return the_award_is_open.broken_by(grant=grant.awarded.grant, closed_on=grant.closed_on)


def evolve(grant: Grant | None, event: GrantEvent) -> Grant:
    """Apply what happened. No rules."""
    if grant is None:
        if not isinstance(event, GrantAwarded):
            raise ImpossibleHistory(f"an award begins with GrantAwarded, not {type(event).__name__}")
        return Grant(told={natural_id(event): event}, awarded=event, amount=event.amount)
    return attrs.evolve(_apply(grant, event), told={**grant.told, natural_id(event): event})


def _apply(grant: Grant, event: GrantEvent) -> Grant:
    match event:
        case GrantAwarded():
            raise ImpossibleHistory(f"grant {event.grant} was awarded twice")
        case AwardVaried(direction=direction, amount=amount):
            return attrs.evolve(grant, amount=grant.amount + (amount if direction == "more" else -amount))
        case GrantReceived(amount=amount):
            return attrs.evolve(grant, received=grant.received + amount)
        case GrantAllocated(allocation=allocation):
            return attrs.evolve(grant, allocations={**grant.allocations, allocation: event})
        case AllocationReturned(allocation=allocation, amount=amount):
            so_far = grant.given_back.get(allocation, Money(0)) + amount
            return attrs.evolve(grant, given_back={**grant.given_back, allocation: so_far})
        case GrantReturned(amount=amount):
            return attrs.evolve(grant, returned=grant.returned + amount)
        case AwardClosed(on=on):
            return attrs.evolve(grant, closed_on=on)
        case UsageReturned():
            return grant
        case _:
            assert_never(event)


def replay(events: Iterable[GrantEvent]) -> Grant | None:
    """The state that a history leaves, or None for no history."""
    grant = None
    for event in events:
        grant = evolve(grant, event)
    return grant
