"""Renegotiation: a leader is replaced, and time and period are agreed anew."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.brokering import (
    assured_independently,
    committed_in_time,
    may_support,
)
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.state.brokering import academic_years
from s2ss_core.events import DeploymentEvent, LeaderReplaced, TimeRenegotiated
from s2ss_core.ids import among, key_of, same
from s2ss_core.rules import Broken
from s2ss_core.rules import brokering as brokering_rules
from s2ss_core.rules import renegotiation as rules
from s2ss_core.values import AcademicYear


def replace_leader(
    deployment: Deployment, context: DecisionContext, fact: LeaderReplaced
) -> Decision[DeploymentEvent]:
    """Record that a leader left, and who joined in their place if somebody did."""
    leaders = deployment.brokering.leaders
    return decide(
        deployment,
        fact,
        rules.the_leader_who_leaves_is_deployed_here.broken_by(
            leaving=fact.leaving, last_day=fact.last_day, leaders=leaders.staying(fact.last_day)
        ),
        rules.the_leader_left_after_their_last_visit.broken_by(
            leaving=fact.leaving, last_day=fact.last_day, last_visit=_last_visit(deployment, fact)
        ),
        rules.the_last_day_has_come.broken_by(last_day=fact.last_day, on=fact.on),
        _led(deployment, fact),
        _joins(deployment, context, fact),
        despite=fact.joining is None,
    )


def _last_visit(deployment: Deployment, fact: LeaderReplaced) -> date:
    visits = deployment.support.visits.values()
    return max((visit.on for visit in visits if same(visit.leader, fact.leaving)), default=date.min)


def _led(deployment: Deployment, fact: LeaderReplaced) -> tuple[Broken, ...]:
    lead = deployment.brokering.leaders.lead_on(fact.last_day)
    staying = deployment.brokering.leaders.staying(fact.effective_from)
    joining = (fact.joining.leader,) if fact.joining else ()
    others = tuple(leader for leader in (*joining, *staying) if not same(leader, fact.leaving))
    return (
        *rules.the_deployment_keeps_a_lead.broken_by(
            leaving=fact.leaving, lead=lead, new_lead=fact.new_lead, leaders=others
        ),
        *(
            brokering_rules.the_deployment_has_one_lead.broken_by(
                joining=fact.new_lead, lead=lead, as_lead=not same(lead, fact.leaving)
            )
            if fact.new_lead
            else ()
        ),
    )


def _joins(deployment: Deployment, context: DecisionContext, fact: LeaderReplaced) -> tuple[Broken, ...]:
    joining, brokering = fact.joining, deployment.brokering
    if joining is None:
        return rules.days_are_committed_of_the_one_who_joins.broken_by(committed=len(fact.commitments))
    return (
        *brokering_rules.the_leader_is_not_deployed_here_already.broken_by(
            leader=joining.leader, leaders=brokering.leaders.here(fact.effective_from)
        ),
        *may_support(joining, fact, brokering.brokered.school, brokering.period_on(fact.effective_from)),
        *committed_in_time(deployment, fact.commitments),
        *assured_independently(deployment, context, joining, fact.effective_from),
    )


def renegotiate_time(
    deployment: Deployment, context: DecisionContext, fact: TimeRenegotiated
) -> Decision[DeploymentEvent]:
    """Record that days or the period of the support were agreed anew."""
    before = deployment.brokering.period_on(fact.in_force_from)
    start, end = fact.start or before.start, fact.intended_end or before.end
    leaders = deployment.brokering.leaders.here(fact.in_force_from)
    years = academic_years(start, end) if start <= end else ()
    return decide(
        deployment,
        fact,
        brokering_rules.the_support_ends_after_it_starts.broken_by(start=start, intended_end=end),
        rules.the_days_agreed_anew_are_of_leaders_here_within_the_period.broken_by(
            leaders=leaders,
            years=years,
            outside=tuple(_outside(fact, leaders, years)),
        ),
        committed_in_time(deployment, fact.commitments),
    )


def _outside(
    fact: TimeRenegotiated, leaders: tuple[str, ...], years: tuple[AcademicYear, ...]
) -> Iterator[str]:
    named: set[tuple[str, str]] = set()
    for commitment in fact.commitments:
        day = (key_of(commitment.leader), commitment.cap_year)
        within = among(commitment.leader, leaders) and (commitment.cap_year in years or commitment.days == 0)
        if day in named or not within:
            yield f"{commitment.leader} {commitment.cap_year}"
        named.add(day)
