"""Corrections: wrong entries struck out, facts reversed, costs disallowed or allowed again."""

from collections.abc import Mapping
from typing import assert_never

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import (
    CostAllowed,
    CostDisallowed,
    CostReversed,
    CostStruckOut,
    DeploymentEvent,
    PaymentStruckOut,
    ReportStruckOut,
    ReviewStruckOut,
    VisitStruckOut,
    natural_id,
)
from s2ss_core.ledger import Item
from s2ss_core.rules import Broken
from s2ss_core.rules import corrections as rules
from s2ss_core.values import Money

StruckOut = VisitStruckOut | CostStruckOut | ReportStruckOut | ReviewStruckOut | PaymentStruckOut


def strike_out(
    deployment: Deployment, context: DecisionContext, fact: StruckOut
) -> Decision[DeploymentEvent]:
    """Strike a wrong entry out: asked for by one person, agreed by another."""
    entry = natural_id(fact)[1]
    return decide(
        deployment,
        fact,
        rules.the_entry_stands.broken_by(entry=entry, stands=entry in _standing(deployment, fact)),
        rules.two_people_stand_behind_a_correction.broken_by(
            asked_by=fact.asked_by, agreed_by=fact.agreed_by
        ),
        rules.an_entry_is_replaced_by_another.broken_by(entry=entry, replaced_by=fact.replaced_by),
        after_closing=True,
    )


def _standing(deployment: Deployment, fact: StruckOut) -> Mapping[str, object]:
    """The entries that stand, of the kind that the correction strikes out."""
    match fact:
        case VisitStruckOut():
            return deployment.support.visits
        case CostStruckOut():
            return deployment.support.costs
        case ReportStruckOut():
            return deployment.reporting.reports
        case ReviewStruckOut():
            return deployment.reporting.reviews
        case PaymentStruckOut():
            return deployment.money.payments
        case _:
            assert_never(fact)


def reverse_cost(
    deployment: Deployment, context: DecisionContext, fact: CostReversed
) -> Decision[DeploymentEvent]:
    """Record that a cost was credited back."""
    _, left = _charged(deployment, context, fact.cost)
    return decide(
        deployment,
        fact,
        rules.the_entry_stands.broken_by(entry=fact.cost, stands=fact.cost in deployment.support.costs),
        rules.no_more_is_reversed_than_was_charged.broken_by(cost=fact.cost, net=fact.net, left=left),
        after_closing=True,
    )


def disallow_cost(
    deployment: Deployment, context: DecisionContext, fact: CostDisallowed
) -> Decision[DeploymentEvent]:
    """Record that a cost is not eligible."""
    item, left = _charged(deployment, context, fact.fact)
    return decide(
        deployment,
        fact,
        rules.the_entry_stands.broken_by(entry=fact.fact, stands=item is not None),
        rules.no_more_is_disallowed_than_was_charged.broken_by(fact=fact.fact, amount=fact.amount, left=left),
        after_closing=True,
    )


def allow_cost(
    deployment: Deployment, context: DecisionContext, fact: CostAllowed
) -> Decision[DeploymentEvent]:
    """Lift a disallowance."""
    disallowed = deployment.corrections.disallowed.get(fact.disallowance)
    return decide(
        deployment,
        fact,
        rules.the_disallowance_stands.broken_by(
            disallowance=fact.disallowance, stands=disallowed is not None
        ),
        _fits_again(deployment, context, disallowed) if disallowed else (),
        after_closing=True,
    )


def _fits_again(
    deployment: Deployment, context: DecisionContext, disallowed: CostDisallowed
) -> tuple[Broken, ...]:
    account = deployment.account(context.programme)
    item = account.of(disallowed.fact)
    if item is None:
        return ()
    name, charged = disallowed.fact, item.amount
    regained = account.counted(name, charged) - account.counted(name, charged, disallowed.amount)
    return rules.what_is_allowed_again_fits_the_line.broken_by(
        line=item.line,
        eligible=account.eligible_on(item.line) + regained,
        approved=_approved_for(deployment, name, item),
    )


def _charged(deployment: Deployment, context: DecisionContext, fact: str) -> tuple[Item | None, Money]:
    """What a visit or cost charges, and what of that is not disallowed."""
    item = deployment.account(context.programme).of(fact)
    disallowed = deployment.corrections.by_fact.get(fact, Money(0))
    return item, item.amount - disallowed if item else Money(0)


def _approved_for(deployment: Deployment, fact: str, item: Item) -> Money:
    """The sum approved for the line, or £0.00 if the line does not take this kind of fact.

    Days are charged by visits, everything else by costs.
    """
    plan = deployment.planning.in_force(item.day)
    line = plan.line(item.line) if plan else None
    if plan is None or line is None or (line.unit == "item") != (fact in deployment.support.costs):
        return Money(0)
    return plan.approved(item.line)
