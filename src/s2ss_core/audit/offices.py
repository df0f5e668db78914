"""Who held which office in a deployment on a day: Headteacher, System Leader, QA Lead; and who is known as what."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, once_a_day
from s2ss_core.events import PostLeft, PostTakenUp, QALeadAppointed, QALeadStoodDown
from s2ss_core.ids import key_of
from s2ss_core.values import Person

__all__ = [
    "fills",
    "former_headteachers",
    "headteachers",
    "holders",
    "may_be_headteacher",
    "named_as_strangers",
    "of_office",
    "office_of",
    "qa_lead",
    "strangers",
]

OFFICES = {
    "headteacher": "headteacher",
    "headteacher-nominee": "headteacher",
    "system-leader": "system-leader",
    "qa-lead": "qa-lead",
    "director-of-school-improvement": "qa-lead",
}


def headteachers(deployment: Deployment, day: date) -> tuple[str, ...]:
    """Who was Headteacher of the supported school on a day; as brokered where its own stream tells nothing by then."""
    return _through_the_post(deployment, day)[0]


def former_headteachers(deployment: Deployment, day: date) -> tuple[str, ...]:
    """Who had left the post of Headteacher of the supported school by a day and does not hold it again."""
    return _through_the_post(deployment, day)[1]


def _through_the_post(deployment: Deployment, day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those who hold the post on a day, and those who left it."""
    book = deployment.record.organisation(deployment.brokered.school.id)
    changes = book.of(PostTakenUp, PostLeft)
    if not changes:
        return (deployment.brokered.headteacher,), ()
    posts = [
        entry.event
        for entry in sorted(changes, key=lambda entry: (entry.event.on, entry.position))
        if entry.event.post == "headteacher" and entry.event.on <= day
    ]
    holding, left = [deployment.brokered.headteacher], list[str]()
    for post in posts:
        left = [person for person in left if not deployment.is_same(person, post.person)]
        holding = [person for person in holding if not deployment.is_same(person, post.person)]
        if isinstance(post, PostTakenUp):
            holding = [post.person]
        else:
            left.append(post.person)
    return tuple(holding), tuple(left)


@once_a_day
def qa_lead(deployment: Deployment, day: date) -> str | None:
    """Who was QA Lead on a day: the one appointed last by then, unless they had stood down."""
    appointed = [event for event in deployment.book.events(QALeadAppointed) if event.on <= day]
    if not appointed:
        return None
    last = max(appointed, key=lambda event: event.on)
    left = (
        event.on
        for event in deployment.book.events(QALeadStoodDown)
        if deployment.is_same(event.qa_lead, last.qa_lead) and event.on >= last.on
    )
    return None if any(last_day < day for last_day in left) else last.qa_lead


def holders(deployment: Deployment, office: str, day: date) -> tuple[str, ...]:
    """Who held an office on a day."""
    match OFFICES.get(office):
        case "headteacher":
            return headteachers(deployment, day)
        case "system-leader":
            return deployment.leaders(day)
        case "qa-lead":
            found = qa_lead(deployment, day)
            return (found,) if found else ()
        case _:
            return ()


def of_office(deployment: Deployment, person: Person, office: str, day: date) -> bool:
    """Whether a person holds an office on a day, or stands in for one who does."""
    who = holders(deployment, office, day)
    if deployment.among(person.person, who):
        return True
    return deployment.among(person.stands_in_for, who) and office_of(deployment, person.person, day) is None


def office_of(deployment: Deployment, person: str, day: date) -> str | None:
    """The office that a person holds on a day; none if they hold none."""
    offices = ("headteacher", "system-leader", "qa-lead")
    return next(
        (office for office in offices if deployment.among(person, holders(deployment, office, day))), None
    )


def fills(deployment: Deployment, person: Person, day: date) -> bool:
    """Whether a person is on a day what their role says: they hold its office, or have none here and act in its place.

    In its place acts who stands in for its holder, and for a Headteacher the nominee of the school. While nobody is known
    to hold an office, anybody does it, but somebody who is known to have left the post of Headteacher.
    """
    office = OFFICES.get(person.role)
    who = holders(deployment, person.role, day)
    if office is None or deployment.among(person.person, who):
        return True
    left = office == "headteacher" and deployment.among(person.person, former_headteachers(deployment, day))
    if left or office_of(deployment, person.person, day) is not None:
        return False
    nominated = person.role == "headteacher-nominee" and _of_the_school(deployment, person)
    return nominated or deployment.among(person.stands_in_for, who) or _is_unknown(deployment, office, day)


def _of_the_school(deployment: Deployment, person: Person) -> bool:
    return key_of(person.organisation) in deployment.brokered.school.names


def _is_unknown(deployment: Deployment, office: str, day: date) -> bool:
    """Whether history does not say who holds an office. It says so of a QA Lead whom the programme asks for."""
    if office == "qa-lead":
        asked = deployment.terms is not None and deployment.terms.qa_lead_required
        return not asked and deployment.book.first(QALeadAppointed) is None
    return office == "headteacher" and not headteachers(deployment, day)


class Stranger(NamedTuple):
    """A person named in an office that they neither held on the day nor acted in, and who held it."""

    person: str
    holders: tuple[str, ...]


def strangers(deployment: Deployment, day: date, *groups: Iterable[Person]) -> Iterator[Stranger]:
    """Those in each group who are named in an office that nobody in the group fills; the head of another school is not."""
    for group in groups:
        people = [person for person in group if person.role in OFFICES]
        filled = {OFFICES[person.role] for person in people if fills(deployment, person, day)}
        for person in people:
            office = OFFICES[person.role]
            if office in filled or (office == "headteacher" and not _of_the_school(deployment, person)):
                continue
            yield Stranger(person.person, holders(deployment, office, day))


def may_be_headteacher(deployment: Deployment, person: str, day: date) -> bool:
    """Whether somebody may hold the vacant post for all that is known: they have no office here and did not leave this one."""
    left = deployment.among(person, former_headteachers(deployment, day))
    return not left and office_of(deployment, person, day) is None


def named_as_strangers(found: Iterable[Stranger], day: date) -> Iterator[Breach]:
    """The breach that there are strangers."""
    strange = tuple(found)
    if strange:
        yield Breach(
            strangers=[each.person for each in strange],
            holders={holder for each in strange for holder in each.holders},
            on=day,
        )
