"""Certifiers: who may certify the use of a grant, for whom, and with which report."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import headteachers
from s2ss_core.events import GrantUsageCertified
from s2ss_core.ids import among
from s2ss_core.programmes import Programme
from s2ss_core.rules import Broken
from s2ss_core.rules import ending as rules
from s2ss_core.values import Role

CERTIFIERS: tuple[Role, ...] = (
    "accounting-officer", "chair", "chief-executive", "headteacher", "home-headteacher", "chief-financial-officer",
    "section-151-officer",
)  # fmt: skip


def not_by(deployment: Deployment, fact: GrantUsageCertified) -> tuple[str, ...]:
    """The people who may not certify: who prepared it, and whoever assured or gave the support."""
    brokering = deployment.brokering
    qa_leads = (appointed.qa_lead for appointed in brokering.qa_leads)
    leaders = (deployed.leader for deployed in brokering.leaders)
    return tuple(dict.fromkeys((fact.preparer.person, *qa_leads, *leaders)))


def answered_for(
    deployment: Deployment, context: DecisionContext, fact: GrantUsageCertified
) -> Iterable[Broken]:
    """The rules on the recipient and on who answers for it that are not met; nothing where nobody is paid by the programme."""
    known = _recipients(deployment, context, fact)
    if not known:
        return
    certifier, recipient = fact.certifier, fact.recipient
    if recipient:
        yield from rules.the_recipient_is_one_that_is_paid_here.broken_by(recipient=recipient.id, known=known)
    named = recipient if recipient and among(recipient.id, known) else None
    recipients = tuple(dict.fromkeys(filter(None, (named.id, named.trust)))) if named else known
    in_role = certifier.role in CERTIFIERS or certifier.stands_in_for is not None
    brokered = deployment.brokering.brokered
    supported = among(certifier.person, headteachers(context, brokered.headteacher))
    own = among(certifier.organisation, recipients) and (
        not supported or among(brokered.school.id, recipients)
    )
    yield from rules.the_certifier_answers_for_the_recipient.broken_by(
        certifier=certifier.person,
        recipients=recipients,
        roles=CERTIFIERS,
        answers=in_role and own,
    )


def _recipients(
    deployment: Deployment, context: DecisionContext, fact: GrantUsageCertified
) -> tuple[str, ...]:
    """The ids of those who may have received the grant: whom the programme pays, and the leaders' schools and trusts."""
    payees = deployment.payees(context.terms(deployment.funding), fact.on)
    given = (
        organisation.id
        for deployed in deployment.brokering.leaders.joined_by(fact.on)
        for organisation in (deployed.home_school, deployed.home_trust)
        if organisation
    )
    return tuple(dict.fromkeys((*payees, *given))) if payees else ()


def with_a_report_that_stands(deployment: Deployment, fact: GrantUsageCertified) -> tuple[Broken, ...]:
    """The rule that the report a certificate names stands, if it is not met."""
    if fact.with_report is None:
        return ()
    reports = tuple(report.report for report in deployment.reporting.reports.values() if report.on <= fact.on)
    return rules.the_report_that_goes_with_the_certificate_stands.broken_by(
        report=fact.with_report, reports=reports, on=fact.on
    )


def statements_not_made(programme: Programme, fact: GrantUsageCertified) -> tuple[str, ...]:
    """The statements that the programme asks for and the certifier does not make."""
    made = {statement.id for statement in fact.statements if statement.made}
    declined = {statement.id for statement in fact.statements if not statement.made}
    return tuple(
        statement
        for statement in programme.certificate_statements
        if statement not in made or statement in declined
    )
