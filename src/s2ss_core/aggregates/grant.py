"""The grant: one award, and what was allocated, received and repaid of it. All sums in pence."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

import attrs

from s2ss_core.aggregates.award_use import NO_USE, AwardUse
from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.fold import Fold
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AllocationReturned,
    AwardClosed,
    AwardReopened,
    AwardVaried,
    EntryEvent,
    GrantAllocated,
    GrantAwarded,
    GrantEvent,
    GrantReceived,
    GrantReturned,
    Purpose,
    UsageReturned,
)
from s2ss_core.ids import key_of, same
from s2ss_core.ledger import standing
from s2ss_core.rules import Broken
from s2ss_core.rules import ending as ending_rules
from s2ss_core.rules import grant as rules
from s2ss_core.values import Money


@attrs.define(kw_only=True)
class Grant:
    """The state of an award. `received` is net of what the funder recalled, and `returned` does not count that."""

    awarded: GrantAwarded
    amount: Money
    received: Money = Money(0)
    returned: Money = Money(0)
    allocations: dict[str, GrantAllocated] = attrs.field(factory=dict)
    given_back: dict[str, Money] = attrs.field(factory=dict)
    closed_on: date | None = None

    def left_of(self, allocation: str) -> Money:
        """The sum of an allocation, less what was released of it."""
        return self.allocations[allocation].amount - self.given_back.get(allocation, Money(0))

    def allocated(self, *, purpose: Purpose | None = None, deployment: str | None = None) -> Money:
        """The sum allocated in all, or to a purpose, a deployment or both."""
        return sum(
            (
                self.left_of(name)
                for name, allocation in self.allocations.items()
                if purpose in (None, allocation.purpose)
                and (deployment is None or same(deployment, allocation.deployment))
            ),
            Money(0),
        )

    @property
    def deployments(self) -> tuple[str, ...]:
        """The ids of the deployments whose support it set something aside for, each once."""
        support = (allocation for allocation in self.allocations.values() if allocation.purpose == "support")
        named = {key_of(name): name for allocation in support if (name := allocation.deployment)}
        return tuple(named.values())

    @property
    def free(self) -> Money:
        """The sum that is neither allocated nor repaid."""
        return self.amount - self.allocated() - self.returned

    @property
    def above_award(self) -> Money:
        """The sum that was received above the award."""
        return Money(max(0, self.received - self.amount))


def award_grant(_: Grant | None, fact: GrantAwarded) -> Decision[GrantEvent]:
    """Record a funder's award."""
    return decide(fact, fact.grant)


def vary_award(grant: Grant, fact: AwardVaried) -> Decision[GrantEvent]:
    """Record that the funder varied the award."""
    less = fact.direction == "less" and fact.amount is not None
    return decide(
        fact,
        grant.awarded.grant,
        _open(grant),
        rules.a_variation_gives_amount_and_direction_together.broken_by(
            amount=fact.amount, direction=fact.direction
        ),
        rules.only_what_is_free_goes_back.broken_by(amount=-fact.change, free=grant.free) if less else (),
        despite=True,
    )


def receive_grant(grant: Grant, fact: GrantReceived) -> Decision[GrantEvent]:
    """Record that a tranche arrived."""
    left = grant.amount - grant.received
    return decide(
        fact,
        grant.awarded.grant,
        _open(grant),
        rules.no_more_is_received_than_was_awarded.broken_by(amount=fact.amount, left=left),
        despite=True,
    )


def allocate_grant(grant: Grant, fact: GrantAllocated, *, of_this_award: bool) -> Decision[GrantEvent]:
    """Set a part of the award aside; `of_this_award` is true if the deployment it names was brokered under the award."""
    known = of_this_award if fact.deployment is not None else fact.purpose != "support"
    return decide(
        fact,
        grant.awarded.grant,
        _open(grant),
        rules.an_allocation_for_support_names_a_deployment_of_the_award.broken_by(
            deployment=fact.deployment, known=known
        ),
        rules.allocations_stay_within_the_award.broken_by(amount=fact.amount, free=grant.free),
        _within_its_purpose(grant, fact),
    )


def _within_its_purpose(grant: Grant, fact: GrantAllocated) -> Iterable[Broken]:
    for limit in grant.awarded.purposes:
        if limit.purpose == fact.purpose:
            free = limit.amount - grant.allocated(purpose=limit.purpose)
            yield from rules.an_allocation_stays_within_its_purpose.broken_by(
                purpose=fact.purpose, amount=fact.amount, free=free
            )


def release_allocation(grant: Grant, fact: AllocationReturned, *, use: AwardUse) -> Decision[GrantEvent]:
    """Release what an allocation does not need; `use` is what its deployment uses, before and after it is closed."""
    allocation = grant.allocations.get(fact.allocation)
    return decide(
        fact,
        grant.awarded.grant,
        _open(grant),
        rules.the_allocation_was_made.broken_by(allocation=fact.allocation, made=allocation is not None),
        _within_what_is_spare(grant, fact, allocation, use) if allocation else (),
    )


