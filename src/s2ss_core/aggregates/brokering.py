"""Brokering: who supports whom, and who assures it."""

from datetime import date
from typing import TYPE_CHECKING, assert_never

import attrs

from s2ss_core.aggregates.deciding import Circumstances, Decision, decide, filled
from s2ss_core.errors import ImpossibleHistory
from s2ss_core.events import (
    Brokered,
    BrokeringEvent,
    DeploymentEvent,
    FoundationsSecured,
    Leader,
    LeaderJoined,
    PlanningMeetingHeld,
    QALeadAppointed,
    TrainingAttended,
)
from s2ss_core.rules import (
    Broken,
    a_member_schools_qa_lead_is_an_independent_professional,
    existing_support_was_considered,
    grant_funded_support_names_its_award,
    how_the_qa_lead_is_funded_was_settled,
    the_broker_has_capacity,
    the_days_committed_are_the_leaders_own_within_the_period,
    the_leader_comes_from_another_school,
    the_leader_is_not_deployed_here_already,
    the_programme_was_in_force,
    the_qa_lead_is_independent,
    the_qa_lead_is_not_a_leader_here,
    the_school_confirmed_its_capacity,
    the_support_ends_after_it_starts,
)
from s2ss_core.values import AcademicYear, Organisation

if TYPE_CHECKING:
    from s2ss_core.aggregates.deployment import Deployment


@attrs.frozen(kw_only=True)
class Deployed:
    """A leader of the deployment, from the day they joined."""

    leader: str
    joined: date
    home_school: Organisation
    home_trust: Organisation | None


@attrs.frozen(kw_only=True)
class Brokering:
    """What brokering leaves true: the match, the leaders, the QA Lead, the foundations secured."""

    brokered: Brokered
    leaders: tuple[Deployed, ...]
    qa_lead: QALeadAppointed | None = None
    foundations: tuple[tuple[str, date], ...] = ()

    def deployed(self, leader: str) -> Deployed | None:
        """The leader of that id, if deployed here."""
        return next((one for one in self.leaders if one.leader == leader), None)

    @property
    def providing(self) -> frozenset[str]:
        """The ids of every home school and trust that provides a leader."""
        return frozenset().union(*(organisations(one.home_school, one.home_trust) for one in self.leaders))


def organisations(*named: Organisation | None) -> frozenset[str]:
    """The ids that stand for some organisations: their own and their trusts'."""
    return frozenset().union(*(one.names for one in named if one is not None))


def academic_years(start: date, end: date) -> tuple[AcademicYear, ...]:
    """Every academic year that a period touches, in order."""
    first, last = int(AcademicYear.of(start)[:4]), int(AcademicYear.of(end)[:4])
    return tuple(AcademicYear.of(date(year, 9, 1)) for year in range(first, last + 1))


def broker(
    deployment: "Deployment | None", circumstances: Circumstances, fact: Brokered
) -> Decision[DeploymentEvent]:
    """Open a deployment: a school with a need, matched with a lead leader, under a programme."""
    programme, terms = circumstances.programme, circumstances.terms(fact.funding.kind)
    awards = fact.funding.awards
    confirmed = fact.capacity_confirmed
    return decide(
        fact,
        deployment.told if deployment else {},
        the_programme_was_in_force.broken_by(
            programme=programme.name, effective_from=programme.effective_from, on=fact.on
        ),
        the_school_confirmed_its_capacity.broken_by(confirmed_by=confirmed.by if confirmed else None),
        existing_support_was_considered.broken_by(considered=fact.existing_support is not None),
        the_broker_has_capacity.broken_by(broker_capacity=fact.broker_capacity),
        the_support_ends_after_it_starts.broken_by(start=fact.start, intended_end=fact.intended_end),
        _may_support(fact.lead.leader, fact.lead.home_school, fact, fact),
        how_the_qa_lead_is_funded_was_settled.broken_by(qa_funding=fact.qa_funding, allowed=terms.qa_funding)
        if terms.qa_funding
        else (),
        grant_funded_support_names_its_award.broken_by(awards=awards, known=tuple(circumstances.awards))
        if terms.needs_award or awards
        else (),
    )


