"""Support: when a visit may be made, by whom and for how long; what a cost may be charged to."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.audit.capacity import days_of_visit, hours_left
from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.money.award_account import award_of
from s2ss_core.events import (
    ConcernEscalated,
    ConcernRaised,
    ConcernResolved,
    CostIncurred,
    EvidenceFiled,
    FoundationsSecured,
    ManagedExitAgreed,
    PlanApproved,
    VisitLogged,
)
from s2ss_core.ids import same
from s2ss_core.values import Money

Charge = VisitLogged | CostIncurred


@asks("S2SS-S01", VisitLogged, CostIncurred)
def after_the_plan(event: Charge, deployment: Deployment) -> Iterator[Breach]:
    """A plan was approved by that day, where support waits for one."""
    if deployment.terms and not deployment.terms.plan:
        return
    approved = min((approved.on for approved in deployment.book.events(PlanApproved)), default=None)
    if approved is None or event.on < approved:
        yield Breach(approved_on=approved, on=event.on)


@asks("S2SS-S02", VisitLogged, CostIncurred)
def after_the_signatures(event: Charge, deployment: Deployment) -> Iterator[Breach]:
    """Where there is an agreement, the last party had signed it by that day; for a cost, where the programme asks it."""
    if deployment.terms is None or deployment.terms.agreement is None:
        return
    if isinstance(event, CostIncurred) and deployment.terms.costs_from == "approval":
        return
    signed = deployment.first_signed_on()
    if signed is None or event.on < signed:
        yield Breach(signed_on=signed, on=event.on)


@asks("S2SS-S03", VisitLogged)
def after_the_foundations(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """Both sides had their foundations in place by that day."""
    if deployment.terms is None or not deployment.terms.foundations:
        return
    secured = {each.side for each in deployment.book.by(event.on, FoundationsSecured)}
    if missing := {"supported", "supporting"} - secured:
        yield Breach(missing=missing)


@asks("S2SS-S04", VisitLogged)
def a_leader_of_the_deployment(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """The leader had joined by that day."""
    joined = _joined(event.leader, deployment)
    if joined is None or event.on < joined:
        yield Breach(leader=event.leader, joined=joined, on=event.on)


def _joined(leader: str, deployment: Deployment) -> date | None:
    spells = [spell for spell in deployment.spells if deployment.is_same(spell.leader.leader, leader)]
    return min((spell.since for spell in spells), default=None)


@asks("S2SS-N08", VisitLogged)
def not_gone(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """The leader had not left before that day."""
    spells = [spell for spell in deployment.spells if deployment.is_same(spell.leader.leader, event.leader)]
    began = [spell for spell in spells if spell.since <= event.on]
    if began and not any(spell.covers(event.on) for spell in began):
        yield Breach(leader=event.leader, last_day=began[-1].last_day, on=event.on)


@asks("S2SS-S05", VisitLogged, CostIncurred)
def within_the_period(event: Charge, deployment: Deployment) -> Iterator[Breach]:
    """The day is within the period agreed, and not after the end of the support."""
    start, end = deployment.period(event.on)
    ended = deployment.ended
    last = ended.actual_end if ended else end
    if not start <= event.on <= last:
        yield Breach(on=event.on, start=start, end=last, ended=ended is not None)


@asks("S2SS-S06", VisitLogged)
def alongside(event: VisitLogged, _: Deployment) -> Iterator[Breach]:
    """Somebody of the school worked alongside the leader."""
    if event.counterpart is None:
        yield Breach(counterpart=None)


@asks("S2SS-S07", VisitLogged, CostIncurred)
def a_line_of_the_plan(event: Charge, deployment: Deployment) -> Iterator[Breach]:
    """The line is on the plan in force on that day."""
    if event.line is None:
        return
    plan = deployment.plan_on(event.on)
    lines = {line.id for line in plan.lines} if plan else set()
    if event.line not in lines:
        yield Breach(line=event.line, lines=lines)


@asks("S2SS-S08", VisitLogged, CostIncurred)
def in_its_own_way(event: Charge, deployment: Deployment) -> Iterator[Breach]:
    """Visits are charged to lines of leaders' days, and costs to all others."""
    plan = deployment.plan_on(event.on)
    heads = {line.head for line in plan.lines if line.id == event.line} if plan else set()
    by_visits = "leader-days" in heads
    if heads and by_visits != isinstance(event, VisitLogged):
        yield Breach(line=event.line, by="visits" if by_visits else "costs", kept=False)


