"""Mending: wrong entries struck out, facts reversed, costs disallowed or allowed again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar, assert_never

import attrs

from s2ss_core.aggregates.deciding import Circumstances, Decision
from s2ss_core.events import (
    AcceptedDespite,
    CostAllowed,
    CostDisallowed,
    CostReversed,
    CostStruckOut,
    DeploymentEvent,
    MendingEvent,
    PaymentStruckOut,
    ReportStruckOut,
    ReviewStruckOut,
    VisitStruckOut,
)
from s2ss_core.rules import (
    Broken,
    an_entry_is_replaced_by_another,
    no_more_is_disallowed_than_was_charged,
    no_more_is_reversed_than_was_charged,
    the_disallowance_stands,
    the_entry_stands,
    two_people_stand_behind_a_correction,
    what_is_allowed_again_fits_the_line,
)
from s2ss_core.values import Money

if TYPE_CHECKING:
    from s2ss_core.aggregates.deployment import Deployment, Incurred

T = TypeVar("T")
StruckOut = VisitStruckOut | CostStruckOut | ReportStruckOut | ReviewStruckOut | PaymentStruckOut


@attrs.frozen(kw_only=True)
class Mending:
    """What mending leaves true: the disallowances that stand, and what was reversed of each cost."""

    disallowed: Mapping[str, CostDisallowed] = attrs.field(factory=dict)
    reversed: Mapping[str, Money] = attrs.field(factory=dict)

    def of(self, fact: str) -> Money:
        """What is disallowed of a fact."""
        return sum((one.amount for one in self.disallowed.values() if one.fact == fact), Money(0))

    def counted(self, fact: str, charged: Money, lifted: Money = Money(0)) -> Money:
        """What of a fact's charge is disallowed, or would be with so much lifted.

        A plan amended the same day may charge less than was disallowed: then it is the charge, and no more.
        """
        return Money(min(charged, self.of(fact) - lifted))


def struck(event: StruckOut) -> str:
    """The natural id of what was struck out."""
    match event:
        case VisitStruckOut(visit=entry):
            return entry
        case CostStruckOut(cost=entry):
            return entry
        case ReportStruckOut(report=entry):
            return entry
        case ReviewStruckOut(review=entry):
            return entry
        case PaymentStruckOut(payment=entry):
            return entry
        case _:
            assert_never(event)


def strike_out(
    deployment: "Deployment", circumstances: Circumstances, fact: StruckOut
) -> Decision[DeploymentEvent]:
    """Strike a wrong entry out: asked for by one person, agreed by another."""
    entry = struck(fact)
    return deployment.decide(
        fact,
        the_entry_stands.broken_by(entry=entry, stands=entry in deployment.standing(fact)),
        two_people_stand_behind_a_correction.broken_by(asked_by=fact.asked_by, agreed_by=fact.agreed_by),
        an_entry_is_replaced_by_another.broken_by(entry=entry, replaced_by=fact.replaced_by),
    )


def reverse_cost(
    deployment: "Deployment", circumstances: Circumstances, fact: CostReversed
) -> Decision[DeploymentEvent]:
    """Record that a cost was credited back."""
    incurred = deployment.incurred(circumstances.programme).get(fact.cost)
    left = (incurred.amount - deployment.mending.of(fact.cost)) if incurred else Money(0)
    return deployment.decide(
        fact,
        the_entry_stands.broken_by(entry=fact.cost, stands=fact.cost in deployment.support.costs),
        no_more_is_reversed_than_was_charged.broken_by(cost=fact.cost, net=fact.net, left=left),
    )


def disallow_cost(
    deployment: "Deployment", circumstances: Circumstances, fact: CostDisallowed
) -> Decision[DeploymentEvent]:
    """Say that a cost that happened is not eligible."""
    incurred = deployment.incurred(circumstances.programme).get(fact.fact)
    left = (incurred.amount - deployment.mending.of(fact.fact)) if incurred else Money(0)
    return deployment.decide(
        fact,
        the_entry_stands.broken_by(entry=fact.fact, stands=incurred is not None),
        no_more_is_disallowed_than_was_charged.broken_by(fact=fact.fact, amount=fact.amount, left=left),
    )


def allow_cost(
    deployment: "Deployment", circumstances: Circumstances, fact: CostAllowed
) -> Decision[DeploymentEvent]:
    """Lift a disallowance."""
    disallowed = deployment.mending.disallowed.get(fact.disallowance)
    return deployment.decide(
        fact,
        the_disallowance_stands.broken_by(disallowance=fact.disallowance, stands=disallowed is not None),
        _fits_again(deployment, circumstances, disallowed) if disallowed else (),
    )


def _fits_again(
    deployment: "Deployment", circumstances: Circumstances, disallowed: CostDisallowed
) -> tuple[Broken, ...]:
    programme = circumstances.programme
    incurred = deployment.incurred(programme).get(disallowed.fact)
    if incurred is None:
        return ()
    mending, name = deployment.mending, disallowed.fact
    regained = mending.counted(name, incurred.amount) - mending.counted(
        name, incurred.amount, disallowed.amount
    )
    eligible = deployment.eligible_by_line(programme)[incurred.line] + regained
    return what_is_allowed_again_fits_the_line.broken_by(
        line=incurred.line, eligible=eligible, approved=_approved_for(deployment, disallowed.fact, incurred)
    )


def _approved_for(deployment: "Deployment", fact: str, incurred: "Incurred") -> Money:
    """What was approved of a line that takes this kind of fact: days are charged by visits, all else by costs."""
    plan = deployment.planning.in_force(incurred.on)
    line = plan.line(incurred.line) if plan else None
    if plan is None or line is None or (line.unit == "item") != (fact in deployment.support.costs):
        return Money(0)
    return plan.approved(incurred.line)


def evolve(mending: Mending, event: MendingEvent) -> Mending:
    """Apply what happened. What is struck out is taken from its own stage by the deployment."""
    match event:
        case CostDisallowed(disallowance=name):
            return attrs.evolve(mending, disallowed={**mending.disallowed, name: event})
        case CostAllowed(disallowance=name):
            return attrs.evolve(mending, disallowed=without(mending.disallowed, name))
        case CostReversed(cost=cost, net=net):
            so_far = mending.reversed.get(cost, Money(0)) + net
            return attrs.evolve(mending, reversed={**mending.reversed, cost: so_far})
        case VisitStruckOut(visit=entry) | CostStruckOut(cost=entry):
            standing = {name: one for name, one in mending.disallowed.items() if one.fact != entry}
            return attrs.evolve(mending, disallowed=standing)
        case AcceptedDespite() | ReportStruckOut() | ReviewStruckOut() | PaymentStruckOut():
            return mending
        case _:
            assert_never(event)


def without(entries: Mapping[str, T], name: str) -> Mapping[str, T]:
    """The entries but for one."""
    return {one: entry for one, entry in entries.items() if one != name}
