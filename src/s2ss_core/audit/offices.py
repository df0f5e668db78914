"""Who held which office in a deployment on a day: Headteacher, System Leader, QA Lead; and who is known as what."""

from collections.abc import Iterable, Iterator
from datetime import date

from s2ss_core.audit.deployment import Deployment
from s2ss_core.events import PostLeft, PostTakenUp, QALeadAppointed, QALeadStoodDown
from s2ss_core.values import Person

__all__ = ["headteachers", "holders", "of_office", "office_of", "qa_lead", "strangers"]

OFFICES = {
    "headteacher": "headteacher",
    "headteacher-nominee": "headteacher",
    "system-leader": "system-leader",
    "qa-lead": "qa-lead",
}


def headteachers(deployment: Deployment, day: date) -> tuple[str, ...]:
    """Who was Headteacher of the supported school on a day; as brokered where its own stream tells nothing by then."""
    book = deployment.record.organisation(deployment.brokered.school.id)
    posts = [
        entry.event
        for entry in sorted(book.of(PostTakenUp, PostLeft), key=lambda entry: (entry.event.on, entry.position))
        if entry.event.post == "headteacher" and entry.event.on <= day
    ]
    if not posts:
        return (deployment.brokered.headteacher,)
    holding = [deployment.brokered.headteacher]
    for post in posts:
        holding = [person for person in holding if not deployment.is_same(person, post.person)]
        if isinstance(post, PostTakenUp):
            holding = [post.person]
    return tuple(holding)


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


def strangers(
    deployment: Deployment, people: Iterable[Person], day: date, *offices: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Those who are named in one of these offices and neither held it on the day nor stood in, with who held it."""
    for person in people:
        if person.role in offices and not of_office(deployment, person, person.role, day):
            yield person.person, holders(deployment, person.role, day)
