"""The QA Lead: independent of both sides as at each day that counts, and in office when acting."""

from collections.abc import Iterable, Iterator
from datetime import date

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks, organisations_of, providers_of
from s2ss_core.audit.offices import headteachers, qa_lead
from s2ss_core.audit.organisations import names_on, of_broker
from s2ss_core.events import (
    Brokered,
    Leader,
    LeaderJoined,
    LeaderReplaced,
    PlanApproved,
    PlanSubmitted,
    ProgressJudged,
    QALeadAppointed,
    QALeadStoodDown,
)
from s2ss_core.values import Organisation

Moment = QALeadAppointed | LeaderJoined | LeaderReplaced | PlanSubmitted | PlanApproved | ProgressJudged
MOMENTS = (QALeadAppointed, LeaderJoined, LeaderReplaced, PlanSubmitted, PlanApproved, ProgressJudged)


@asks("S2SS-B08", *MOMENTS, in_hindsight=True)
def independence(event: Moment, deployment: Deployment) -> Iterator[Breach]:
    """The QA Lead of the day shares no organisation, trust or URN with those who give or receive the support."""
    if deployment.terms is None or not deployment.terms.qa_lead_independent:
        return
    if isinstance(event, ProgressJudged) and event.party != "qa-lead":
        return
    appointed = _appointed(event, deployment)
    if appointed is None:
        return
    own = _names((appointed.employer, *appointed.interests), event.on, deployment)
    shared = own & _names(_sides(event, deployment), event.on, deployment)
    if shared:
        yield Breach(qa_lead=appointed.qa_lead, shared=shared)


def _appointed(event: Moment, deployment: Deployment) -> QALeadAppointed | None:
    if isinstance(event, QALeadAppointed):
        return event
    in_office = qa_lead(deployment, event.on)
    appointments = [
        each
        for each in deployment.book.events(QALeadAppointed)
        if each.on <= event.on and deployment.is_same(each.qa_lead, in_office)
    ]
    return appointments[-1] if appointments else None


def _sides(event: Moment, deployment: Deployment) -> frozenset[Organisation]:
    """Those who give or receive the support, with what the event adds; a plan takes the place of the one before."""
    match event:
        case LeaderJoined(leader=Leader() as joining) | LeaderReplaced(joining=Leader() as joining):
            return deployment.sides | frozenset(organisations_of([joining]))
        case PlanSubmitted():
            leaders = [spell.leader for spell in deployment.spells]
            own = deployment.brokered.school, *organisations_of(leaders)
            return frozenset((*own, *providers_of([event])))
        case _:
            return deployment.sides


def _names(organisations: Iterable[Organisation], day: date, deployment: Deployment) -> set[str]:
    return {name for each in organisations for name in names_on(each, day, deployment.record)}


@asks("S2SS-B09", *MOMENTS)
def assures_and_leads(event: Moment, deployment: Deployment) -> Iterator[Breach]:
    """Nobody is QA Lead and leader here."""
    if isinstance(event, ProgressJudged) and event.party != "qa-lead":
        return
    assurer, leaders = _assurer(event, deployment), [spell.leader.leader for spell in deployment.spells]
    if isinstance(event, LeaderJoined):
        leaders = [event.leader.leader]
    elif isinstance(event, LeaderReplaced):
        leaders = [event.joining.leader] if event.joining else []
    elif not isinstance(event, QALeadAppointed):
        leaders = [spell.leader.leader for spell in deployment.spells if spell.since <= event.on]
    if assurer and deployment.among(assurer, leaders):
        yield Breach(qa_lead=assurer, leaders=leaders)


def _assurer(event: Moment, deployment: Deployment) -> str | None:
    """The QA Lead of the moment: the one appointed, or whoever is in office when it takes effect."""
    if isinstance(event, QALeadAppointed):
        return event.qa_lead
    return qa_lead(deployment, event.effective_from if isinstance(event, LeaderReplaced) else event.on)


@asks("S2SS-B80", QALeadAppointed)
def director(event: QALeadAppointed, deployment: Deployment) -> Iterator[Breach]:
    """Where the Director of School Improvement approves the plan, the QA Lead is engaged as the director."""
    approver = deployment.terms.approver if deployment.terms else None
    if approver == "director-of-school-improvement" and event.engaged_as != approver:
        yield Breach(own=True, engaged_as=event.engaged_as)


@asks("S2SS-B10", QALeadAppointed, in_hindsight=True)
def independent_professional(event: QALeadAppointed, deployment: Deployment) -> Iterator[Breach]:
    """Where grant supports a member school, the QA Lead is an independent professional."""
    if deployment.terms is None or not deployment.terms.qa_lead_independent:
        return
    brokered = deployment.brokered
    member = of_broker(brokered.school, brokered.broker.id, event.on, deployment.record)
    if member and event.engaged_as != "independent-professional":
        yield Breach(member=True, engaged_as=event.engaged_as)


@asks("S2SS-B14", Brokered)
def funding(event: Brokered, deployment: Deployment) -> Iterator[Breach]:
    """How the QA Lead is paid is one of the programme's ways."""
    allowed = deployment.terms.qa_funding if deployment.terms else ()
    if deployment.terms and event.qa_funding not in allowed:
        yield Breach(qa_funding=event.qa_funding, allowed=allowed)


@asks("S2SS-B17", QALeadStoodDown)
def who_stands_down(event: QALeadStoodDown, deployment: Deployment) -> Iterator[Breach]:
    """Whoever stands down was in office on the day."""
    in_office = qa_lead(deployment, event.on)
    if not deployment.is_same(event.qa_lead, in_office):
        yield Breach(qa_lead=event.qa_lead, in_office=in_office, on=event.on)


@asks("S2SS-B18", *MOMENTS, in_hindsight=True)
def heads_and_assures(event: Moment, deployment: Deployment) -> Iterator[Breach]:
    """The QA Lead is not Headteacher of the supported school."""
    if isinstance(event, ProgressJudged) and event.party != "qa-lead":
        return
    if isinstance(event, LeaderReplaced) and event.joining is None:
        return
    assurer, heads = _assurer(event, deployment), headteachers(deployment, event.on)
    if assurer and deployment.among(assurer, heads):
        yield Breach(qa_lead=assurer, headteachers=heads)
