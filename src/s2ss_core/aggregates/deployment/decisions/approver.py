"""The approver, who signs the plans of a deployment off, and those who finalise them."""

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import headteachers
from s2ss_core.events import PlanApproved, PlanReturned, PlanSubmitted
from s2ss_core.ids import among, same
from s2ss_core.rules import Broken, Rule
from s2ss_core.rules import briefing_paper as briefing_rules
from s2ss_core.rules import planning as rules


def approver_of(
    deployment: Deployment, context: DecisionContext, fact: PlanApproved | PlanReturned
) -> str | None:
    """Who signs a plan off on a day; None if it is the QA Lead's to do and nobody is in office."""
    terms = context.terms(deployment.funding)
    if terms.approver == "headteacher":
        heads = headteachers(context, deployment.brokering.brokered.headteacher)
        unknown = "somebody else" if among(fact.by.person, context.former_headteachers) else "anyone"
        return next((head for head in heads if same(head, fact.by.person)), next(reversed(heads), unknown))
    qa_lead = deployment.brokering.qa_lead_on(fact.on)
    if terms.approver not in ("qa-lead", "director-of-school-improvement"):
        return "anyone"
    if qa_lead:
        return qa_lead.qa_lead
    return None if deployment.brokering.qa_leads else "anyone"


def not_by_the_approver(
    rule: Rule[...], deployment: Deployment, context: DecisionContext, fact: PlanApproved | PlanReturned
) -> tuple[Broken, ...]:
    """A rule on who decides on a plan, if it is not met. Where the programme names nobody, anybody may decide."""
    role = context.terms(deployment.funding).approver
    if role is None:
        return ()
    approver = approver_of(deployment, context, fact)
    return rule.broken_by(by=fact.by.person, role=fact.by.role, approver=approver, role_asked=role)


def finalised_by_whom(fact: PlanSubmitted) -> tuple[Broken, ...]:
    """The rule on who finalises a plan, if it is not met. A nominee finalises it for the Headteacher, whose own a briefing paper is."""
    roles = {person.role.removesuffix("-nominee") for person in fact.finalised_by}
    if fact.kind == "briefing-paper":
        return briefing_rules.the_briefing_paper_is_completed_by_the_client_headteacher.broken_by(
            headteacher="headteacher" in roles
        )
    return rules.headteacher_and_system_leader_finalised_the_plan.broken_by(
        missing=tuple(sorted({"headteacher", "system-leader"} - roles))
    )
