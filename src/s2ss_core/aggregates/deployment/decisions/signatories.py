"""Signatories: who may sign an agreement for a party, as far as the record knows."""

from collections.abc import Mapping

from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import IN_WORDS, Part, People
from s2ss_core.events import AgreementSigned
from s2ss_core.ids import among, key_of
from s2ss_core.values import PartyRole

PARTS: Mapping[PartyRole, tuple[Part, ...]] = {
    "payee": ("leader", "payee"),
    "home-school": ("leader", "payee"),
    "supported-school": ("headteacher",),
}
"""The parts in the support of people who may sign for a party. For other parties, people without any part sign."""


def stranger_to_the_party(deployment: Deployment, people: People, fact: AgreementSigned) -> str | None:
    """What the signatory is known as, in words, if they may not sign for the party; None if they may."""
    signatory, party = fact.signatory, fact.party
    signs_for = fact.delegated_by.person if fact.delegated_by else signatory.stands_in_for
    if party == "system-leader":
        leads = among(signatory.person, people.leaders) or among(signs_for, people.leaders)
        return None if leads else "no System Leader here"
    part = people.part_of(signatory.person)
    if part is not None and part not in PARTS.get(party, ()):
        return IN_WORDS[part]
    own = _names_of(deployment, people, fact)
    if own and key_of(signatory.organisation) not in own:
        return f"of {signatory.organisation}"
    heads = party == "supported-school" and signs_for is None
    return f"not the {signatory.role} here" if heads and not people.holds(signatory) else None


def _names_of(deployment: Deployment, people: People, fact: AgreementSigned) -> frozenset[str]:
    """The names of the organisations that a party may be; none if the record does not say."""
    if fact.party == "broker":
        return people.broker
    if fact.party == "supported-school":
        return people.school
    issued = deployment.agreement.known(fact.agreement)
    parties = [party.organisation for party in issued.parties if party.role == fact.party] if issued else []
    named = [
        organisation.names for organisation in (*parties, *(issued.payees if issued else ())) if organisation
    ]
    providing = deployment.brokering.providing(fact.on)
    return frozenset() if fact.party == "governing-body" else providing.union(people.paid, *named)
