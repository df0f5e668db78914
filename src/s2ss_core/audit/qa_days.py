"""QA Days: held with both schools, and the first of them before the plan that it agrees."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.offices import headteachers
from s2ss_core.events import PlanApproved, QADayHeld
from s2ss_core.ids import key_of


@asks("S2SS-R70", QADayHeld)
def with_both_sides(event: QADayHeld, deployment: Deployment) -> Iterator[Breach]:
    """Somebody of the supported school took part, and somebody of the supporting side: a leader or their school."""
    supported, supporting = {deployment.school}, set[str]()
    for spell in deployment.spells:
        supporting.add(key_of(spell.leader.home_school.id))
        supporting |= {key_of(trust.id) for trust in (spell.leader.home_trust,) if trust}
    leaders = tuple(spell.leader.leader for spell in deployment.spells)
    there = [person for person in event.attendees if person.person != event.held_by.person]
    sides = {
        "the supported school": (supported, headteachers(deployment, event.on)),
        "the supporting school": (supporting, leaders),
    }
    missing = [
        side
        for side, (organisations, people) in sides.items()
        if not any(
            key_of(person.organisation) in organisations or deployment.among(person.person, people)
            for person in there
        )
    ]
    if missing:
        yield Breach(missing=missing)


@asks("S2SS-P73", PlanApproved)
def agreed_at_a_qa_day(event: PlanApproved, deployment: Deployment) -> Iterator[Breach]:
    """Where the plan is agreed at a QA Day, the use of the money was agreed at it by the day of the approval."""
    purpose = deployment.terms.plan_agreed_at if deployment.terms else None
    if purpose is None:
        return
    agreed = [
        day.on
        for day in deployment.book.events(QADayHeld)
        if day.purpose == purpose and day.funding_use == "agreed"
    ]
    if not any(on <= event.on for on in agreed):
        yield Breach(purpose=purpose, agreed_on=min(agreed, default=None), on=event.on)
