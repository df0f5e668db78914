"""Brokering: who supports whom."""

from s2ss_core.aggregates import decision
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.preparation import independent
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.state.brokering import academic_years, organisations
from s2ss_core.events import (
    Brokered,
    DeploymentEvent,
    Leader,
    LeaderJoined,
)
from s2ss_core.rules import Broken
from s2ss_core.rules import brokering as rules
from s2ss_core.rules import qa_lead as qa_lead_rules


def broker(_: Deployment | None, context: DecisionContext, fact: Brokered) -> Decision[DeploymentEvent]:
    """Open a deployment: a school with a need, matched with a lead leader, under a programme."""
    programme, terms = context.programme, context.terms(fact.funding.kind)
    awards = fact.funding.awards
    confirmed = fact.capacity_confirmed
    return decision.decide(
        fact,
        fact.deployment,
        rules.the_programme_was_in_force.broken_by(
            programme=programme.name, effective_from=programme.effective_from, on=fact.on
        ),
        rules.the_school_confirmed_its_capacity.broken_by(
            confirmed_by=confirmed.by.person if confirmed else None
        ),
        rules.existing_support_was_considered.broken_by(considered=fact.existing_support is not None),
        rules.the_broker_has_capacity.broken_by(
            confirmed_by=fact.broker_capacity.by.person if fact.broker_capacity else None
        ),
        rules.the_support_ends_after_it_starts.broken_by(start=fact.start, intended_end=fact.intended_end),
        _may_support(fact.lead, fact, fact),
        rules.days_are_committed_or_still_to_be_agreed.broken_by(
            leader=fact.lead.leader, committed=bool(fact.commitments), commitments_open=fact.commitments_open
        ),
        qa_lead_rules.how_the_qa_lead_is_funded_was_settled.broken_by(
            qa_funding=fact.qa_funding, allowed=terms.qa_funding
        )
        if terms.qa_funding
        else (),
        rules.grant_funded_support_names_its_award.broken_by(awards=awards, known=tuple(context.awards))
        if terms.needs_award or awards
        else (),
    )


def join_leader(
    deployment: Deployment, context: DecisionContext, fact: LeaderJoined
) -> Decision[DeploymentEvent]:
    """Let a further leader join the deployment beside its lead."""
    brokering, leader = deployment.brokering, fact.leader
    qa_lead = brokering.qa_lead
    return decide(
        deployment,
        fact,
        rules.the_leader_is_not_deployed_here_already.broken_by(
            leader=leader.leader, leaders=brokering.leader_ids
        ),
        rules.the_deployment_has_one_lead.broken_by(
            joining=leader.leader, lead=brokering.lead, as_lead=fact.lead
        ),
        _may_support(leader, fact, brokering.brokered),
        independent(qa_lead, organisations(leader.home_school, leader.home_trust), (leader.leader,))
        if qa_lead and context.terms(deployment.funding).qa_lead_independent
        else (),
    )


def _may_support(leader: Leader, fact: Brokered | LeaderJoined, brokered: Brokered) -> tuple[Broken, ...]:
    years = academic_years(brokered.start, brokered.intended_end)
    return (
        *rules.the_leader_comes_from_another_school.broken_by(
            home_school=leader.home_school.id,
            school=brokered.school.id,
            shared_urn=leader.home_school.urn if leader.home_school.urn == brokered.school.urn else None,
        ),
        *rules.the_days_committed_are_the_leaders_own_within_the_period.broken_by(
            leader=leader.leader,
            years=years,
            committed=tuple(f"{commitment.leader} {commitment.cap_year}" for commitment in fact.commitments),
        ),
    )
