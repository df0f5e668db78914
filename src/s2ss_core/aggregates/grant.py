"""The grant: one award, and what was allocated, received and repaid of it. All sums in pence."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import get_args

import attrs

from s2ss_core.aggregates.award_use import AwardUse
from s2ss_core.aggregates.decision import Decision, decide
from s2ss_core.aggregates.fold import Fold
from s2ss_core.aggregates.own_costs import OwnCosts
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    AllocationReturned,
    AwardClosed,
    AwardCostDisallowed,
    AwardCostIncurred,
    AwardCostReversed,
    AwardPaymentMade,
    AwardPaymentReversed,
    AwardReopened,
    AwardVaried,
    AwardVatSettled,
    EntryEvent,
    GrantAllocated,
    GrantAwarded,
    GrantEvent,
    GrantReceived,
    GrantReturned,
    Purpose,
)
from s2ss_core.ids import key_of, same
from s2ss_core.ledger import Period, award_period_on, eligible_award_costs, standing
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
    own: OwnCosts = attrs.field(factory=OwnCosts)
    varied: list[AwardVaried] = attrs.field(factory=list)
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

    def own_eligible(self, purpose: Purpose | None = None) -> Money:
        """What is eligible of the costs that the award bears itself, in all or for a purpose."""
        of_purpose = (
            worth
            for cost, worth in self.own_eligible_by_cost().items()
            if purpose in (None, self.own.costs[cost].purpose)
        )
        return sum(of_purpose, Money(0))

    def own_eligible_by_cost(self) -> Mapping[str, Money]:
        """What is eligible of each cost that the award bears itself, by its id."""
        allocated = {each: self.allocated(purpose=each) for each in get_args(Purpose)}
        costs = ((cost, self.own.left(name)) for name, cost in self.own.costs.items())
        return eligible_award_costs(costs, allocated, lambda day: self.period_on(day).has(day))

    def period_on(self, day: date) -> Period:
        """The first and the last day of the award, as it had been varied by a day."""
        return award_period_on(self.awarded, self.varied, day)

    @property
    def deployments(self) -> tuple[str, ...]:
        """The ids of the deployments whose support it set something aside for, each once."""
        support = (allocation for allocation in self.allocations.values() if allocation.purpose == "support")
        named = {key_of(name): name for allocation in support if (name := allocation.deployment)}
        return tuple(named.values())

    def lines_of(self, deployment: str | None) -> frozenset[str]:
        """The lines of a deployment's plan that this award bears, if its allocations name any."""
        support = (allocation for allocation in self.allocations.values() if allocation.purpose == "support")
        own = (allocation for allocation in support if same(allocation.deployment, deployment))
        return frozenset(line for allocation in own for line in allocation.lines or ())

    @property
    def free(self) -> Money:
        """The sum that is neither allocated nor repaid."""
        return self.amount - self.allocated() - self.returned

    @property
    def above_award(self) -> Money:
        """The sum that was received above the award, and was not returned."""
        return Money(max(0, self.received - max(self.amount, self.returned)))


def award_grant(_: Grant | None, fact: GrantAwarded) -> Decision[GrantEvent]:
    """Record a funder's award."""
    return decide(fact, fact.grant)


def vary_award(grant: Grant, fact: AwardVaried) -> Decision[GrantEvent]:
    """Record that the funder varied the award."""
    less = fact.direction == "less" and fact.amount is not None
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        rules.a_variation_gives_amount_and_direction_together.broken_by(
            amount=fact.amount, direction=fact.direction
        ),
        rules.only_what_is_free_goes_back.broken_by(amount=-fact.change, free=grant.free) if less else (),
        rules.an_award_ends_after_it_begins.broken_by(
            available_from=grant.awarded.available_from, available_to=fact.available_to
        ),
        despite=True,
    )


def receive_grant(grant: Grant, fact: GrantReceived) -> Decision[GrantEvent]:
    """Record that a tranche arrived."""
    left = grant.amount - grant.received
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        rules.no_more_is_received_than_was_awarded.broken_by(amount=fact.amount, left=left),
        despite=True,
    )


def allocate_grant(
    grant: Grant, fact: GrantAllocated, *, of_this_award: bool, others: Mapping[str, frozenset[str]]
) -> Decision[GrantEvent]:
    """Set a part of the award aside; `of_this_award` is true if the deployment it names was brokered under the award.

    `others` are the other awards that the deployment draws on, each with the lines that it bears.
    """
    known = of_this_award if fact.deployment is not None else fact.purpose != "support"
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        rules.an_allocation_for_support_names_a_deployment_of_the_award.broken_by(
            deployment=fact.deployment, known=known
        ),
        rules.allocations_stay_within_the_award.broken_by(amount=fact.amount, free=grant.free),
        _within_its_purpose(grant, fact),
        _bears_lines_of_its_own(grant, fact, others) if fact.purpose == "support" and others else (),
    )