def join_leader(
    deployment: "Deployment", circumstances: Circumstances, fact: LeaderJoined
) -> Decision[DeploymentEvent]:
    """Let a further leader join the deployment beside its lead."""
    brokering = deployment.brokering
    qa_lead = brokering.qa_lead
    return deployment.decide(
        fact,
        the_leader_is_not_deployed_here_already.broken_by(
            leader=fact.leader, leaders=tuple(one.leader for one in brokering.leaders)
        ),
        _may_support(fact.leader, fact.home_school, fact, brokering.brokered),
        _independent(qa_lead, organisations(fact.home_school, fact.home_trust), (fact.leader,))
        if qa_lead and circumstances.terms(deployment.funding).qa_lead_independent
        else (),
    )


def appoint_qa_lead(
    deployment: "Deployment", circumstances: Circumstances, fact: QALeadAppointed
) -> Decision[DeploymentEvent]:
    """Appoint the QA Lead, checked against every organisation that provides or receives the support."""
    parties = deployment.parties
    fact = filled(fact, checked_against=tuple(sorted(parties)))
    terms = circumstances.terms(deployment.funding)
    leaders = tuple(one.leader for one in deployment.brokering.leaders)
    member = terms.kind == "external" and deployment.brokering.brokered.school.member_of_broker
    return deployment.decide(
        fact,
        _independent(fact, parties, leaders) if terms.qa_lead_independent else (),
        a_member_schools_qa_lead_is_an_independent_professional.broken_by(
            member=member, engaged_as=fact.engaged_as
        ),
    )


def hold_planning_meeting(
    deployment: "Deployment", circumstances: Circumstances, fact: PlanningMeetingHeld
) -> Decision[DeploymentEvent]:
    """Record that the stakeholders met to plan."""
    return deployment.decide(fact)


def attend_training(
    deployment: "Deployment", circumstances: Circumstances, fact: TrainingAttended
) -> Decision[DeploymentEvent]:
    """Record that somebody attended training the agreement asks for."""
    return deployment.decide(fact)


def secure_foundations(
    deployment: "Deployment", circumstances: Circumstances, fact: FoundationsSecured
) -> Decision[DeploymentEvent]:
    """Record that one side has the foundations in place."""
    return deployment.decide(fact)


def _may_support(
    leader: str, home_school: Organisation, fact: Brokered | LeaderJoined, brokered: Brokered
) -> tuple[Broken, ...]:
    years = academic_years(brokered.start, brokered.intended_end)
    return (
        *the_leader_comes_from_another_school.broken_by(
            home_school=home_school.id, school=brokered.school.id
        ),
        *the_days_committed_are_the_leaders_own_within_the_period.broken_by(
            leader=leader,
            years=years,
            committed=tuple(f"{one.leader} {one.cap_year}" for one in fact.commitments),
        ),
    )


def _independent(
    qa_lead: QALeadAppointed, parties: frozenset[str], leaders: tuple[str, ...]
) -> tuple[Broken, ...]:
    own = organisations(qa_lead.employer) | set(qa_lead.interests)
    return (
        *the_qa_lead_is_independent.broken_by(qa_lead=qa_lead.qa_lead, shared=tuple(sorted(own & parties))),
        *the_qa_lead_is_not_a_leader_here.broken_by(qa_lead=qa_lead.qa_lead, leaders=leaders),
    )


def still_independent(deployment: "Deployment", among: frozenset[str]) -> tuple[Broken, ...]:
    """What stands against the QA Lead's independence from the parties and from others named."""
    qa_lead = deployment.brokering.qa_lead
    leaders = tuple(one.leader for one in deployment.brokering.leaders)
    return _independent(qa_lead, deployment.parties | among, leaders) if qa_lead else ()


def begin(event: Brokered) -> Brokering:
    """What brokering leaves true when it begins."""
    return Brokering(brokered=event, leaders=(_deployed(event.lead, event.on),))


def evolve(brokering: Brokering, event: BrokeringEvent) -> Brokering:
    """Apply what happened."""
    match event:
        case Brokered():
            raise ImpossibleHistory(f"deployment {event.deployment} was brokered twice")
        case LeaderJoined(on=on):
            return attrs.evolve(brokering, leaders=(*brokering.leaders, _deployed(event, on)))
        case QALeadAppointed():
            return attrs.evolve(brokering, qa_lead=event)
        case FoundationsSecured(side=side, on=on):
            return attrs.evolve(brokering, foundations=(*brokering.foundations, (side, on)))
        case PlanningMeetingHeld() | TrainingAttended():
            return brokering
        case _:
            assert_never(event)


def _deployed(leader: Leader | LeaderJoined, on: date) -> Deployed:
    return Deployed(
        leader=leader.leader, joined=on, home_school=leader.home_school, home_trust=leader.home_trust
    )
