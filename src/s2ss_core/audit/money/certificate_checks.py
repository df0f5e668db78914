"""The certificate: who certifies what for whom, over which days, with which report; and whether it still holds."""

from collections.abc import Iterator

from s2ss_core.audit.check import Breach, as_money
from s2ss_core.audit.deployment import Deployment, deployment_before
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.certified_awards import certified_awards, lines_certified, of_one_award
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.gates import gates_of
from s2ss_core.audit.money.payees import payees_of
from s2ss_core.audit.money.payment_checks import beyond_releases
from s2ss_core.audit.money.periods import spent_in, year_from_april, year_from_september
from s2ss_core.audit.record import Prefix, Record
from s2ss_core.events import (
    CertificatePrepared,
    CertificateReturned,
    Closed,
    FinalReported,
    GrantAwarded,
    GrantUsageCertified,
    InstalmentReleased,
    InterimReported,
    QALeadAppointed,
    ReportFinalised,
)
from s2ss_core.ids import key_of
from s2ss_core.values import INSTALMENT

__all__ = ["standing", "without_a_part"]

Breaches = Iterator[Breach]
ANSWER = (
    "accounting-officer", "chief-executive", "chief-financial-officer", "section-151-officer", "chair", "headteacher",
    "home-headteacher",
)  # fmt: skip


def standing(account: DeploymentAccount) -> Iterator[GrantUsageCertified]:
    """The certificates that no later one of their award supersedes, by name or by a day that both cover."""
    made: list[GrantUsageCertified] = [entry.event for entry in account.certificates.values()]
    for index, certified in enumerate(made):
        if not any(_supersedes(later, certified) for later in made[index + 1 :]):
            yield certified


def _supersedes(later: GrantUsageCertified, certified: GrantUsageCertified) -> bool:
    named = later.supersedes == certified.certificate
    return of_one_award(later.award, certified.award) and (named or _overlap(later, certified))


def _overlap(one: GrantUsageCertified, other: GrantUsageCertified) -> bool:
    return one.covers_from <= other.covers_to and other.covers_from <= one.covers_to


def eligible_in(account: DeploymentAccount, certified: GrantUsageCertified, record: Record) -> int:
    """What is eligible of the days that a certificate covers, of the lines of its award, as known now."""
    first, last, lines = (
        certified.covers_from,
        certified.covers_to,
        lines_certified(account, certified.award, record),
    )
    facts = (fact for fact in account.facts.values() if lines is None or fact.line in lines)
    return spent_in(facts, lambda day: first <= day <= last)[0].eligible


def answered_for(account: DeploymentAccount, certified: GrantUsageCertified, record: Record) -> int:
    """What is eligible now of what a certificate answers for: a final one also for days of no other certificate."""
    if not certified.final:
        return eligible_in(account, certified, record)
    own = lines_certified(account, certified.award, record)
    others = [
        (row.covers_from, row.covers_to, lines_certified(account, row.award, record))
        for row in standing(account)
        if row.certificate != certified.certificate
    ]
    return sum(
        sums.eligible
        for fact in account.facts.values()
        if own is None or fact.line in own
        for day, sums in fact.moments()
        if not any(
            first <= day <= last and (lines is None or fact.line in lines) for first, last, lines in others
        )
    )


def without_a_part(deployment: Deployment, *others: str) -> tuple[str, ...]:
    """Everybody who may not certify: these, every QA Lead and every System Leader that there was."""
    assurers = [appointed.qa_lead for appointed in deployment.book.events(QALeadAppointed)]
    return (*others, *assurers, *(spell.leader.leader for spell in deployment.spells))


@asks_account("S2SS-E01", GrantUsageCertified)
def certified_by_somebody_else(event: GrantUsageCertified, _: DeploymentAccount, prefix: Prefix) -> Breaches:
    """Whoever certifies neither prepared it, nor is or was a QA Lead or a System Leader here."""
    deployment = deployment_before(prefix)
    if deployment is None:
        return
    prepared = [
        made.preparer.person
        for made in deployment.book.events(CertificatePrepared)
        if made.certificate == event.certificate
    ]
    not_by = without_a_part(deployment, event.preparer.person, *prepared)
    if deployment.among(event.certifier.person, not_by):
        yield Breach(certifier=event.certifier.person, not_by=not_by)


