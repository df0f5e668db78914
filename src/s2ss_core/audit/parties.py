"""The parties of a deployment: their organisations on a day, and what a person is known as to whoever reads the record."""

from collections.abc import Iterable, Iterator
from datetime import date

from s2ss_core.audit.deployment import Deployment
from s2ss_core.audit.offices import headteachers, qa_lead
from s2ss_core.audit.organisations import standing_on
from s2ss_core.ids import key_of
from s2ss_core.values import Organisation, Person

__all__ = ["known_as", "known_as_other", "lead_on", "organisations_of"]


def lead_on(deployment: Deployment, day: date) -> Iterator[tuple[Organisation, str | None]]:
    """The home school of the lead on a day, and the key of its trust."""
    lead = deployment.lead(day)
    for spell in reversed(deployment.spells):
        if deployment.is_same(spell.leader.leader, lead):
            home = spell.leader.home_school
            known = standing_on(home.id, day, deployment.record)
            trust = spell.leader.home_trust.id if spell.leader.home_trust else home.trust
            by_then = known.trust if known else None
            yield home, key_of(trust) if trust else by_then
            return


def organisations_of(deployment: Deployment, roles: Iterable[str], day: date) -> tuple[str, ...]:
    """The keys of the organisations that have these parts on a day."""
    found: list[str | None] = []
    for role in roles:
        match role:
            case "home-school":
                found += [key_of(home.id) for home, _ in lead_on(deployment, day)]
            case "home-trust":
                found += [trust for _, trust in lead_on(deployment, day)]
            case "leader-school":
                begun = [spell for spell in deployment.spells if spell.since <= day]
                found += [key_of(spell.leader.home_school.id) for spell in begun]
            case "supported-school":
                found.append(deployment.school)
            case "broker":
                found.append(key_of(deployment.brokered.broker.id))
            case _:
                pass
    return tuple(filter(None, found))


PARTY_OF = {
    "the System Leader": ("system-leader",),
    "the Headteacher": ("supported-school", "governing-body"),
    "the QA Lead": (),
    "somebody of the broker": ("broker",),
}


def known_as(deployment: Deployment, person: Person, party: str, day: date) -> str | None:
    """What a person is known as in the record, if that is not somebody of the party; none otherwise."""
    if person.stands_in_for:
        person = Person(person=person.stands_in_for, role=person.role, organisation=person.organisation)
    for known, people in _known(deployment, day):
        if deployment.among(person.person, people) and party not in PARTY_OF[known]:
            return known
    return None


def known_as_other(deployment: Deployment, person: Person, day: date, party: str = "broker") -> str | None:
    """What a person is known as who gives, receives, assures or is paid for the support; none otherwise.

    The Director of School Improvement may be the QA Lead of support that is funded internally.
    """
    known = known_as(deployment, person, "broker", day)
    return None if (party, known) == ("director-of-school-improvement", "the QA Lead") else known


def _known(deployment: Deployment, day: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "the System Leader", tuple(spell.leader.leader for spell in deployment.spells)
    yield "the Headteacher", headteachers(deployment, day)
    assurer = qa_lead(deployment, day)
    yield "the QA Lead", (assurer,) if assurer else ()
    confirmed = deployment.brokered.broker_capacity
    yield "somebody of the broker", (confirmed.by.person,) if confirmed else ()
