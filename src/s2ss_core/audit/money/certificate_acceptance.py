"""What becomes of a certificate that was returned: asked about, accepted and assured by people who had no part in it."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach
from s2ss_core.audit.money.account_checks import asks_account, known_deployment
from s2ss_core.audit.money.certificate_checks import standing, without_a_part
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.record import Prefix
from s2ss_core.events import AssuranceGiven, CertificateAccepted, CertificateQueried, CertificateReturned
from s2ss_core.ids import key_of

Breaches = Iterator[Breach]


@asks_account("S2SS-E30", CertificateQueried, CertificateAccepted)
def of_what_was_returned(
    event: CertificateQueried | CertificateAccepted, _: DeploymentAccount, prefix: Prefix
) -> Breaches:
    """A certificate is asked about, and accepted, once it was returned."""
    back = [
        made.on for made in prefix.book.events(CertificateReturned) if made.certificate == event.certificate
    ]
    if not any(day <= event.on for day in back):
        yield Breach(certificate=event.certificate, returned_on=min(back, default=None), on=event.on)


@asks_account("S2SS-E31", CertificateAccepted)
def of_what_stands(event: CertificateAccepted, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Whoever accepts a certificate accepts one that no other took the place of."""
    stand = tuple(row.certificate for row in standing(account))
    if event.certificate in account.certificates and event.certificate not in stand:
        yield Breach(certificate=event.certificate, standing=stand)


@asks_account("S2SS-E32", CertificateAccepted, AssuranceGiven)
def by_nobody_who_had_a_part(
    event: CertificateAccepted | AssuranceGiven, account: DeploymentAccount, prefix: Prefix
) -> Breaches:
    """Whoever accepts or assures it neither made nor signed it, nor assured or gave the support."""
    deployment, entry = known_deployment(prefix), account.certificates.get(event.certificate)
    if deployment is None or entry is None:
        return
    made = entry.event
    signed = [made.preparer.person, made.certifier.person]
    signed += [made.countersigned_by.person] if made.countersigned_by else []
    not_by = without_a_part(deployment, *signed)
    if deployment.among(event.by.person, not_by):
        yield Breach(by=event.by.person, not_by=not_by)


@asks_account("S2SS-E33", AssuranceGiven)
def of_what_was_certified(event: AssuranceGiven, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Assurance is given on a certificate that was certified by then."""
    entry = account.certificates.get(event.certificate)
    if entry is None or event.on < entry.event.on:
        certified_on = entry.event.on if entry else None
        yield Breach(certificate=event.certificate, certified_on=certified_on, on=event.on)


@asks_account("S2SS-E34", AssuranceGiven)
def from_outside(event: AssuranceGiven, account: DeploymentAccount, _: Prefix) -> Breaches:
    """Assurance comes from neither the recipient, the broker nor a school of the deployment."""
    brokered, entry = account.brokered, account.certificates.get(event.certificate)
    concerned = {key_of(brokered.broker.id), key_of(brokered.school.id)}
    for since, key in account.deployed.everybody():
        leader = account.deployed.leader(key, since)
        concerned |= {key_of(leader.home_school.id)} if leader else set()
        concerned |= {key_of(leader.home_trust.id)} if leader and leader.home_trust else set()
    if entry is not None and entry.event.recipient is not None:
        concerned.add(key_of(entry.event.recipient.id))
    if key_of(event.by.organisation) in concerned:
        yield Breach(firm=event.by.organisation, concerned=tuple(concerned))