@asks_account("S2SS-E23", GrantUsageCertified)
def countersigned_by_somebody_else(
    event: GrantUsageCertified, _: DeploymentAccount, prefix: Prefix
) -> Breaches:
    """Whoever countersigns neither prepared nor certified it, nor assured or gave the support."""
    deployment = deployment_before(prefix)
    if deployment is None or event.countersigned_by is None:
        return
    not_by = without_a_part(deployment, event.preparer.person, event.certifier.person)
    if deployment.among(event.countersigned_by.person, not_by):
        yield Breach(countersigned_by=event.countersigned_by.person, not_by=not_by)


@asks_account("S2SS-E02", GrantUsageCertified)
def every_statement(event: GrantUsageCertified, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The certifier makes every statement that the programme asks for."""
    made = {statement.id for statement in event.statements if statement.made}
    not_made = [name for name in account.programme.certificate_statements if name not in made]
    if not_made:
        yield Breach(not_made=tuple(not_made))


@asks_account("S2SS-E03", GrantUsageCertified)
def every_cost(event: GrantUsageCertified, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """Every cost that counts, of its award, is on a day of a certificate that stands; before the final one, by its first day."""
    others = [row for row in standing(account) if not _supersedes(event, row)]
    periods = [
        (row.covers_from, row.covers_to, lines_certified(account, row.award, prefix.record))
        for row in (*others, event)
    ]
    own = periods[-1][2]
    outside = [
        " ".join(fact.id)
        for fact in account.facts.values()
        if fact.eligible
        and (event.final or fact.on < event.covers_from)
        and (own is None or fact.line in own)
        and not any(
            first <= fact.on <= last and (lines is None or fact.line in lines)
            for first, last, lines in periods
        )
    ]
    if outside:
        yield Breach(outside=tuple(outside))


@asks_account("S2SS-E04", GrantUsageCertified, Closed)
def no_error_stands(_: GrantUsageCertified | Closed, account: DeploymentAccount, __: Prefix) -> Breaches:
    """Nobody certifies or closes over an error that stands in the record."""
    errors = tuple(f"payment {paid.event.payment}" for paid, *_others in beyond_releases(account))
    if errors:
        yield Breach(errors=errors)


@asks_account("S2SS-E05", GrantUsageCertified)
def with_the_final_report(event: GrantUsageCertified, _: DeploymentAccount, prefix: Prefix) -> Breaches:
    """A final certificate goes with the final report, finalised by then."""
    if not event.final or not prefix.programme or not prefix.programme.reports.written:
        return
    final = any(report.report == event.with_report for report in prefix.book.events(FinalReported))
    days = [
        made.on for made in prefix.book.events(ReportFinalised) if final and made.report == event.with_report
    ]
    if not any(day <= event.on for day in days):
        yield Breach(report=event.with_report, finalised_on=min(days, default=None), on=event.on)


@asks_account("S2SS-E06", GrantUsageCertified)
def one_for_each_day(event: GrantUsageCertified, account: DeploymentAccount, _: Prefix) -> Breaches:
    """A further certificate for a day supersedes the one before."""
    overlapping = tuple(
        row.certificate
        for row in standing(account)
        if _overlap(row, event) and of_one_award(row.award, event.award)
    )
    kept = event.supersedes in overlapping if overlapping else event.supersedes is None
    if not kept:
        yield Breach(supersedes=event.supersedes, standing=overlapping)


@asks_account("S2SS-E07", CertificateReturned)
def certified_with_that_report(event: CertificateReturned, account: DeploymentAccount, _: Prefix) -> Breaches:
    """What is returned was certified by that day, with that report."""
    entry = account.certificates.get(event.certificate)
    certified = entry.event if entry and entry.event.with_report == event.with_report else None
    if certified is None or event.on < certified.on:
        yield Breach(
            certificate=event.certificate,
            report=event.with_report,
            certified_on=certified.on if certified else None,
            on=event.on,
        )


@asks_account("S2SS-E20", GrantUsageCertified)
def answers_for_the_recipient(event: GrantUsageCertified, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The certifier is of the recipient, in a role that answers for its money or standing in for one who has it."""
    recipients, named = _recipients(account), key_of(event.recipient.id) if event.recipient else None
    recipients = {named} if named in recipients else recipients
    certifier = event.certifier
    answers = certifier.role in ANSWER or certifier.stands_in_for is not None
    if key_of(certifier.organisation) not in recipients or not answers:
        yield Breach(certifier=certifier.person, recipients=tuple(recipients), roles=ANSWER, answers=False)


def _recipients(account: DeploymentAccount) -> set[str]:
    agreed = account.agreements.in_force
    return {
        *payees_of(account, INSTALMENT),
        *(key_of(payee.id) for payee in (agreed.payees if agreed else ())),
    }


@asks_account("S2SS-E21", GrantUsageCertified)
def of_one_that_is_paid(event: GrantUsageCertified, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The recipient is one that is paid for the support here."""
    if event.recipient is not None and key_of(event.recipient.id) not in _recipients(account):
        yield Breach(recipient=event.recipient.id, known=tuple(_recipients(account)))


@asks_account("S2SS-E22", GrantUsageCertified)
def with_a_report_that_stands(event: GrantUsageCertified, _: DeploymentAccount, prefix: Prefix) -> Breaches:
    """The report that it goes with was recorded by that day, and stands."""
    reports = [row for row in prefix.book.events(InterimReported, FinalReported) if row.on <= event.on]
    names = tuple(report.report for report in reports)
    if event.with_report is not None and not event.final and event.with_report not in names:
        yield Breach(report=event.with_report, reports=names, on=event.on)


@asks_account("S2SS-E29", GrantUsageCertified)
def of_one_year(event: GrantUsageCertified, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """Where an award asks for a certificate of each financial year, it is of one."""
    awards = (prefix.record.grant(grant).first(GrantAwarded) for grant in account.brokered.funding.awards)
    for award in awards:
        if award is None or award.certificates != "financial-year":
            continue
        by = {"april-march": year_from_april, "september-august": year_from_september}
        spans = [(by[kind](event.covers_from), by[kind](event.covers_to)) for kind in award.year_reckonings]
        if spans and all(first != last for first, last in spans):
            yield Breach(years=spans[0])


@asks_account("S2SS-E60", GrantUsageCertified)
def of_an_award_that_funds_it(event: GrantUsageCertified, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The award that it names funds the deployment."""
    awards = account.brokered.funding.awards
    if event.award is not None and key_of(event.award) not in map(key_of, awards):
        yield Breach(award=event.award, awards=awards)


@asks_account("S2SS-E16", Closed)
def one_of_each_award(event: Closed, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """Support that ran its course returned what was certified: of each award that bears lines of its plan, and all that stands."""
    ended = account.ended
    if "certificate-returned" not in account.terms.last_gates or "completed" not in {
        event.cause,
        ended.cause if ended else None,
    }:
        return
    back = {returned.certificate for returned in prefix.book.events(CertificateReturned)}
    stand = tuple(standing(account))
    asked = certified_awards(account, prefix.record)
    of_each = all(any(of_one_award(row.award, award) for row in stand) for award in asked)
    if not of_each or any(row.certificate not in back for row in stand):
        yield Breach(returned=False)


@asks_account("S2SS-M40", InstalmentReleased, Closed)
def what_was_certified_still_holds(
    event: InstalmentReleased | Closed, account: DeploymentAccount, prefix: Prefix
) -> Breaches:
    """No certificate stands over another sum than what is eligible now of what it answers for."""
    if isinstance(event, InstalmentReleased) and "certificate-returned" not in gates_of(account, event):
        return
    outdated = [
        row.certificate
        for row in standing(account)
        if row.eligible is not None and answered_for(account, row, prefix.record) != row.eligible
    ]
    if outdated:
        yield Breach(outdated=tuple(outdated))


@asks_account("S2SS-M40", GrantUsageCertified)
def what_is_certified_is_eligible(
    event: GrantUsageCertified, account: DeploymentAccount, prefix: Prefix
) -> Breaches:
    """The sum that the certificate was made with is what is eligible in its period at that place in history."""
    if event.size and event.size != prefix.record.position:
        return
    now = eligible_in(account, event, prefix.record)
    if event.eligible is not None and event.eligible != now:
        yield Breach(outdated=(f"{event.certificate} ({event.eligible}, not {as_money(now)})",))
