"""Costs of the plan lines that are not charged by visits."""

from s2ss_core.aggregates.acceptance import Excess
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.charges import (
    fits,
    on_plan,
    within_awards,
    within_line,
    within_period,
)
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import CostIncurred, DeploymentEvent
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
    return decide(
        deployment,
        fact,
        rules.the_plan_was_approved_before_support_began.broken_by(
            approved_on=deployment.planning.approved_on, on=fact.on
        ),
        within_period(deployment, fact.on),
        within_awards(context, fact.on),
        rules.the_vat_that_is_not_recovered_is_a_part_of_the_vat.broken_by(
            vat=fact.vat, irrecoverable_vat=fact.irrecoverable_vat
        ),
        on_plan(plan, fact.line),
        rules.the_line_is_charged_in_its_own_way.broken_by(
            line=fact.line, by="visits", kept=line.unit == "item"
        )
        if line
        else (),
        beyond,
        despite=True,
        cost=fact.charged,
        excess=Excess(beyond, Money(fact.charged - allowed)),
    )
