"""The gates an instalment passes. The programme says which apply; each knows how to look at a deployment."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from s2ss_core.aggregates.agreement import scheduled
from s2ss_core.aggregates.deciding import Circumstances
from s2ss_core.aggregates.reporting import judges
from s2ss_core.events import AgreementIssued, FinalReported, InstalmentReleased, ScheduledInstalment
from s2ss_core.programmes import Gate, term_dates
from s2ss_core.rules import (
    Broken,
    a_member_is_paid_by_journal,
    an_invoice_quotes_the_purchase_order,
    each_party_that_must_judged_progress_satisfactory,
    something_is_released,
    the_agreement_is_signed,
    the_certificate_was_returned_with_the_final_report,
    the_final_report_was_finalised,
    the_instalment_is_on_the_schedule,
    the_instalment_was_not_settled_before,
    the_plan_is_approved,
    the_programme_releases_instalments,
    the_release_is_in_arrears,
    the_release_is_to_one_the_programme_pays,
    the_release_is_within_the_allocation,
    the_release_is_within_the_schedule,
    the_report_was_shared_in_time_for_its_review,
    the_review_was_held_on_that_report,
    the_schedule_still_fits_the_plan,
    the_term_has_ended,
    the_terms_report_was_written,
)

if TYPE_CHECKING:
    from s2ss_core.aggregates.deployment import Deployment

Found = Iterable[Broken]
Look = Callable[["Deployment", Circumstances, InstalmentReleased], Found]


def for_release(
    deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased
) -> tuple[Broken, ...]:
    """Every rule that stands between an instalment and its release."""
    terms = circumstances.terms(deployment.funding)
    gates = (*terms.gates, *(terms.last_gates if _is_last(deployment, circumstances, fact) else ()))
    return (
        *the_programme_releases_instalments.broken_by(
            programme=circumstances.programme.name, releases=bool(terms.gates)
        ),
        *something_is_released.broken_by(amount=fact.amount),
        *_once(deployment, circumstances, fact),
        *(broken for gate in gates for broken in GATES[gate](deployment, circumstances, fact)),
    )


def _in_force(deployment: "Deployment", circumstances: Circumstances) -> AgreementIssued | None:
    return deployment.agreement.in_force(circumstances.programme)


def _scheduled(
    deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased
) -> ScheduledInstalment | None:
    agreement = _in_force(deployment, circumstances)
    schedule = agreement.schedule if agreement else ()
    return next((one for one in schedule if one.instalment == fact.instalment), None)


def _is_last(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> bool:
    due = _scheduled(deployment, circumstances, fact)
    return (
        due.after == "final"
        if due
        else isinstance(deployment.reporting.reports.get(fact.report), FinalReported)
    )


def _once(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    agreement = _in_force(deployment, circumstances)
    if agreement is not None and agreement.schedule:
        numbers = tuple(str(one.instalment) for one in agreement.schedule)
        yield from the_instalment_is_on_the_schedule.broken_by(instalment=fact.instalment, scheduled=numbers)
    yield from the_instalment_was_not_settled_before.broken_by(
        instalment=fact.instalment, settled=tuple(map(str, deployment.ledger.settled))
    )


def _agreement(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    signed = deployment.agreement.began(circumstances.programme)
    return the_agreement_is_signed.broken_by(signed_on=signed, on=fact.on)


def _plan(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    return the_plan_is_approved.broken_by(approved_on=deployment.planning.approved_on, on=fact.on)


def _report(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    due = _scheduled(deployment, circumstances, fact)
    report = deployment.reporting.reports.get(fact.report)
    written = report is not None and report.on <= fact.on
    if due and report:
        written = (
            written
            and isinstance(report, FinalReported) == (due.after == "final")
            and report.term == due.term
        )
    return the_terms_report_was_written.broken_by(
        report=fact.report,
        kind=due.after if due else "interim or final",
        term=due.term.title if due else "the term",
        written=written,
    )


def _review(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    held = deployment.reporting.held(fact.review, fact.report)
    return the_review_was_held_on_that_report.broken_by(
        report=fact.report, review=fact.review, held=held, on=fact.on
    )


def _judgements(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    for party in judges(deployment, circumstances):
        latest = deployment.reporting.judged(party, fact.report, fact.on)
        found = ("satisfactory" if latest.satisfactory else "not satisfactory") if latest else None
        yield from each_party_that_must_judged_progress_satisfactory.broken_by(party=party, judgement=found)


def _term(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    due = _scheduled(deployment, circumstances, fact)
    report = deployment.reporting.reports.get(fact.report)
    term = due.term if due else report.term if report else None
    if term is None:
        return ()
    return the_term_has_ended.broken_by(term_ends=term_dates(circumstances.programme, term)[1], on=fact.on)


def _finalised(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    finalised = deployment.reporting.finalised.get(fact.report)
    return the_final_report_was_finalised.broken_by(
        report=fact.report, finalised_on=finalised.on if finalised else None, on=fact.on
    )


def _certificate(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    returned = deployment.ending.returned_with(fact.report)
    return the_certificate_was_returned_with_the_final_report.broken_by(
        report=fact.report, returned_on=returned, on=fact.on
    )


def _schedule(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    agreement = _in_force(deployment, circumstances)
    if agreement is None:
        return
    gone = set(deployment.ledger.cancelled) - {fact.instalment}
    open_ones = tuple(one for one in agreement.schedule if one.instalment not in gone)
    left = scheduled(open_ones, fact.instalment) - deployment.ledger.net_released
    yield from the_release_is_within_the_schedule.broken_by(amount=fact.amount, left=left)
    yield from the_schedule_still_fits_the_plan.broken_by(
        scheduled=scheduled(agreement.schedule), approved=deployment.planning.total
    )


def _eligible(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    return the_release_is_in_arrears.broken_by(
        amount=fact.amount,
        net_released=deployment.ledger.net_released,
        eligible=deployment.eligible(circumstances.programme, by=fact.on),
    )


def _allocation(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    return the_release_is_within_the_allocation.broken_by(
        amount=fact.amount, net_released=deployment.ledger.net_released, allocated=circumstances.allocated
    )


def _payee(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    payees = deployment.payees(circumstances.terms(deployment.funding))
    return the_release_is_to_one_the_programme_pays.broken_by(paid_to=fact.paid_to.id, payees=payees)


def _invoice(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    if fact.paid_to.member_of_broker:
        return ()
    agreement = _in_force(deployment, circumstances)
    order = agreement.purchase_order if agreement else None
    found = any(
        one.supplier.id == fact.paid_to.id
        and one.instalment == fact.instalment
        and one.on <= fact.on
        and one.net == fact.amount
        and order == one.purchase_order == fact.purchase_order
        and one.invoice_number == fact.invoice_number
        and fact.settled_by == "invoice"
        for one in deployment.ledger.invoices
    )
    return an_invoice_quotes_the_purchase_order.broken_by(
        paid_to=fact.paid_to.id, instalment=fact.instalment, purchase_order=order, found=found
    )


def _journal(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    if not fact.paid_to.member_of_broker:
        return ()
    return (
        *a_member_is_paid_by_journal.broken_by(paid_to=fact.paid_to.id, settled_by=fact.settled_by),
        *_term(deployment, circumstances, fact),
    )


def _in_time(deployment: "Deployment", circumstances: Circumstances, fact: InstalmentReleased) -> Found:
    review = deployment.reporting.reviews.get(fact.review)
    if review is None or review.report != fact.report:
        return ()
    qa_lead = deployment.brokering.qa_lead
    audience = circumstances.programme.reports.shared_before_review_with
    if not audience:
        return ()
    return the_report_was_shared_in_time_for_its_review.broken_by(
        working_days=deployment.reporting.notice(fact.report, fact.review, audience),
        notice=circumstances.programme.lead_times.report_shared_before_review.value,
        accepted_by=fact.short_notice_accepted_by or review.short_notice_accepted_by,
        qa_lead=qa_lead.qa_lead if qa_lead else None,
    )


GATES: Mapping[Gate, Look] = {
    "agreement-signed": _agreement,
    "plan-approved": _plan,
    "report-exists": _report,
    "review-held": _review,
    "progress-judged": _judgements,
    "term-ended": _term,
    "final-report-finalised": _finalised,
    "certificate-returned": _certificate,
    "within-schedule": _schedule,
    "within-eligible": _eligible,
    "within-allocation": _allocation,
    "payee-role": _payee,
    "invoice-with-purchase-order": _invoice,
    "journal-for-members": _journal,
    "report-shared-in-time": _in_time,
}
