"""The gates of a release. The programme lists those that apply; each gate is a function that checks a deployment."""

from collections.abc import Callable, Iterable, Mapping

from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.people import people_on
from s2ss_core.events import (
    AgreementIssued,
    CostAllowed,
    FinalReported,
    InstalmentReleased,
    InvoiceReceived,
    ScheduledInstalment,
    WithholdingLifted,
)
from s2ss_core.ids import same, same_number
from s2ss_core.ledger import scheduled
from s2ss_core.programmes import Gate, Terms, term_dates
from s2ss_core.rules import Broken
from s2ss_core.rules import money as rules
from s2ss_core.rules import reviews as review_rules
from s2ss_core.values import INSTALMENT, Person

NotMet = Iterable[Broken]
Check = Callable[[Deployment, DecisionContext, InstalmentReleased], NotMet]


def for_release(
    deployment: Deployment, context: DecisionContext, fact: InstalmentReleased
) -> tuple[Broken, ...]:
    """Every rule that is not met for the release of an instalment."""
    terms = context.terms(deployment.funding)
    gates = (*terms.gates, *(terms.last_gates if _is_last(deployment, context, fact) else ()))
    return (
        *rules.the_programme_releases_instalments.broken_by(
            programme=context.programme.name, leg=fact.leg, releases=releases_on(fact.leg, terms)
        ),
        *rules.something_is_released.broken_by(amount=fact.amount),
        *_once(deployment, context, fact),
        *let_go_by(deployment, context, fact, fact.authorised_by, fact.paid_to.names),
        *(broken for gate in gates for broken in GATES[gate](deployment, context, fact)),
    )


def let_go_by(
    deployment: Deployment,
    context: DecisionContext,
    fact: InstalmentReleased | WithholdingLifted | CostAllowed,
    person: Person,
    *paid: frozenset[str],
) -> tuple[Broken, ...]:
    """The rule on who lets money go, if it is not met. `paid` are the names of an organisation that is paid."""
    people = people_on(deployment, context, fact.on, *paid)
    return rules.whoever_lets_money_go_is_not_paid_for_the_support.broken_by(
        by=person.person, known_as=people.paid_as(person)
    )


def releases_on(leg: str, terms: Terms) -> bool:
    """Whether the programme pays a leg by instalments, which pass its gates."""
    return leg == INSTALMENT and bool(terms.gates)


def _in_force(deployment: Deployment, context: DecisionContext) -> AgreementIssued | None:
    return deployment.agreement.in_force(context.programme)


def _scheduled(
    deployment: Deployment, context: DecisionContext, fact: InstalmentReleased
) -> ScheduledInstalment | None:
    agreement = _in_force(deployment, context)
    schedule = agreement.schedule if agreement else ()
    return next((due for due in schedule if due.instalment == fact.instalment), None)


