"""Corrections: wrong entries struck out, facts reversed, costs disallowed or allowed again."""

from s2ss_core.aggregates.decision import Decision, DecisionContext, names
from s2ss_core.aggregates.deployment.decision import credited_as, decide
from s2ss_core.aggregates.deployment.decisions.dependents import resting_on
from s2ss_core.aggregates.deployment.decisions.replacement import replaced, replaced_invoice
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.gates import let_go_by
from s2ss_core.events import CostAllowed, CostDisallowed, CostReversed, DeploymentEvent, EntryStruckOut
from s2ss_core.ledger import Item, charged_by_visits, worth
from s2ss_core.rules import Broken
from s2ss_core.rules import corrections as rules
from s2ss_core.values import Cause, Money

STRUCK_OUT = (
    "visit", "cost", "report", "review", "payment", "invoice",
    "leader-replaced", "time-renegotiated", "qa-lead-stood-down", "withholding-lifted", "reopened",
    "qa-day", "halt", "support-resumed",
    "assessment", "activity", "session", "feedback", "evaluation", "signature",
    "plan-review", "exit", "response", "action-done",
)  # fmt: skip


def strike_out(
    deployment: Deployment, context: DecisionContext, fact: EntryStruckOut
) -> Decision[DeploymentEvent]:
    """Strike a wrong entry out: asked for by one person, agreed by another."""
    resting = resting_on(deployment, context.programme, fact.of)
    return decide(
        deployment,
        fact,
        rules.the_entry_is_of_a_kind_that_is_struck_out.broken_by(entry=fact.of.name, kinds=STRUCK_OUT),
        rules.the_entry_stands.broken_by(entry=str(fact.of), stands=deployment.has_entry(fact.of))
        if fact.of.name in STRUCK_OUT
        else (),
        rules.two_people_stand_behind_a_correction.broken_by(
            asked_by=fact.asked_by.person, agreed_by=fact.agreed_by.person
        ),
        rules.an_entry_is_replaced_by_another.broken_by(
            entry=str(fact.of), replaced_by=str(fact.replaced_by) if fact.replaced_by else None
        ),
        replaced_invoice(deployment, fact) if fact.of.name == "invoice" else (),
        replaced(deployment, fact) if fact.of.name in ("report", "review") else (),
        rules.what_rests_on_the_entry_is_struck_out_first.broken_by(
            entry=str(fact.of), resting=names(cause for cause in resting if cause.name in STRUCK_OUT)
        ),
        rules.nothing_rests_on_the_entry_that_is_never_struck_out.broken_by(
            entry=str(fact.of), resting=names(cause for cause in resting if cause.name not in STRUCK_OUT)
        ),
        after_closing=True,
    )


def reverse_cost(
    deployment: Deployment, context: DecisionContext, fact: CostReversed
) -> Decision[DeploymentEvent]:
    """Record that a cost was credited back."""
    cost = Cause("cost", (fact.cost,))
    item, _ = _charged(deployment, context, cost)
    return decide(
        deployment,
        fact,
        rules.the_entry_stands.broken_by(entry=str(cost), stands=item is not None),
        rules.no_more_is_reversed_than_was_charged.broken_by(
            cost=fact.cost, net=fact.credited, left=item.amount
        )
        if item
        else (),
        rules.the_credit_was_not_counted_before.broken_by(
            document=fact.document, counted=credited_as(deployment, fact)
        ),
        after_closing=True,
    )


def disallow_cost(
    deployment: Deployment, context: DecisionContext, fact: CostDisallowed
) -> Decision[DeploymentEvent]:
    """Record that a cost is not eligible."""
    item, left = _charged(deployment, context, fact.of)
    return decide(
        deployment,
        fact,
        rules.the_entry_stands.broken_by(entry=str(fact.of), stands=item is not None),
        rules.no_more_is_disallowed_than_was_charged.broken_by(
            fact=str(fact.of), amount=fact.amount, left=left
        ),
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
        let_go_by(deployment, context, fact, fact.by),
        after_closing=True,
    )


def _fits_again(
    deployment: Deployment, context: DecisionContext, disallowed: CostDisallowed
) -> tuple[Broken, ...]:
    account = deployment.account(context.programme)
    item = account.of(disallowed.of)
    if item is None:
        return ()
    now = deployment.corrections.by_fact[disallowed.of]
    left = worth(item.amount, disallowed=(now - disallowed.amount,))
    regained = left.eligible - worth(item.amount, disallowed=(now,)).eligible
    return rules.what_is_allowed_again_fits_the_line.broken_by(
        line=item.line,
        eligible=account.eligible_on(item.line) + regained,
        approved=approved_for(deployment, item),
    )


def _charged(deployment: Deployment, context: DecisionContext, fact: Cause) -> tuple[Item | None, Money]:
    """What a visit or cost charges, and what of that is not disallowed."""
    item = deployment.account(context.programme).of(fact)
    disallowed = deployment.corrections.by_fact.get(fact, Money(0))
    return item, max(Money(0), item.amount - disallowed) if item else Money(0)


def approved_for(deployment: Deployment, item: Item) -> Money:
    """The sum approved for the line, or £0.00 if the line does not take this kind of fact.

    Days are charged by visits, everything else by costs.
    """
    plan = deployment.planning.in_force(item.day)
    line = plan.line(item.line) if plan else None
    if plan is None or line is None or charged_by_visits(line) != (item.of[0].name == "visit"):
        return Money(0)
    return plan.approved(item.line)
