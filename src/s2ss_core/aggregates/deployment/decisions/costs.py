"""Costs of the plan lines that are not charged by visits."""

from s2ss_core.aggregates.acceptance import Excess
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.charges import (
    fits,
    not_withheld,
    on_plan,
    within_awards,
    within_line,
    within_period,
)
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import CostIncurred, DeploymentEvent, PlanLine
from s2ss_core.ledger import charged_by_visits, worth_of_time
from s2ss_core.programmes import Programme
from s2ss_core.rules import Broken
from s2ss_core.rules import accreditation as accreditation_rules
from s2ss_core.rules import support as rules
from s2ss_core.values import Money


def incur_cost(
    deployment: Deployment, context: DecisionContext, fact: CostIncurred
) -> Decision[DeploymentEvent]:
    """Record a cost of a plan line that is not charged by visits. Raises `BadInput` for the id of a visit.

    Recorded despite a rule it is disallowed: of one that only exceeds its line, what is beyond the line.
    """
    plan = deployment.planning.in_force(fact.on)
    line = plan.line(fact.line) if plan else None
    programme = context.programme
    beyond = fits(deployment, programme, plan, fact.line, fact.charged) if plan and line else ()
    allowed = within_line(deployment, programme, plan, fact.line, fact.charged) if plan and line else Money(0)
    too_much, worth = _by_time(programme, line, fact)
    return decide(
        deployment,
        fact,
        rules.the_plan_was_approved_before_support_began.broken_by(
            approved_on=deployment.planning.approved_on, on=fact.on
        )
        if context.terms(deployment.funding).plan
        else (),
        _signed(deployment, context, fact),
        within_period(deployment, fact.on),
        within_awards(context, fact.on),
        rules.the_vat_that_is_not_recovered_is_a_part_of_the_vat.broken_by(
            vat=fact.vat, irrecoverable_vat=fact.irrecoverable_vat
        ),
        on_plan(plan, fact.line),
        rules.the_line_is_charged_in_its_own_way.broken_by(
            line=fact.line, by="visits", kept=not charged_by_visits(line)
        )
        if line
        else (),
        not_withheld(deployment, fact.on),
        too_much,
        beyond,
        despite=True,
        cost=fact.charged,
        excess=Excess((*too_much, *beyond), Money(fact.charged - min(allowed, worth))),
    )


def _by_time(
    programme: Programme, line: PlanLine | None, fact: CostIncurred
) -> tuple[tuple[Broken, ...], Money]:
    """The rule on the price of time that a cost does not meet, and what its time is worth; any sum on a line by the item."""
    if line is None or line.unit == "item" or charged_by_visits(line):
        return (), fact.charged
    worth = worth_of_time(programme, line, fact.time)
    broken = accreditation_rules.a_cost_by_time_comes_to_its_time_at_the_rate.broken_by(
        line=line.id,
        unit=line.unit,
        time=f"{fact.time.quantity} {fact.time.unit}" if fact.time else None,
        worth=str(worth) if worth is not None else None,
        fits=worth is not None and fact.charged <= worth,
    )
    return broken, worth or Money(0)


def _signed(deployment: Deployment, context: DecisionContext, fact: CostIncurred) -> tuple[Broken, ...]:
    terms = context.terms(deployment.funding)
    if terms.agreement is None or terms.costs_from == "approval":
        return ()
    return rules.the_agreement_was_signed_before_support_began.broken_by(
        signed_on=deployment.agreement.began(context.programme, terms), on=fact.on
    )
