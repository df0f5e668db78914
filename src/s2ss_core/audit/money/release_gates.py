"""What must exist before an instalment is released: agreement, plan, report, review, judgements, certificate."""

from collections.abc import Iterator
from datetime import date

from s2ss_core.audit.check import Breach
from s2ss_core.audit.money.account_checks import asks_account
from s2ss_core.audit.money.certificate_checks import standing
from s2ss_core.audit.money.certified_awards import certified_awards, of_one_award
from s2ss_core.audit.money.deployment_account import DeploymentAccount
from s2ss_core.audit.money.gates import gates_of, kind_of_report, scheduled_for, term_ends
from s2ss_core.audit.record import Prefix
from s2ss_core.events import (
    CertificateReturned,
    FinalReported,
    GrantAwarded,
    InstalmentReleased,
    InterimReported,
    ProgressJudged,
    ReportFinalised,
    ReviewHeld,
)

Breaches = Iterator[Breach]


@asks_account("S2SS-M01", InstalmentReleased)
def under_a_signed_agreement(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """All parties that must had signed the agreement."""
    if "agreement-signed" in gates_of(account, event) and account.agreements.on(event.on) is None:
        yield Breach(signed_on=_first_signed(account), on=event.on)


def _first_signed(account: DeploymentAccount) -> date | None:
    days = [account.agreements.signed_on(agreement) for agreement in account.agreements.issued.values()]
    return min((day for day in days if day is not None), default=None)


@asks_account("S2SS-M02", InstalmentReleased)
def for_an_approved_plan(event: InstalmentReleased, account: DeploymentAccount, _: Prefix) -> Breaches:
    """The plan was approved by that day."""
    approved = [approval.approved.on for approval in account.plans.approvals]
    if "plan-approved" in gates_of(account, event) and not any(day <= event.on for day in approved):
        yield Breach(approved_on=min(approved, default=None), on=event.on)


@asks_account("S2SS-M03", InstalmentReleased)
def after_the_report(event: InstalmentReleased, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """The report that the instalment comes after was written, of its kind and for its term."""
    if "report-exists" not in gates_of(account, event):
        return
    kind, term = kind_of_report(account, event), scheduled_for(account, event)
    classes = (
        (FinalReported,)
        if kind == "final"
        else (InterimReported,)
        if kind == "interim"
        else (InterimReported, FinalReported)
    )
    reports = [report for report in prefix.book.events(*classes) if report.report == event.report]
    if not any(
        report.on <= event.on and (term is None or account.ended or report.term == term) for report in reports
    ):
        yield Breach(report=event.report, kind=kind, term=term, written=False)


@asks_account("S2SS-M04", InstalmentReleased)
def after_the_review(event: InstalmentReleased, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """A review meeting was held on that report by that day."""
    if "review-held" not in gates_of(account, event):
        return
    held = [
        review.on
        for review in prefix.book.events(ReviewHeld)
        if review.review == event.review and review.report == event.report
    ]
    if not any(day <= event.on for day in held):
        yield Breach(report=event.report, review=event.review, held=min(held, default=None), on=event.on)


@asks_account("S2SS-M05", InstalmentReleased)
def judged_satisfactory(event: InstalmentReleased, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """Every party that must judged progress on that report satisfactory; its latest judgement counts."""
    if "progress-judged" not in gates_of(account, event):
        return
    held = [review.on for review in prefix.book.events(ReviewHeld) if review.review == event.review]
    since = min(held, default=date.min)
    for party in _judges(account, prefix):
        of_party = [
            judged
            for judged in prefix.book.events(ProgressJudged)
            if (judged.party, judged.report) == (party, event.report) and since <= judged.on <= event.on
        ]
        latest = max(of_party, key=lambda judged: judged.on, default=None)
        last = [judged for judged in of_party if latest and judged.on == latest.on]
        if not last or not last[-1].satisfactory:
            yield Breach(party=party, judgement="not satisfactory" if last else None)


def _judges(account: DeploymentAccount, prefix: Prefix) -> tuple[str, ...]:
    awarded = (prefix.record.grant(grant).first(GrantAwarded) for grant in account.brokered.funding.awards)
    by_funder = any(award is not None and award.judged_by_funder for award in awarded)
    named = (*account.terms.judges, *(("funder",) if by_funder else ()))
    return tuple(dict.fromkeys(named))


@asks_account("S2SS-M12", InstalmentReleased)
def at_the_end_of_the_term(event: InstalmentReleased, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """Where the programme pays at the end of term, the term has ended."""
    gates = gates_of(account, event)
    by_journal = "journal-for-members" in gates and bool(event.paid_to.member_of_broker)
    ends = term_ends(account, event, prefix.record)
    if ("term-ended" in gates or by_journal) and ends is not None and event.on < ends:
        yield Breach(term_ends=ends, on=event.on)


@asks_account("S2SS-M13", InstalmentReleased)
def after_the_finalised_final_report(
    event: InstalmentReleased, account: DeploymentAccount, prefix: Prefix
) -> Breaches:
    """The last payment waits for the final report, finalised."""
    if "final-report-finalised" not in gates_of(account, event):
        return
    final = any(report.report == event.report for report in prefix.book.events(FinalReported))
    days = [made.on for made in prefix.book.events(ReportFinalised) if final and made.report == event.report]
    if not any(day <= event.on for day in days):
        yield Breach(
            report=event.report if final else None, finalised_on=min(days, default=None), on=event.on
        )


@asks_account("S2SS-M14", InstalmentReleased)
def after_the_certificate(event: InstalmentReleased, account: DeploymentAccount, prefix: Prefix) -> Breaches:
    """The final certificate, which stands, came back together with the final report."""
    if "certificate-returned" not in gates_of(account, event):
        return
    stand = {row.certificate: row for row in standing(account)}
    final = [
        (back.on, certified)
        for back in prefix.book.events(CertificateReturned)
        if back.with_report == event.report
        and (certified := stand.get(back.certificate)) is not None
        and certified.final
    ]
    for award in certified_awards(account, prefix.record):
        days = [on for on, certified in final if of_one_award(certified.award, award)]
        if not any(day <= event.on for day in days):
            yield Breach(report=event.report, returned_on=min(days, default=None), on=event.on)
            return
