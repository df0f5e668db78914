"""People: who holds which office of a deployment on a day, and whether a person named in an entry does."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Literal

import attrs

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.ids import among, key_of
from s2ss_core.values import Person, Role

Office = Literal["headteacher", "system-leader", "qa-lead"]
Part = Literal["leader", "payee", "headteacher", "qa-lead"]

OFFICES: Mapping[Role, Office] = {
    "headteacher": "headteacher",
    "headteacher-nominee": "headteacher",
    "system-leader": "system-leader",
    "qa-lead": "qa-lead",
    "director-of-school-improvement": "qa-lead",
}
"""The office of a deployment that a role speaks of. No list says who the people in other roles are."""

IN_WORDS: Mapping[Part, str] = {
    "leader": "a System Leader here",
    "payee": "of those who are paid",
    "headteacher": "the Headteacher here",
    "qa-lead": "the QA Lead here",
}


@attrs.frozen(kw_only=True)
class People:
    """The people of a deployment on a day, as far as the record knows them.

    `holders` are the ids of those in each office; none for an office of which nobody said who holds it.
    `former_headteachers` are those who left that post. `leaders` are all who had joined or were to join, those who left
    included. `school` and `broker` have the names of these two organisations, `paid` those of whoever provides the support
    or is paid for it, and `for_the_payee` the ids of the people who acted for these.
    """

    holders: Mapping[Office, tuple[str, ...] | None]
    former_headteachers: tuple[str, ...]
    leaders: tuple[str, ...]
    school: frozenset[str]
    broker: frozenset[str]
    paid: frozenset[str]
    for_the_payee: tuple[str, ...]

    def holds(self, person: Person) -> bool:
        """Whether a person holds the office of their role, or stands in for one who does and holds no other office.

        The nominee of a headteacher is somebody of the school. Where nobody said who holds an office, anybody does who
        holds no other one and did not leave it.
        """
        office = OFFICES.get(person.role)
        if office is None:
            return True
        holders = self.holders[office]
        if holders is not None and among(person.person, holders):
            return True
        left = office == "headteacher" and among(person.person, self.former_headteachers)
        if left or self.office_of(person.person) is not None:
            return False
        nominated = person.role == "headteacher-nominee" and key_of(person.organisation) in self.school
        return holders is None or nominated or among(person.stands_in_for, holders)

    def office_of(self, person: str) -> Office | None:
        """The office that a person holds."""
        return next(
            (office for office, holders in self.holders.items() if among(person, holders or ())), None
        )

    def named(self, people: Iterable[Person]) -> Iterator[tuple[Office, Person]]:
        """The people who are named in an office here, each with the office. The head of another school is not."""
        for person in people:
            office = OFFICES.get(person.role)
            elsewhere = office == "headteacher" and key_of(person.organisation) not in self.school
            if office and not (elsewhere and not self.holds(person)):
                yield office, person

    def strangers(self, *groups: Iterable[Person]) -> tuple[str, ...]:
        """Those who are named in an office that nobody who is named in the same group holds or stands in for."""
        unfilled = (f"{person} ({person.role})" for _, person in self._unfilled(*groups))
        return tuple(dict.fromkeys(unfilled))

    def in_office(self, *groups: Iterable[Person]) -> tuple[str, ...]:
        """The holders of the offices that strangers are named in; "anyone" where nobody said who holds one."""
        offices = dict.fromkeys(office for office, _ in self._unfilled(*groups))
        known = tuple(f"{holder} ({office})" for office in offices for holder in self.holders[office] or ())
        untold = any(self.holders[office] is None for office in offices)
        return known or (("anyone",) if untold else ())

    def _unfilled(self, *groups: Iterable[Person]) -> Iterator[tuple[Office, Person]]:
        for group in groups:
            named = tuple(self.named(group))
            filled = {office for office, person in named if self.holds(person)}
            yield from ((office, person) for office, person in named if office not in filled)

    def part_of(self, person: str) -> Part | None:
        """The part that a person is known to have in this support; None if the record knows none."""
        if among(person, self.leaders):
            return "leader"
        if among(person, self.for_the_payee):
            return "payee"
        office = self.office_of(person)
        return office if office in ("headteacher", "qa-lead") else None

    def paid_as(self, person: Person) -> str | None:
        """What makes a person one of those who are paid for the support, in words; None if nothing does."""
        part = self.part_of(person.person)
        if part in ("leader", "payee"):
            return IN_WORDS[part]
        return f"of {person.organisation}" if key_of(person.organisation) in self.paid else None


def people_on(deployment: Deployment, context: DecisionContext, day: date, *paid: frozenset[str]) -> People:
    """The people of a deployment on a day. `paid` are the names of further organisations that are paid."""
    brokering, terms = deployment.brokering, context.terms(deployment.funding)
    brokered, qa_lead = brokering.brokered, brokering.qa_lead_on(day)
    qa_leads = (qa_lead.qa_lead,) if qa_lead else ()
    payees = frozenset(map(key_of, deployment.payees(terms, day)))
    broker = brokered.broker.names
    return People(
        holders={
            "headteacher": headteachers(context, brokered.headteacher) or None,
            "system-leader": brokering.leaders.on(day),
            "qa-lead": qa_leads if brokering.qa_leads or terms.qa_lead_required else None,
        },
        former_headteachers=context.former_headteachers,
        leaders=tuple(deployed.leader for deployed in brokering.leaders),
        school=brokered.school.names,
        broker=broker,
        paid=frozenset().union(brokering.providing(date.max), payees, *paid) - broker,
        for_the_payee=tuple(_for_the_payee(deployment, broker)),
    )


def headteachers(context: DecisionContext, first: str) -> tuple[str, ...]:
    """The ids of those who hold the post at the supported school; empty if nobody is known to. `first` held it first."""
    return (first,) if context.headteachers is None else context.headteachers


def _for_the_payee(deployment: Deployment, broker: frozenset[str]) -> Iterator[str]:
    acted = [*deployment.agreement.for_the_payee]
    for certificate in deployment.ending.certificates.values():
        acted += (certificate.preparer, certificate.certifier)
    return (person.person for person in acted if key_of(person.organisation) not in broker)
