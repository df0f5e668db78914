"""Certification: a certificate that was made is asked about, assured and accepted."""

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.certifiers import not_by
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import (
    AssuranceGiven,
    CertificateAccepted,
    CertificateQueried,
    DeploymentEvent,
)
from s2ss_core.rules import Broken
from s2ss_core.rules import certification as rules

Acceptance = CertificateQueried | CertificateAccepted


def query_certificate(
    deployment: Deployment, context: DecisionContext, fact: CertificateQueried
) -> Decision[DeploymentEvent]:
    """Record that a certificate was asked about."""
    return decide(deployment, fact, _received(deployment, fact), despite=True, after_closing=True)


def accept_certificate(
    deployment: Deployment, context: DecisionContext, fact: CertificateAccepted
) -> Decision[DeploymentEvent]:
    """Record that a certificate was accepted."""
    return decide(
        deployment,
        fact,
        _received(deployment, fact),
        rules.the_certificate_accepted_stands.broken_by(
            certificate=fact.certificate, standing=tuple(deployment.ending.names_standing)
        ),
        _no_part_in_it(deployment, fact),
        despite=True,
        after_closing=True,
    )


def give_assurance(
    deployment: Deployment, context: DecisionContext, fact: AssuranceGiven
) -> Decision[DeploymentEvent]:
    """Record an accountant's report on a certificate."""
    certified = deployment.ending.certificates.get(fact.certificate)
    return decide(
        deployment,
        fact,
        rules.the_certificate_assured_was_certified.broken_by(
            certificate=fact.certificate, certified_on=certified.on if certified else None, on=fact.on
        ),
        _no_part_in_it(deployment, fact),
        rules.the_assurance_is_independent.broken_by(
            firm=fact.by.organisation, concerned=_concerned(deployment, fact)
        ),
        despite=True,
        after_closing=True,
    )


def _received(deployment: Deployment, fact: Acceptance) -> tuple[Broken, ...]:
    returned = (each.on for each in deployment.ending.returned if each.certificate == fact.certificate)
    return rules.the_certificate_was_received.broken_by(
        certificate=fact.certificate, returned_on=min(returned, default=None), on=fact.on
    )


def _no_part_in_it(deployment: Deployment, fact: CertificateAccepted | AssuranceGiven) -> tuple[Broken, ...]:
    certified = deployment.ending.certificates.get(fact.certificate)
    if certified is None:
        return ()
    signed = (certified.certifier, certified.countersigned_by)
    people = (*not_by(deployment, certified), *(person.person for person in signed if person))
    return rules.whoever_accepts_or_assures_it_had_no_part_in_it.broken_by(
        by=fact.by.person, not_by=tuple(dict.fromkeys(people))
    )


def _concerned(deployment: Deployment, fact: AssuranceGiven) -> tuple[str, ...]:
    """The broker, the supported school, the recipient, and the schools and trusts of the leaders."""
    brokered = deployment.brokering.brokered
    certified = deployment.ending.certificates.get(fact.certificate)
    organisations = [brokered.broker, brokered.school, certified.recipient if certified else None]
    for deployed in deployment.brokering.leaders.joined_by(fact.on):
        organisations += [deployed.home_school, deployed.home_trust]
    named = [name for each in organisations if each for name in (each.id, each.trust) if name]
    return tuple(dict.fromkeys(named))
