"""Reviews of a plan: the one in force is looked at again, at least once a term."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.feedback import on_a_term
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import DeploymentEvent, PlanReviewed
from s2ss_core.rules import briefing_paper as rules


def review_plan(
    deployment: Deployment, context: DecisionContext, fact: PlanReviewed
) -> Decision[DeploymentEvent]:
    """Record a review of the plan in force. A briefing paper has those who must take part."""
    approved = deployment.planning.in_force(fact.on)
    there = {person.role for person in (fact.by, *fact.attendees)}
    missing = {"teaching-school-lead", "system-leader"} - there
    return decide(
        deployment,
        fact,
        rules.the_plan_that_is_reviewed_is_in_force.broken_by(
            plan_version=fact.plan_version,
            in_force=approved.plan.plan_version if approved else None,
            on=fact.on,
        ),
        rules.the_briefing_paper_is_reviewed_by_teaching_school_lead_and_system_leader.broken_by(
            missing=tuple(sorted(missing))
        )
        if approved and approved.plan.kind == "briefing-paper"
        else (),
        on_a_term(deployment, context, fact),
        despite=True,
    )
