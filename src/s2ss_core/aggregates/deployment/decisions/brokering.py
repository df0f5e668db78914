"""Brokering: who supports whom."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.aggregates import decision
from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.preparation import independent
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import headteachers
from s2ss_core.aggregates.deployment.state.brokering import academic_years, organisations
from s2ss_core.events import (
    Brokered,
    Commitment,
    DeploymentEvent,
    Leader,
    LeaderJoined,
    LeaderReplaced,
)
from s2ss_core.ledger import Period
from s2ss_core.rules import Broken
from s2ss_core.rules import brokering as rules
from s2ss_core.rules import offices as office_rules
from s2ss_core.rules import qa_lead as qa_lead_rules
from s2ss_core.rules import renegotiation as renegotiation_rules
from s2ss_core.values import Organisation


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
        may_support(fact.lead, fact, fact.school, Period(start=fact.start, end=fact.intended_end)),
        _not_the_headteacher(fact.lead, context, fact),
        office_rules.capacity_was_confirmed_by_others_than_the_leader.broken_by(
            leader=fact.lead.leader,
            confirmed_by=tuple(said.by.person for said in (confirmed, fact.broker_capacity) if said),
        ),
        rules.the_alternatives_are_leaders_who_were_not_chosen.broken_by(
            leader=fact.lead.leader, alternatives=tuple(other.leader for other in fact.alternatives)
        ),
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
    return decide(
        deployment,
        fact,
        rules.the_leader_is_not_deployed_here_already.broken_by(
            leader=leader.leader, leaders=brokering.leaders.here(fact.on)
        ),
        rules.the_deployment_has_one_lead.broken_by(
            joining=leader.leader, lead=brokering.leaders.lead_on(fact.on), as_lead=fact.lead
        ),
        may_support(leader, fact, brokering.brokered.school, brokering.period_on(fact.on)),
        committed_in_time(deployment, fact.commitments),
        assured_independently(deployment, context, leader, fact.on),
    )


def assured_independently(
    deployment: Deployment, context: DecisionContext, leader: Leader, on: date
) -> Iterator[Broken]:
    """The rules that keep a leader apart from the QA Leads of a day and later, and from the headteacher, that are not met."""
    broker = deployment.brokering.brokered.broker
    providing = organisations(broker, leader.home_school, leader.home_trust)
    for qa_lead in deployment.brokering.qa_leads_from(on):
        yield from independent(deployment, context, on, qa_lead, parties=providing, leaders=(leader.leader,))
    yield from _not_the_headteacher(leader, context, deployment.brokering.brokered)


def _not_the_headteacher(leader: Leader, context: DecisionContext, brokered: Brokered) -> tuple[Broken, ...]:
    return office_rules.the_headteacher_of_the_supported_school_is_not_a_leader_here.broken_by(
        leader=leader.leader, headteachers=headteachers(context, brokered.headteacher)
    )


def committed_in_time(deployment: Deployment, commitments: tuple[Commitment, ...]) -> tuple[Broken, ...]:
    """The rule that no days are committed after the support, if it is not met."""
    if not commitments:
        return ()
    ended_on = deployment.ending.actual_end
    return renegotiation_rules.days_are_committed_while_support_goes_on.broken_by(ended_on=ended_on)


def may_support(
    leader: Leader, fact: Brokered | LeaderJoined | LeaderReplaced, school: Organisation, period: Period
) -> tuple[Broken, ...]:
    """The rules on a leader, and on the days committed of them, that are not met."""
    years = academic_years(period.start, period.end)
    return (
        *rules.the_leader_comes_from_another_school.broken_by(
            home_school=leader.home_school.id,
            school=school.id,
            shared_urn=leader.home_school.urn if leader.home_school.urn == school.urn else None,
        ),
        *rules.the_days_committed_are_the_leaders_own_within_the_period.broken_by(
            leader=leader.leader,
            years=years,
            committed=tuple(f"{commitment.leader} {commitment.cap_year}" for commitment in fact.commitments),
        ),
    )
