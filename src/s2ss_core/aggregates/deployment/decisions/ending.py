"""Ending: the certificate is certified and submitted, support ends, the deployment is closed."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from s2ss_core.aggregates.decision import Decision, DecisionContext, with_derived
from s2ss_core.aggregates.deployment.decision import decide
from s2ss_core.aggregates.deployment.decisions.certifiers import (
    answered_for,
    not_by,
    statements_not_made,
    with_a_report_that_stands,
)
from s2ss_core.aggregates.deployment.decisions.exits import by_its_exit
from s2ss_core.aggregates.deployment.decisions.payments import errors
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.events import (
    CertificatePrepared,
    CertificateReturned,
    DeploymentEvent,
    FinancialYearKind,
    GrantUsageCertified,
    SupportEnded,
)
from s2ss_core.ids import among
from s2ss_core.ledger import certificates_standing, covers
from s2ss_core.programmes import financial_year
from s2ss_core.rules import ending as rules
from s2ss_core.values import AcademicYear

YEARS: Mapping[FinancialYearKind, Callable[[date], str]] = {
    "april-march": financial_year,
    "september-august": AcademicYear.of,
}


def prepare_certificate(
    deployment: Deployment, context: DecisionContext, fact: CertificatePrepared
) -> Decision[DeploymentEvent]:
    """Prepare a certificate for its certifier."""
    return decide(deployment, fact, after_closing=True)


def certify_grant_usage(
    deployment: Deployment, context: DecisionContext, fact: GrantUsageCertified
) -> Decision[DeploymentEvent]:
    """Certify what the grant was used for. It cannot be recorded despite a rule."""
    eligible = deployment.account(context.programme).eligible_between(fact.covers_from, fact.covers_to)
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
        rules.the_certificate_covers_every_cost.broken_by(outside=tuple(_outside(deployment, context, fact))),
        rules.no_error_stands.broken_by(errors=errors(deployment, context)),
        rules.the_certificate_goes_with_the_finalised_final_report.broken_by(
            report=fact.with_report,
            finalised_on=finalised.on if finalised and goes_with else None,
            on=fact.on,
        )
        if fact.final
        else (),
        rules.a_further_certificate_supersedes_the_one_before.broken_by(
            supersedes=fact.supersedes, standing=tuple(_replaced(deployment, fact))
        ),
        answered_for(deployment, context, fact) if not among(fact.certifier.person, others) else (),
        rules.the_countersignature_is_of_somebody_else.broken_by(
            countersigned_by=fact.countersigned_by.person, not_by=(*others, fact.certifier.person)
        )
        if fact.countersigned_by
        else (),
        with_a_report_that_stands(deployment, fact) if not fact.final else (),
        rules.a_yearly_certificate_is_of_one_year.broken_by(years=_years(context, fact)),
        after_closing=True,
    )


def _outside(deployment: Deployment, context: DecisionContext, fact: GrantUsageCertified) -> Iterator[str]:
    """What counts on a day of no certificate: before the period, or on any day if this is the final certificate."""
    certified = certificates_standing((*deployment.ending.standing, fact))
    account = deployment.account(context.programme)
    for name, _ in account.items:
        days = [
            (day, amount)
            for day, amount in account.by_day(name)
            if (fact.final or day < fact.covers_from) and not any(covers(each, day) for each in certified)
        ]
        if sum(amount for _, amount in days):
            yield f"{name} on {days[0][0]}"


def _replaced(deployment: Deployment, fact: GrantUsageCertified) -> Iterator[str]:
    """The certificates that this one takes the place of."""
    standing = deployment.ending.standing
    stay = certificates_standing((*standing, fact))
    return (certificate.certificate for certificate in standing if certificate not in stay)


def _years(context: DecisionContext, fact: GrantUsageCertified) -> tuple[str, ...]:
    """The financial years of a certificate, if an award asks for one a year: of the kind of year that gives fewest."""
    first, last = fact.covers_from, fact.covers_to
    inside = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in (6, 12))
    days = (first, *(day for day in inside if first < day < last), last)
    years = [tuple(dict.fromkeys(map(YEARS[kind], days))) for kind in context.certificate_years]
    return min(years, key=len, default=())


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