def _within_what_is_spare(
    grant: Grant, fact: AllocationReturned, allocation: GrantAllocated, use: AwardUse
) -> Iterable[Broken]:
    """An allocation is spare as far as all those to its deployment together are more than the deployment needs."""
    used = use if allocation.purpose == "support" else NO_USE
    spare = grant.allocated(purpose=allocation.purpose, deployment=allocation.deployment) - used.needed
    return rules.an_allocation_gives_back_only_what_it_does_not_need.broken_by(
        amount=fact.amount,
        free=Money(max(0, min(grant.left_of(allocation.allocation), spare))),
        eligible=used.eligible,
        committed=used.committed,
    )


def repay_grant(grant: Grant, fact: GrantReturned, *, eligible: Money) -> Decision[GrantEvent]:
    """Repay grant to the funder: what is free of the award and in hand, or what was received above the award.

    `eligible` is what is eligible of the costs of all its deployments.
    """
    return decide(
        fact,
        grant.awarded.grant,
        _open(grant),
        rules.no_more_is_recalled_than_was_received_above_the_award.broken_by(
            amount=fact.amount, above=grant.above_award
        )
        if fact.cause == "recalled"
        else _free_and_in_hand(grant, fact, eligible),
    )


def _free_and_in_hand(grant: Grant, fact: GrantReturned, eligible: Money) -> Iterable[Broken]:
    yield from rules.only_what_is_free_goes_back.broken_by(amount=fact.amount, free=grant.free)
    yield from rules.only_money_in_hand_is_returned_to_the_funder.broken_by(
        amount=fact.amount,
        in_hand=Money(max(0, grant.received - grant.returned - eligible)),
        received=grant.received,
        eligible=eligible,
    )


def submit_usage_return(grant: Grant, fact: UsageReturned) -> Decision[GrantEvent]:
    """Record the broker's return to the funder on a year's usage."""
    return decide(
        fact,
        grant.awarded.grant,
        rules.the_usage_return_covers_a_period.broken_by(
            covers_from=fact.covers_from, covers_to=fact.covers_to
        ),
    )


def close_award(grant: Grant, fact: AwardClosed) -> Decision[GrantEvent]:
    """Close the award."""
    return decide(fact, grant.awarded.grant, _open(grant))


def reopen_award(grant: Grant, fact: AwardReopened) -> Decision[GrantEvent]:
    """Open a closed award again."""
    return decide(
        fact,
        grant.awarded.grant,
        ending_rules.it_was_closed_on_a_day_before.broken_by(closed_on=grant.closed_on, on=fact.on),
        ending_rules.two_people_stand_behind_a_reopening.broken_by(
            asked_by=fact.asked_by.person, agreed_by=fact.agreed_by.person
        ),
    )


def _open(grant: Grant) -> Iterable[Broken]:
    return rules.the_award_is_open.broken_by(grant=grant.awarded.grant, closed_on=grant.closed_on)


fold = Fold[Grant]()


@fold.on(GrantAwarded)
def _awarded_twice(_: Grant, event: GrantAwarded) -> None:
    raise ImpossibleHistory(f"grant {event.grant} was awarded twice")


@fold.on(AwardVaried)
def _award_varied(grant: Grant, event: AwardVaried) -> None:
    grant.amount += event.change


@fold.on(GrantReceived)
def _grant_received(grant: Grant, event: GrantReceived) -> None:
    grant.received += event.amount


@fold.on(GrantAllocated)
def _grant_allocated(grant: Grant, event: GrantAllocated) -> None:
    grant.allocations[event.allocation] = event


@fold.on(AllocationReturned)
def _allocation_returned(grant: Grant, event: AllocationReturned) -> None:
    grant.given_back[event.allocation] = grant.given_back.get(event.allocation, Money(0)) + event.amount


@fold.on(GrantReturned)
def _grant_returned(grant: Grant, event: GrantReturned) -> None:
    if event.cause == "recalled":
        grant.received -= event.amount
    else:
        grant.returned += event.amount


@fold.on(AwardClosed)
def _award_closed(grant: Grant, event: AwardClosed) -> None:
    grant.closed_on = event.on


@fold.on(AwardReopened)
def _award_reopened(grant: Grant, _: AwardReopened) -> None:
    grant.closed_on = None


def evolve(grant: Grant | None, event: GrantEvent | EntryEvent) -> Grant:
    """Apply an event to the state, in place, and return the state. It checks no rules.

    Raises `ImpossibleHistory` for an event that cannot follow; discard the state then.
    """
    if type(event) not in get_args(GrantEvent | EntryEvent):
        raise ImpossibleHistory(f"{type(event).__name__} does not belong to an award")
    if grant is None:
        if not isinstance(event, GrantAwarded):
            raise ImpossibleHistory(f"an award begins with GrantAwarded, not {type(event).__name__}")
        return Grant(awarded=event, amount=event.amount)
    if change := fold.changes.get(type(event)):
        change(grant, event)
    return grant


def replay(events: Iterable[GrantEvent | EntryEvent]) -> Grant | None:
    """The state after these events, folded from those that stand; None if there are none."""
    grant = None
    for event in standing(events):
        grant = evolve(grant, event)
    return grant