@asks("S2SS-S82", ConcernRaised)
def its_way(event: ConcernRaised, _: Deployment) -> Iterator[Breach]:
    """What goes to the Teaching School Lead is a leader's, and to the operational lead a Headteacher's."""
    ways = {
        "teaching-school-lead": {"system-leader"},
        "operational-lead": {"headteacher", "headteacher-nominee"},
    }
    if event.by.role not in ways.get(event.raised_with, {event.by.role}):
        yield Breach(role=event.by.role, raised_with=event.raised_with)


@asks("S2SS-S11", ConcernEscalated, ConcernResolved, ManagedExitAgreed)
def open_concern(
    event: ConcernEscalated | ConcernResolved | ManagedExitAgreed, deployment: Deployment
) -> Iterator[Breach]:
    """The concern was raised by that day, and not resolved."""
    resolved = {each.concern for each in deployment.book.events(ConcernResolved)}
    raised = {each.concern for each in deployment.book.by(event.on, ConcernRaised)} - resolved
    if event.concern not in raised:
        yield Breach(concern=event.concern, open_concerns=raised)


@asks("S2SS-S12", EvidenceFiled)
def evidence_of_something(event: EvidenceFiled, deployment: Deployment) -> Iterator[Breach]:
    """The evidence is of something on record."""
    if deployment.book.known(event.of) is None:
        yield Breach(of=event.of, recorded=False)


@asks("S2SS-S13", VisitLogged)
def the_supported_school(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """The visit is to the school of the deployment."""
    if not same(event.school, deployment.brokered.school.id):
        yield Breach(visited=event.school, school=deployment.brokered.school.id)


@asks("S2SS-S14", VisitLogged)
def a_day_at_most(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """One record holds the time of a day."""
    if deployment.programme is None:
        return
    days, most = days_of_visit(event, deployment.programme), deployment.programme.cap.most_in_a_visit.value
    if sum(days) > most:
        yield Breach(visit=event.visit, days=sum(days), most=most)


@asks("S2SS-S17", VisitLogged)
def the_hours_of_a_date(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """The hours of a leader on one date come to no more than a day."""
    if deployment.programme is None:
        return
    days, left = hours_left(event, deployment, deployment.programme)
    if days > left:
        yield Breach(leader=event.leader, on=event.on, days=days, left=left)


@asks("S2SS-S16", VisitLogged)
def the_leader_of_the_line(event: VisitLogged, deployment: Deployment) -> Iterator[Breach]:
    """A line that is for a leader or a band is charged by that leader, or by one of that band."""
    plan = deployment.plan_on(event.on)
    for line in plan.lines if plan else ():
        bands = {
            s.leader.band for s in deployment.spells if deployment.is_same(s.leader.leader, event.leader)
        }
        fits_leader = line.leader is None or deployment.is_same(line.leader, event.leader)
        if line.id == event.line and not (fits_leader and (line.band is None or line.band in bands)):
            yield Breach(leader=event.leader, line=line.id, planned_for=line.leader or line.band, fits=False)
            return


@asks("S2SS-S19", VisitLogged, CostIncurred)
def while_the_awards_last(event: Charge, deployment: Deployment) -> Iterator[Breach]:
    """What is charged falls within the days of every award that funds the deployment, as varied by its own day."""
    if event.line is None:
        return
    outside = []
    for grant in deployment.brokered.funding.awards:
        award = award_of(deployment.record.grant(grant))
        last = award.available_to(event.on)
        if award.awarded_by and last and not award.awarded_by.available_from <= event.on <= last:
            outside.append(grant)
    if outside:
        yield Breach(on=event.on, outside=outside)


@asks("S2SS-S18", CostIncurred)
def the_vat(event: CostIncurred, _: Deployment) -> Iterator[Breach]:
    """What is not recovered of the VAT is a part of it."""
    if not Money(0) <= event.irrecoverable_vat <= event.vat:
        yield Breach(vat=event.vat, irrecoverable_vat=event.irrecoverable_vat)
