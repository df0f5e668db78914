"""Preparation: who assures the quality, and what is settled between the match and the plan."""

from collections.abc import Iterable, Iterator
from datetime import date

from s2ss_core.aggregates.decision import Decision, DecisionContext, with_derived
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import headteachers
from s2ss_core.aggregates.deployment.state.brokering import organisations
from s2ss_core.events import (
    DeploymentEvent,
    FoundationsSecured,
    PlanLine,
    PlanningMeetingHeld,
    QALeadAppointed,
    QALeadStoodDown,
    TrainingAttended,
)
from s2ss_core.rules import Broken
from s2ss_core.rules import offices as office_rules
from s2ss_core.rules import qa_lead as rules


def appoint_qa_lead(
    deployment: Deployment, context: DecisionContext, fact: QALeadAppointed
) -> Decision[DeploymentEvent]:
    """Appoint the QA Lead, checked against every organisation that provides or receives the support."""
    parties = deployment.parties()
    leaders = tuple(leader.leader for leader in deployment.brokering.leaders)
    fact = with_derived(fact, checked_against=tuple(sorted(parties)))
    terms = context.terms(deployment.funding)
    member = terms.kind == "external" and deployment.brokering.brokered.school.member_of_broker is True
    return decide(
        deployment,
        fact,
        independent(deployment, context, fact.on, fact, parties=parties, leaders=leaders),
        rules.a_member_schools_qa_lead_is_an_independent_professional.broken_by(
            member=member, engaged_as=fact.engaged_as
        ),
        rules.the_qa_lead_of_a_trusts_own_support_is_its_director_of_school_improvement.broken_by(
            own=terms.approver == "director-of-school-improvement", engaged_as=fact.engaged_as
        ),
    )


def stand_down_qa_lead(
    deployment: Deployment, context: DecisionContext, fact: QALeadStoodDown
) -> Decision[DeploymentEvent]:
    """Record that the QA Lead left the office."""
    in_office = deployment.brokering.qa_lead_on(fact.on)
    return decide(
        deployment,
        fact,
        rules.whoever_stands_down_is_the_qa_lead.broken_by(
            qa_lead=fact.qa_lead, in_office=in_office.qa_lead if in_office else None, on=fact.on
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
    deployment: Deployment,
    context: DecisionContext,
    on: date,
    qa_lead: QALeadAppointed,
    *,
    parties: frozenset[str],
    leaders: tuple[str, ...],
) -> Iterator[Broken]:
    """The rules on the independence of a QA Lead from these organisations and leaders on a day that are not met."""
    brokered = deployment.brokering.brokered
    if context.terms(brokered.funding.kind).qa_lead_independent:
        own = context.names_on(organisations(brokered.broker, qa_lead.employer, *qa_lead.interests), on)
        parties = context.names_on(parties, on)
        yield from rules.the_qa_lead_is_independent.broken_by(
            qa_lead=qa_lead.qa_lead, shared=tuple(sorted(own & parties))
        )
    yield from rules.the_qa_lead_is_not_a_leader_here.broken_by(qa_lead=qa_lead.qa_lead, leaders=leaders)
    yield from office_rules.the_qa_lead_is_not_the_headteacher_of_the_supported_school.broken_by(
        qa_lead=qa_lead.qa_lead, headteachers=headteachers(context, brokered.headteacher)
    )


def still_independent(
    deployment: Deployment, context: DecisionContext, on: date, among: frozenset[str]
) -> Iterator[Broken]:
    """The rules on the independence of the QA Lead of a day that are not met, with these ids among the parties."""
    if qa_lead := deployment.brokering.qa_lead_on(on):
        leaders = tuple(leader.leader for leader in deployment.brokering.leaders.joined_by(on))
        parties = deployment.parties(on) | among
        yield from independent(deployment, context, on, qa_lead, parties=parties, leaders=leaders)


def independent_of_plan(
    deployment: Deployment, context: DecisionContext, on: date, lines: Iterable[PlanLine]
) -> Iterator[Broken]:
    """The same, with the providers on the lines of a plan among the parties."""
    broker = deployment.brokering.brokered.broker
    providers = organisations(broker, *(line.provider for line in lines))
    yield from still_independent(deployment, context, on, providers)
