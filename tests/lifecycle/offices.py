"""A plain model of who held an office on a day, read from nothing but the events in the order in which they were told."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import attrs

import s2ss_core.events as e
from s2ss_core.values import Urn

Telling = tuple[date, int, Any]
"""What is in force from a day: the day, its place among all that was told, and what it is."""


def in_force(tellings: Iterable[Telling], day: date) -> Any | None:
    """What was told of the latest day up to this one; of two things told of one day, the one told last."""
    begun = [telling for telling in tellings if telling[0] <= day]
    return max(begun, key=lambda telling: telling[:2])[2] if begun else None


@attrs.define
class Stay:
    """One stay of a leader in a deployment, to the last day if it was told."""

    leader: str
    joined: date
    last_day: date | None = None


def stays(events: Sequence[Any]) -> list[Stay]:
    """Every stay of every leader, in the order in which they were told."""
    told: list[Stay] = []
    for event in events:
        match event:
            case e.Brokered():
                told.append(Stay(event.lead.leader, event.on))
            case e.LeaderJoined():
                told.append(Stay(event.leader.leader, event.on))
            case e.LeaderReplaced():
                for stay in told:
                    if stay.leader == event.leaving and stay.last_day is None:
                        stay.last_day = event.last_day
                if event.joining:
                    told.append(Stay(event.joining.leader, event.effective_from))
            case _:
                pass
    return told


def lead_on(events: Sequence[Any], day: date) -> str | None:
    """The lead of a deployment on a day; none once the lead has left and nobody followed."""
    tellings: list[Telling] = []
    for place, event in enumerate(events):
        match event:
            case e.Brokered():
                tellings.append((event.on, place, event.lead.leader))
            case e.LeaderJoined(lead=True):
                tellings.append((event.on, place, event.leader.leader))
            case e.LeaderReplaced() if event.new_lead:
                tellings.append((event.effective_from, place, event.new_lead))
            case _:
                pass
    lead = in_force(tellings, day)
    own = [stay for stay in stays(events) if stay.leader == lead]
    begun = [stay for stay in own if stay.joined <= day] or own[:1]
    if not begun:
        return None
    last_day = begun[-1].last_day
    return None if last_day and last_day < day else lead


def qa_lead_on(events: Sequence[Any], day: date) -> str | None:
    """The QA Lead in office on a day: from the day of appointment to the end of the day of standing down."""
    appointed = in_force(
        (
            (event.on, place, event)
            for place, event in enumerate(events)
            if isinstance(event, e.QALeadAppointed)
        ),
        day,
    )
    if appointed is None:
        return None
    gone = any(
        isinstance(event, e.QALeadStoodDown)
        and event.qa_lead == appointed.qa_lead
        and appointed.on <= event.on < day
        for event in events
    )
    return None if gone else str(appointed.qa_lead)


def headteacher_on(events: Sequence[Any], day: date) -> str | None:
    """Who was told last of those who had taken up the post by a day and not left it; none if nobody was told."""
    posts: list[str] = []
    told = sorted(
        (event.on, place, event)
        for place, event in enumerate(events)
        if isinstance(event, e.PostTakenUp | e.PostLeft) and event.post == "headteacher" and event.on <= day
    )
    for _, _, event in told:
        if isinstance(event, e.PostLeft):
            posts = [person for person in posts if person != event.person]
        else:
            posts.append(event.person)
    return posts[-1] if posts else None


def urn_on(events: Sequence[Any], day: date) -> Urn | None:
    """The URN of an organisation on a day; before the first that was told, the one it was entered with."""
    tellings = [
        (event.on, place, event.urn)
        for place, event in enumerate(events)
        if isinstance(event, e.UrnIssued) or (isinstance(event, e.OrganisationEntered) and event.urn)
    ]
    return in_force(tellings, day) or _entered(events, "urn")


def trust_on(events: Sequence[Any], day: date) -> str | None:
    """The trust of an organisation on a day; before the first that was told, the one it was entered with."""
    tellings: list[Telling] = []
    for place, event in enumerate(events):
        match event:
            case e.TrustJoined() | e.OrganisationEntered() if event.trust:
                tellings.append((event.on, place, (event.trust,)))
            case e.TrustLeft():
                tellings.append((event.on, place, (None,)))
            case _:
                pass
    told = in_force(tellings, day)
    return told[0] if told else _entered(events, "trust")


def _entered(events: Sequence[Any], name: str) -> Any | None:
    first = next((event for event in events if isinstance(event, e.OrganisationEntered)), None)
    return getattr(first, name, None)


def employer_on(events: Sequence[Any], day: date) -> str | None:
    """The school that employed a leader on a day; none if nobody said."""
    school: str | None = in_force(
        (
            (event.on, place, event.school.id)
            for place, event in enumerate(events)
            if isinstance(event, e.LeaderEmployed)
        ),
        day,
    )
    return school
