"""Ending: the certificate is certified and submitted, support ends, the deployment is closed."""

from s2ss_core.aggregates.award_share import lines_of
from s2ss_core.aggregates.decision import Decision, DecisionContext, with_derived
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.certified_periods import of_its_period_and_award
from s2ss_core.aggregates.deployment.decisions.certifiers import (
    answered_for,
    not_by,
    statements_not_made,
    with_a_report_that_stands,
)
from s2ss_core.aggregates.deployment.decisions.checklists import answered_for as checked
from s2ss_core.aggregates.deployment.decisions.exits import by_its_exit
from s2ss_core.aggregates.deployment.decisions.payments import errors
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import (
    CertificatePrepared,
    CertificateReturned,
    DeploymentEvent,
    GrantUsageCertified,
    SupportEnded,
)
from s2ss_core.ids import among
from s2ss_core.rules import ending as rules


def prepare_certificate(
    deployment: Deployment, context: DecisionContext, fact: CertificatePrepared
) -> Decision[DeploymentEvent]:
    """Prepare a certificate for its certifier."""
    return decide(deployment, fact, after_closing=True)


def certify_grant_usage(
    deployment: Deployment, context: DecisionContext, fact: GrantUsageCertified
) -> Decision[DeploymentEvent]:
    """Certify what the grant was used for. It cannot be recorded despite a rule."""
    eligible = deployment.account(context.programme).eligible_between(
        fact.covers_from, fact.covers_to, lines_of(context.shares, fact.award)
    )
    fact = with_derived(fact, eligible=eligible)
    others = not_by(deployment, fact)
    finalised = deployment.reporting.finalised.get(fact.with_report) if fact.with_report else None
    final = deployment.reporting.final
    goes_with = final is not None and final.report == fact.with_report
    return decide(
        deployment,
        fact,
        rules.the_certifier_is_somebody_else.broken_by(certifier=fact.certifier.person, not_by=others),
        rules.every_statement_was_made.broken_by(not_made=statements_not_made(context.programme, fact)),
        checked(deployment, context, "certificate", fact.certificate, fact.on),
        rules.no_error_stands.broken_by(errors=errors(deployment)),
        rules.the_certificate_goes_with_the_finalised_final_report.broken_by(
            report=fact.with_report,
            finalised_on=finalised.on if finalised and goes_with else None,
            on=fact.on,
        )
        if fact.final
        else (),
        answered_for(deployment, context, fact) if not among(fact.certifier.person, others) else (),
        rules.the_countersignature_is_of_somebody_else.broken_by(
            countersigned_by=fact.countersigned_by.person, not_by=(*others, fact.certifier.person)
        )
        if fact.countersigned_by
        else (),
        with_a_report_that_stands(deployment, fact) if not fact.final else (),
        of_its_period_and_award(deployment, context, fact),
        after_closing=True,
    )


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
        by_its_exit(deployment, fact),
    )
