"""Ending: the certificate is certified and submitted, support ends, the deployment is closed."""

from collections.abc import Iterable

from s2ss_core.aggregates.decision import Decision, DecisionContext
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.payments import errors
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import headteachers
from s2ss_core.events import (
    CertificatePrepared,
    CertificateReturned,
    DeploymentEvent,
    GrantUsageCertified,
    SupportEnded,
)
from s2ss_core.ids import among
from s2ss_core.programmes import Programme
from s2ss_core.rules import Broken
from s2ss_core.rules import ending as rules
from s2ss_core.values import Money, Role


def prepare_certificate(
    deployment: Deployment, context: DecisionContext, fact: CertificatePrepared
) -> Decision[DeploymentEvent]:
    """Prepare a certificate for its certifier."""
    return decide(deployment, fact, after_closing=True)


def certify_grant_usage(
    deployment: Deployment, context: DecisionContext, fact: GrantUsageCertified
) -> Decision[DeploymentEvent]:
    """Certify what the grant was used for. It cannot be recorded despite a rule."""
    programme = context.programme
    not_by = _not_by(deployment, fact)
    finalised = deployment.reporting.finalised.get(fact.with_report) if fact.with_report else None
    final = deployment.reporting.final
    goes_with = final is not None and final.report == fact.with_report
    return decide(
        deployment,
        fact,
        rules.the_certifier_is_somebody_else.broken_by(certifier=fact.certifier.person, not_by=not_by),
        rules.every_statement_was_made.broken_by(not_made=_not_made(programme, fact)),
        rules.the_certificate_covers_every_cost.broken_by(
            outside=tuple(_outside(deployment, programme, fact))
        ),
        rules.no_error_stands.broken_by(errors=errors(deployment, context)),
        rules.the_certificate_goes_with_the_finalised_final_report.broken_by(
            report=fact.with_report,
            finalised_on=finalised.on if finalised and goes_with else None,
            on=fact.on,
        )
        if fact.final
        else (),
        rules.a_further_certificate_supersedes_the_one_before.broken_by(
            supersedes=fact.supersedes, standing=deployment.ending.standing
        ),
        _answered_for(deployment, context, fact) if not among(fact.certifier.person, not_by) else (),
        rules.the_countersignature_is_of_somebody_else.broken_by(
            countersigned_by=fact.countersigned_by.person, not_by=(*not_by, fact.certifier.person)
        )
        if fact.countersigned_by
        else (),
        _with_a_report_that_stands(deployment, fact) if not fact.final else (),
        after_closing=True,
    )


CERTIFIERS: tuple[Role, ...] = (
    "accounting-officer", "chair", "chief-executive", "headteacher", "home-headteacher", "chief-financial-officer",
    "section-151-officer",
)  # fmt: skip


def _not_by(deployment: Deployment, fact: GrantUsageCertified) -> tuple[str, ...]:
    """The people who may not certify: who prepared it, and whoever assured or gave the support."""
    brokering = deployment.brokering
    qa_leads = (appointed.qa_lead for appointed in brokering.qa_leads)
    leaders = (deployed.leader for deployed in brokering.leaders)
    return tuple(dict.fromkeys((fact.preparer.person, *qa_leads, *leaders)))


def _answered_for(
    deployment: Deployment, context: DecisionContext, fact: GrantUsageCertified
) -> Iterable[Broken]:
    """The rules on the recipient and on who answers for it that are not met; nothing where nobody is paid by the programme."""
    known = _recipients(deployment, context, fact)
    if not known:
        return
    certifier, recipient = fact.certifier, fact.recipient
    if recipient:
        yield from rules.the_recipient_is_one_that_is_paid_here.broken_by(recipient=recipient.id, known=known)
    recipients = tuple(dict.fromkeys(filter(None, (recipient.id, recipient.trust)))) if recipient else known
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


def _with_a_report_that_stands(deployment: Deployment, fact: GrantUsageCertified) -> tuple[Broken, ...]:
    if fact.with_report is None:
        return ()
    reports = tuple(report.report for report in deployment.reporting.reports.values() if report.on <= fact.on)
    return rules.the_report_that_goes_with_the_certificate_stands.broken_by(
        report=fact.with_report, reports=reports, on=fact.on
    )


def _not_made(programme: Programme, fact: GrantUsageCertified) -> tuple[str, ...]:
    made = {statement.id for statement in fact.statements if statement.made}
    declined = {statement.id for statement in fact.statements if not statement.made}
    return tuple(
        statement
        for statement in programme.certificate_statements
        if statement not in made or statement in declined
    )


def _outside(deployment: Deployment, programme: Programme, fact: GrantUsageCertified) -> Iterable[str]:
    account = deployment.account(programme)
    for name, item in account.items:
        counts = item.amount > deployment.corrections.by_fact.get(name, Money(0))
        if counts and (item.day < fact.covers_from or (fact.final and item.day > fact.covers_to)):
            yield f"{name} on {item.day}"


def submit_certificate(
    deployment: Deployment, context: DecisionContext, fact: CertificateReturned
) -> Decision[DeploymentEvent]:
    """Record that a certificate was submitted together with its report."""
    certified = deployment.ending.certificates.get(fact.certificate)
    matches = certified is not None and certified.with_report == fact.with_report
    return decide(
        deployment,
        fact,
        rules.the_certificate_returned_was_certified_with_that_report.broken_by(
            certificate=fact.certificate,
            report=fact.with_report,
            certified_on=certified.on if certified and matches else None,
            on=fact.on,
        ),
        after_closing=True,
    )


def end_support(
    deployment: Deployment, context: DecisionContext, fact: SupportEnded
) -> Decision[DeploymentEvent]:
    """Record that the support ended."""
    start = deployment.brokering.period_on(fact.actual_end).start
    visits = [visit.on for visit in deployment.support.visits.values()]
    return decide(
        deployment,
        fact,
        rules.the_support_has_not_ended_before.broken_by(ended_on=deployment.ending.actual_end),
        rules.the_support_ended_after_its_last_visit.broken_by(
            actual_end=fact.actual_end, last_visit=max(visits, default=min(start, fact.actual_end))
        ),
        rules.the_end_has_come.broken_by(actual_end=fact.actual_end, on=fact.on),
    )
