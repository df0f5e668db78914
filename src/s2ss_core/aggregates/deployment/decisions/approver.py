"""The approver: who signs the plans of a deployment off."""

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import headteachers
from s2ss_core.events import PlanApproved, PlanReturned
from s2ss_core.ids import among, same


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
