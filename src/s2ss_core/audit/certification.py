"""Certification: a certificate is asked about, accepted and assured by people who had no part in it."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach
from s2ss_core.audit.deployment import Deployment, asks
from s2ss_core.events import (
    AssuranceGiven,
    CertificateAccepted,
    CertificateQueried,
    CertificateReturned,
    GrantUsageCertified,
    QALeadAppointed,
)
from s2ss_core.ids import key_of


def _certified(certificate: str, deployment: Deployment) -> GrantUsageCertified | None:
    made = deployment.book.events(GrantUsageCertified)
    return next((each for each in made if each.certificate == certificate), None)


@asks("S2SS-E30", CertificateQueried, CertificateAccepted)
def after_it_was_returned(
    event: CertificateQueried | CertificateAccepted, deployment: Deployment
) -> Iterator[Breach]:
    """It was returned by that day."""
    returned = [
        each.on
        for each in deployment.book.events(CertificateReturned)
        if each.certificate == event.certificate
    ]
    if not returned or event.on < min(returned):
        yield Breach(certificate=event.certificate, returned_on=min(returned, default=None), on=event.on)


@asks("S2SS-E31", CertificateAccepted)
def one_that_stands(event: CertificateAccepted, deployment: Deployment) -> Iterator[Breach]:
    """No other certificate took its place."""
    made = deployment.book.events(GrantUsageCertified)
    standing = {each.certificate for each in made} - {each.supersedes for each in made}
    if event.certificate not in standing:
        yield Breach(certificate=event.certificate, standing=standing)


@asks("S2SS-E32", CertificateAccepted, AssuranceGiven)
def by_somebody_else(event: CertificateAccepted | AssuranceGiven, deployment: Deployment) -> Iterator[Breach]:
    """Whoever does it neither prepared nor signed it, nor is or was a QA Lead or a leader here."""
    certified = _certified(event.certificate, deployment)
    signed = (certified.preparer, certified.certifier, certified.countersigned_by) if certified else ()
    not_by = [person.person for person in signed if person]
    not_by += [each.qa_lead for each in deployment.book.events(QALeadAppointed)]
    not_by += [spell.leader.leader for spell in deployment.spells]
    if deployment.among(event.by.person, not_by):
        yield Breach(by=event.by.person, not_by=not_by)


@asks("S2SS-E33", AssuranceGiven)
def of_one_that_was_certified(event: AssuranceGiven, deployment: Deployment) -> Iterator[Breach]:
    """It was certified by that day."""
    certified = _certified(event.certificate, deployment)
    if certified is None or event.on < certified.on:
        on = certified.on if certified else None
        yield Breach(certificate=event.certificate, certified_on=on, on=event.on)


@asks("S2SS-E34", AssuranceGiven)
def by_a_firm_from_outside(event: AssuranceGiven, deployment: Deployment) -> Iterator[Breach]:
    """The firm is neither the recipient, nor the broker, nor a school or trust of the deployment."""
    certified = _certified(event.certificate, deployment)
    parties = [deployment.brokered.broker, deployment.brokered.school]
    for spell in deployment.spells:
        parties += filter(None, (spell.leader.home_school, spell.leader.home_trust))
    if certified and certified.recipient:
        parties.append(certified.recipient)
    concerned = {key_of(name) for party in parties for name in (party.id, party.trust) if name}
    if key_of(event.by.organisation) in concerned:
        yield Breach(firm=event.by.organisation, concerned=concerned)
