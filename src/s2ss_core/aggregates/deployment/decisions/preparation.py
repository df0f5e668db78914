"""Preparation: who assures the quality, and what is settled between the match and the plan."""

from s2ss_core.aggregates.decision import Decision, DecisionContext, with_derived
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.state.brokering import organisations
from s2ss_core.events import (
    DeploymentEvent,
    FoundationsSecured,
    PlanningMeetingHeld,
    QALeadAppointed,
    TrainingAttended,
)
from s2ss_core.rules import Broken
from s2ss_core.rules import qa_lead as rules


def appoint_qa_lead(
    deployment: Deployment, context: DecisionContext, fact: QALeadAppointed
) -> Decision[DeploymentEvent]:
    """Appoint the QA Lead, checked against every organisation that provides or receives the support."""
    parties = deployment.parties
    fact = with_derived(fact, checked_against=tuple(sorted(parties)))
    terms = context.terms(deployment.funding)
    member = terms.kind == "external" and deployment.brokering.brokered.school.member_of_broker is True
    return decide(
        deployment,
        fact,
        independent(fact, parties, deployment.brokering.leader_ids) if terms.qa_lead_independent else (),
        rules.a_member_schools_qa_lead_is_an_independent_professional.broken_by(
            member=member, engaged_as=fact.engaged_as
        ),
    )


def hold_planning_meeting(
    deployment: Deployment, context: DecisionContext, fact: PlanningMeetingHeld
) -> Decision[DeploymentEvent]:
    """Record that the stakeholders met to plan."""
    return decide(deployment, fact)


def attend_training(
    deployment: Deployment, context: DecisionContext, fact: TrainingAttended
) -> Decision[DeploymentEvent]:
    """Record that a person attended training that the agreement asks for."""
    return decide(deployment, fact)


def secure_foundations(
    deployment: Deployment, context: DecisionContext, fact: FoundationsSecured
) -> Decision[DeploymentEvent]:
    """Record that one side has the foundations in place."""
    return decide(deployment, fact)


def independent(
    qa_lead: QALeadAppointed, parties: frozenset[str], leaders: tuple[str, ...]
) -> tuple[Broken, ...]:
    """The rules on the independence of a QA Lead from these organisations and leaders that are not met."""
    own = organisations(qa_lead.employer, *qa_lead.interests)
    return (
        *rules.the_qa_lead_is_independent.broken_by(
            qa_lead=qa_lead.qa_lead, shared=tuple(sorted(own & parties))
        ),
        *rules.the_qa_lead_is_not_a_leader_here.broken_by(qa_lead=qa_lead.qa_lead, leaders=leaders),
    )


def still_independent(deployment: Deployment, among: frozenset[str]) -> tuple[Broken, ...]:
    """The rules on the QA Lead's independence that are not met, with these ids among the parties."""
    qa_lead = deployment.brokering.qa_lead
    return (
        independent(qa_lead, deployment.parties | among, deployment.brokering.leader_ids) if qa_lead else ()
    )