def _is_last(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> bool:
    due = _scheduled(deployment, context, fact)
    return (
        due.after == "final"
        if due and due.after
        else isinstance(deployment.reporting.report(fact.report), FinalReported)
    )


def _once(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    agreement = _in_force(deployment, context)
    if agreement is not None and agreement.schedule:
        numbers = tuple(str(due.instalment) for due in agreement.schedule)
        yield from rules.the_instalment_is_on_the_schedule.broken_by(
            instalment=fact.instalment, scheduled=numbers
        )
    yield from rules.the_instalment_was_not_settled_before.broken_by(
        instalment=fact.instalment, settled=tuple(map(str, deployment.money.settled))
    )
    yield from rules.the_instalment_is_not_withheld.broken_by(
        instalment=fact.instalment,
        withheld_since=deployment.money.withheld_since(fact.instalment, fact.leg, fact.on),
    )


def _agreement(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    signed = deployment.agreement.began(context.programme)
    return rules.the_agreement_is_signed.broken_by(signed_on=signed, on=fact.on)


def _plan(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    return rules.the_plan_is_approved.broken_by(approved_on=deployment.planning.approved_on, on=fact.on)


def _report(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    due = _scheduled(deployment, context, fact)
    report = deployment.reporting.report(fact.report)
    written = report is not None and report.on <= fact.on
    if due and report:
        written = (
            written
            and due.after in (None, "final" if isinstance(report, FinalReported) else "interim")
            and report.term == due.term
        )
    return rules.the_terms_report_was_written.broken_by(
        report=fact.report,
        kind=(due.after if due else None) or "interim or final",
        term=due.term.title if due else "the term",
        written=written,
    )


def _review(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    held = deployment.reporting.held(fact.review, fact.report)
    return rules.the_review_was_held_on_that_report.broken_by(
        report=fact.report, review=fact.review, held=held, on=fact.on
    )


def _judgements(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    for party in context.judges(deployment.funding):
        latest = deployment.reporting.judged(party, fact.report, fact.on)
        judgement = ("satisfactory" if latest.satisfactory else "not satisfactory") if latest else None
        yield from rules.each_party_that_must_judged_progress_satisfactory.broken_by(
            party=party, judgement=judgement
        )


def _term(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    due = _scheduled(deployment, context, fact)
    report = deployment.reporting.report(fact.report)
    term = due.term if due else report.term if report else None
    if term is None:
        return ()
    return rules.the_term_has_ended.broken_by(term_ends=term_dates(context.programme, term)[1], on=fact.on)


def _finalised(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    return rules.the_final_report_was_finalised.broken_by(
        report=fact.report, finalised_on=deployment.reporting.finalised_on(fact.report), on=fact.on
    )


def _certificate(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    returned = deployment.ending.returned_with(fact.report)
    return rules.the_certificate_was_returned_with_the_final_report.broken_by(
        report=fact.report, returned_on=returned, on=fact.on
    )


def _schedule(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    agreement = _in_force(deployment, context)
    if agreement is None:
        return
    cancelled = set(deployment.money.cancelled) - {fact.instalment}
    still_due = tuple(due for due in agreement.schedule if due.instalment not in cancelled)
    left = scheduled(still_due, fact.instalment) - deployment.money.net_released
    yield from rules.the_release_is_within_the_schedule.broken_by(amount=fact.amount, left=left)
    yield from rules.the_schedule_still_fits_the_plan.broken_by(
        scheduled=scheduled(agreement.schedule), approved=deployment.planning.total
    )


def _eligible(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    return rules.the_release_is_in_arrears.broken_by(
        amount=fact.amount,
        net_released=deployment.money.net_released,
        eligible=deployment.account(context.programme).eligible(by=fact.on),
    )


def _allocation(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    return rules.the_release_is_within_the_allocation.broken_by(
        amount=fact.amount, net_released=deployment.money.net_released, allocated=context.allocated
    )


def _payee(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    payees = deployment.payees(context.terms(deployment.funding), fact.on)
    return rules.the_release_is_to_one_the_programme_pays.broken_by(paid_to=fact.paid_to.id, payees=payees)


def _invoice(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    if fact.paid_to.member_of_broker:
        return ()
    agreement = _in_force(deployment, context)
    order = agreement.purchase_order if agreement else None
    return rules.an_invoice_quotes_the_purchase_order.broken_by(
        paid_to=fact.paid_to.id,
        instalment=fact.instalment,
        purchase_order=order,
        differs=tuple(_differences(deployment.money.invoices.get(fact.invoice or ""), fact, order)),
    )


def _differences(
    invoice: InvoiceReceived | None, fact: InstalmentReleased, order: str | None
) -> Iterable[str]:
    """What to do so that the invoice that a release names is one to pay it on; nothing if it is."""
    if fact.settled_by != "invoice":
        yield "settle it by invoice, not by journal"
    if invoice is None:
        yield f"receive invoice {fact.invoice} first" if fact.invoice else "name the invoice"
    if not _quotes(fact.purchase_order, order):
        yield f"quote {order or 'no purchase order'} on the release"
    if invoice is None:
        return
    if not same(invoice.supplier.id, fact.paid_to.id) or invoice.leg != fact.leg:
        yield f"get an invoice of {fact.paid_to.id} on the leg {fact.leg}"
    if not _quotes(invoice.purchase_order, order):
        yield f"get an invoice that quotes {order or 'no purchase order'}"
    if invoice.instalment != fact.instalment:
        yield f"get an invoice for instalment {fact.instalment}, not {invoice.instalment or 'none'}"
    if invoice.net != fact.amount:
        yield f"get an invoice for {fact.amount}, not {invoice.net}"
    if invoice.on > fact.on:
        yield f"release it on or after {invoice.on}, when the invoice came"


def _quotes(quoted: str | None, order: str | None) -> bool:
    return quoted == order or same_number(quoted, order)


def _journal(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    if not fact.paid_to.member_of_broker:
        return ()
    return (
        *rules.a_member_is_paid_by_journal.broken_by(paid_to=fact.paid_to.id, settled_by=fact.settled_by),
        *_term(deployment, context, fact),
    )


def _in_time(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    review = deployment.reporting.review(fact.review)
    if fact.report is None or review is None or review.report != fact.report:
        return ()
    accepted_on = fact.on if fact.short_notice_accepted_by else review.on
    qa_lead = deployment.brokering.qa_lead_on(accepted_on)
    audience = context.programme.reports.shared_before_review_with
    if not audience:
        return ()
    accepting = fact.short_notice_accepted_by or review.short_notice_accepted_by
    return review_rules.the_report_was_shared_in_time_for_its_review.broken_by(
        working_days=deployment.reporting.notice(fact.report, review.review, audience),
        notice=context.programme.lead_times.report_shared_before_review.value,
        accepted_by=accepting.person if accepting else None,
        qa_lead=qa_lead.qa_lead if qa_lead else None,
    )


GATES: Mapping[Gate, Check] = {
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