def _bears_lines_of_its_own(
    grant: Grant, fact: GrantAllocated, others: Mapping[str, frozenset[str]]
) -> Iterable[Broken]:
    lines = grant.lines_of(fact.deployment) | {*(fact.lines or ())}
    yield from rules.each_of_several_awards_names_the_lines_that_it_bears.broken_by(
        awards=(grant.awarded.grant, *others), lines=tuple(sorted(lines))
    )
    yield from rules.a_line_is_borne_by_one_award.broken_by(
        taken=tuple(line for line in fact.lines or () if any(line in borne for borne in others.values()))
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
        of_an_open_award(grant),
        rules.the_allocation_was_made.broken_by(allocation=fact.allocation, made=allocation is not None),
        within_what_is_spare(grant, fact.amount, allocation, use) if allocation else (),
    )


def within_what_is_spare(
    grant: Grant, amount: Money, allocation: GrantAllocated, use: AwardUse
) -> Iterable[Broken]:
    """An allocation is spare as far as all those of its kind are more than is needed: all to its deployment's support,
    or all to its purpose, where the award bears the costs itself.
    """
    purpose = allocation.purpose
    if purpose == "support":
        allocated = grant.allocated(purpose=purpose, deployment=allocation.deployment)
    else:
        allocated, use = grant.allocated(purpose=purpose), AwardUse(eligible=grant.own_eligible(purpose))
    spare = allocated - use.needed
    return rules.an_allocation_gives_back_only_what_it_does_not_need.broken_by(
        amount=amount,
        free=Money(max(0, min(grant.left_of(allocation.allocation), spare))),
        eligible=use.eligible,
        committed=use.committed,
    )


def repay_grant(grant: Grant, fact: GrantReturned, *, eligible: Money) -> Decision[GrantEvent]:
    """Repay grant to the funder: what is free of the award and in hand, or what was received above the award.

    `eligible` is what is eligible of the support of all its deployments.
    """
    return decide(
        fact,
        grant.awarded.grant,
        of_an_open_award(grant),
        rules.no_more_is_recalled_than_was_received_above_the_award.broken_by(
            amount=fact.amount, above=grant.above_award
        )
        if fact.cause == "recalled"
        else _free_and_in_hand(grant, fact, eligible),
    )


def _free_and_in_hand(grant: Grant, fact: GrantReturned, support: Money) -> Iterable[Broken]:
    eligible = support + grant.own_eligible()
    yield from rules.only_what_is_free_goes_back.broken_by(amount=fact.amount, free=grant.free)
    yield from rules.only_money_in_hand_is_returned_to_the_funder.broken_by(
        amount=fact.amount,
        in_hand=Money(max(0, grant.received - grant.returned - eligible)),
        received=grant.received,
        eligible=eligible,
    )


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


def of_an_open_award(grant: Grant) -> Iterable[Broken]:
    """The rule that is not met if an award is closed."""
    return rules.the_award_is_open.broken_by(grant=grant.awarded.grant, closed_on=grant.closed_on)


fold = Fold[Grant]()


@fold.on(GrantAwarded)
def _awarded_twice(_: Grant, event: GrantAwarded) -> None:
    raise ImpossibleHistory(f"grant {event.grant} was awarded twice")


@fold.on(AwardVaried)
def _award_varied(grant: Grant, event: AwardVaried) -> None:
    grant.amount += event.change
    if event.available_to:
        grant.varied.append(event)


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


@fold.on(AwardCostIncurred)
def _award_cost_incurred(grant: Grant, event: AwardCostIncurred) -> None:
    grant.own.costs[event.cost] = event


@fold.on(AwardCostReversed)
def _award_cost_reversed(grant: Grant, event: AwardCostReversed) -> None:
    grant.own.credits.setdefault(event.cost, []).append(event)


@fold.on(AwardCostDisallowed)
def _award_cost_disallowed(grant: Grant, event: AwardCostDisallowed) -> None:
    grant.own.disallowed.setdefault(event.cost, []).append(event)


@fold.on(AwardPaymentMade)
def _award_payment_made(grant: Grant, event: AwardPaymentMade) -> None:
    grant.own.payments[event.payment] = event


@fold.on(AwardPaymentReversed)
def _award_payment_reversed(grant: Grant, event: AwardPaymentReversed) -> None:
    grant.own.reversed.setdefault(event.payment, []).append(event)


@fold.on(AwardVatSettled)
def _award_vat_settled(grant: Grant, event: AwardVatSettled) -> None:
    grant.own.settle_vat(event)


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
