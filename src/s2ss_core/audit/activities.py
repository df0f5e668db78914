"""Activities and feedback: what was planned, who speaks for the school, of whom and of what, and who signed."""

from collections.abc import Iterator
from datetime import date

import attrs

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.audit.offices import fills, headteachers
from s2ss_core.events import (
    ActivityHeld,
    ActivityPlanned,
    FeedbackGiven,
    NeedsAssessed,
    PlanReviewed,
    RecordSigned,
    SupportEvaluated,
)
from s2ss_core.ids import key_of
from s2ss_core.values import Person

Form = FeedbackGiven | SupportEvaluated | RecordSigned
CRITERIA = ["1", "2", "3a", "3b", "3c", "4a", "4b", "5", "6"]


@asks("S2SS-S85", ActivityPlanned)
def instead_of_one_that_is_expected(event: ActivityPlanned, deployment: Deployment) -> Iterator[Breach]:
    """What is planned again was planned, and nothing else was planned instead of it."""
    planned = deployment.book.events(ActivityPlanned)
    again = {each.instead_of for each in planned}
    expected = [each.activity for each in planned if each.activity not in again]
    if event.instead_of is not None and event.instead_of not in expected:
        yield Breach(instead_of=event.instead_of, planned=expected)


@asks("S2SS-S86", ActivityPlanned)
def to_its_end(event: ActivityPlanned, _: Deployment) -> Iterator[Breach]:
    """The last day is no earlier than the first, and the same if there is one day only."""
    if event.last is None:
        return
    days = (event.last - event.first).days
    if days < 0 or (days > 0 and event.every == "once"):
        yield Breach(held_once=event.every == "once", first=event.first, last=event.last)


@asks("S2SS-S87", ActivityHeld)
def as_planned(event: ActivityHeld, deployment: Deployment) -> Iterator[Breach]:
    """The activity that a session is of was planned as one of its kind."""
    kinds = {each.activity: each.kind for each in deployment.book.events(ActivityPlanned)}
    if event.activity is not None and kinds.get(event.activity) != event.kind:
        yield Breach(activity=event.activity, kind=event.kind, planned=kinds.get(event.activity))


@asks("S2SS-S80", NeedsAssessed)
def so_many_priorities(event: NeedsAssessed, deployment: Deployment) -> Iterator[Breach]:
    """An assessment has as many different priorities as the rhythm of its kind says."""
    for rhythm in deployment.programme.rhythms if deployment.programme else ():
        named = len({priority.id for priority in event.priorities})
        if rhythm.kind == event.kind and rhythm.priorities not in {0, named}:
            yield Breach(kind=event.kind, named=named, asked=rhythm.priorities)


@asks("S2SS-S81", ActivityPlanned, ActivityHeld)
def with_those_it_is_for(event: ActivityPlanned | ActivityHeld, deployment: Deployment) -> Iterator[Breach]:
    """Somebody is named for each role of the rhythm of its kind; a nominee will do."""
    roles = [person.role.removesuffix("-nominee") for person in event.people]
    for rhythm in deployment.programme.rhythms if deployment.programme else ():
        missing = [role for role in rhythm.people if role not in roles]
        if rhythm.kind == event.kind and missing:
            yield Breach(kind=event.kind, missing=missing)


def speaks_for_the_school(person: Person, deployment: Deployment, day: date) -> bool:
    """Whether a person is the Headteacher on a day or acts in their place, whatever role is written beside the name."""
    school = deployment.brokered.school
    if person.role != "headteacher-nominee" or key_of(person.organisation) not in school.names:
        person = attrs.evolve(person, role="headteacher", organisation=school.id)
    return fills(deployment, person, day)


@asks("S2SS-R85", FeedbackGiven, SupportEvaluated, in_hindsight=True)
def through_the_headteacher(
    event: FeedbackGiven | SupportEvaluated, deployment: Deployment
) -> Iterator[Breach]:
    """Whoever gives it was Headteacher on the day, or stood in."""
    if not speaks_for_the_school(event.by, deployment, event.on):
        yield Breach(strangers=event.by.person, holders=headteachers(deployment, event.on), on=event.on)


@asks("S2SS-R86", FeedbackGiven, RecordSigned, PlanReviewed)
def on_a_term(event: FeedbackGiven | RecordSigned | PlanReviewed, deployment: Deployment) -> Iterator[Breach]:
    """It is on a term of the support."""
    if isinstance(event, RecordSigned) and event.record != "deployment-record":
        return
    terms = deployment.terms_of_support(event.on)
    if deployment.programme and event.term not in terms:
        yield Breach(term=event.term, terms=terms)


@asks("S2SS-R87", SupportEvaluated)
def each_criterion(event: SupportEvaluated, _: Deployment) -> Iterator[Breach]:
    """Each criterion of the form is rated, once."""
    rated = sorted(rating.criterion for rating in event.ratings)
    if rated != CRITERIA:
        yield Breach(rated=rated, criteria=CRITERIA)


@asks("S2SS-R88", FeedbackGiven, SupportEvaluated, RecordSigned)
def of_a_leader(event: Form, deployment: Deployment) -> Iterator[Breach]:
    """The leader had joined by the day."""
    if isinstance(event, RecordSigned) and event.record != "deployment-record":
        return
    joined = [spell.leader.leader for spell in deployment.spells if spell.since <= event.on]
    if not deployment.among(event.leader or "", joined):
        yield Breach(leader=event.leader, leaders=joined, on=event.on, found=False)


@asks("S2SS-R89", RecordSigned, in_hindsight=True)
def by_a_party(event: RecordSigned, deployment: Deployment) -> Iterator[Breach]:
    """The leader of the sheet signed it, or the Headteacher, or somebody in their place."""
    sheet = event.record == "deployment-record"
    if sheet and deployment.is_same(event.signatory.person, event.leader):
        return
    if not speaks_for_the_school(event.signatory, deployment, event.on):
        parties = {*headteachers(deployment, event.on), *([event.leader] if sheet and event.leader else [])}
        yield Breach(record=event.record, signatory=event.signatory.person, parties=parties, found=False)


@asks("S2SS-S88", RecordSigned)
def of_a_form(event: RecordSigned, deployment: Deployment) -> Iterator[Breach]:
    """The feedback or the evaluation was given by that day."""
    given = {
        "feedback": [each.feedback for each in deployment.book.by(event.on, FeedbackGiven)],
        "evaluation": [each.evaluation for each in deployment.book.by(event.on, SupportEvaluated)],
    }.get(event.record)
    if given is not None and event.of not in given:
        yield Breach(record=event.record, of=event.of, recorded=given, on=event.on)
