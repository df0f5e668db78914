"""The gates of a release. The programme lists those that apply; each gate is a function that checks a deployment."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from s2ss_core.aggregates.award_share import certified_awards
from s2ss_core.aggregates.decision import DecisionContext
from s2ss_core.aggregates.deployment.award_shares import released_of_lines
from s2ss_core.aggregates.deployment.deployment import Deployment
from s2ss_core.aggregates.deployment.legs import balance, legs_of
from s2ss_core.aggregates.deployment.outdated import outdated_certificates
from s2ss_core.aggregates.deployment.people import people_on
from s2ss_core.events import (
    AgreementIssued,
    CostAllowed,
    FinalReported,
    InstalmentReleased,
    InvoiceReceived,
    ScheduledInstalment,
    SupportResumed,
    WithholdingLifted,
)
from s2ss_core.ids import same, same_number
from s2ss_core.ledger import is_kept, releases_on, scheduled, scheduled_by_plan
from s2ss_core.programmes import Gate, Terms, term_dates, term_of
from s2ss_core.rules import Broken
from s2ss_core.rules import halts as halt_rules
from s2ss_core.rules import money as rules
from s2ss_core.rules import reviews as review_rules
from s2ss_core.values import Person, Role, Term

NotMet = Iterable[Broken]
Check = Callable[[Deployment, DecisionContext, InstalmentReleased], NotMet]


def for_release(
    deployment: Deployment, context: DecisionContext, fact: InstalmentReleased
) -> tuple[Broken, ...]:
    """Every rule that is not met for the release of an instalment."""
    terms = context.terms(deployment.funding)
    if not releases_on(fact.leg, terms):
        return rules.the_programme_releases_instalments.broken_by(
            programme=context.programme.name, leg=fact.leg, releases=False
        )
    gates = (*terms.gates, *(terms.last_gates if _is_last(deployment, context, fact) else ()))
    broken = (
        *rules.something_is_released.broken_by(amount=fact.amount),
        *_kept_or_paid(context.terms(deployment.funding), fact),
        *_not_withheld(deployment, fact),
        *_once(deployment, context, fact),
        *let_go_by(deployment, context, fact, fact.authorised_by, fact.paid_to.names),
        *(broken for gate in gates for broken in GATES[gate](deployment, context, fact)),
    )
    return tuple(dict.fromkeys(broken))


def let_go_by(
    deployment: Deployment,
    context: DecisionContext,
    fact: InstalmentReleased | WithholdingLifted | CostAllowed | SupportResumed,
    person: Person,
    *paid: frozenset[str],
) -> tuple[Broken, ...]:
    """The rule on who lets money go, if it is not met. `paid` are the names of an organisation that is paid."""
    people = people_on(deployment, context, fact.on, *paid)
    return rules.whoever_lets_money_go_is_not_paid_for_the_support.broken_by(
        by=person.person, known_as=people.paid_as(person)
    )


def _kept_or_paid(terms: Terms, fact: InstalmentReleased) -> NotMet:
    kept = is_kept(fact.leg, terms)
    return rules.what_is_kept_is_settled_as_retained.broken_by(
        leg=fact.leg,
        what="kept" if kept else "paid",
        asked="retained" if kept else "an invoice or a journal",
        settled_by=fact.settled_by,
        fits=(fact.settled_by == "retained") == kept,
    )


def _not_withheld(deployment: Deployment, fact: InstalmentReleased) -> NotMet:
    halts = (halt for halt in deployment.support.halted_on(fact.on) if halt.funding_too)
    halt = next(halts, None)
    return halt_rules.the_money_is_not_withheld.broken_by(
        on=fact.on, halt=halt.halt if halt else None, halted_on=halt.on if halt else None
    )


def _in_force(deployment: Deployment, context: DecisionContext) -> AgreementIssued | None:
    return deployment.agreement.in_force(context.programme, context.terms(deployment.funding))


def _schedule_of(
    deployment: Deployment, context: DecisionContext, fact: InstalmentReleased
) -> tuple[ScheduledInstalment, ...]:
    """The instalments on the leg of a release that the agreement in force schedules, or the plan if the programme says so."""
    if context.terms(deployment.funding).scheduled_by == "plan":
        plan = deployment.planning.in_force(fact.on)
        return scheduled_by_plan(plan.plan, fact.leg) if plan else ()
    agreement = _in_force(deployment, context)
    return tuple(due for due in agreement.schedule if due.leg == fact.leg) if agreement else ()


def _scheduled(
    deployment: Deployment, context: DecisionContext, fact: InstalmentReleased
) -> ScheduledInstalment | None:
    schedule = _schedule_of(deployment, context, fact)
    return next((due for due in schedule if due.instalment == fact.instalment), None)


def _is_last(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> bool:
    due = _scheduled(deployment, context, fact)
    if due is None or not due.after or _follows_the_end(deployment, context, fact):
        return isinstance(deployment.reporting.report(fact.report), FinalReported)
    return due.after == "final"


def _follows_the_end(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> bool:
    """Whether the release is the last one after an end that came before its term: of the next number, on the final report."""
    ended = deployment.ending.actual_end
    final = isinstance(deployment.reporting.report(fact.report), FinalReported)
    if ended is None or ended > fact.on or not final:
        return False
    released = Counter(release.instalment for release in _released(deployment, context, fact))
    cancelled = deployment.money.cancelled_on(fact.leg)
    numbers = [due.instalment for due in _schedule_of(deployment, context, fact)]
    still_open = [number for number in numbers if number not in cancelled and number not in released]
    return fact.instalment in (*still_open[:1], *sorted(released)[-1:])


def _released(
    deployment: Deployment, context: DecisionContext, fact: InstalmentReleased
) -> list[InstalmentReleased]:
    """What was released to the same payee on the same leg before."""
    legs = legs_of(deployment, context)
    return [release for release in deployment.money.released.values() if legs.of(release) == legs.of(fact)]


def _once(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    numbers = [due.instalment for due in _schedule_of(deployment, context, fact)]
    if numbers:
        yield from rules.the_instalment_is_on_the_schedule.broken_by(
            instalment=fact.instalment, scheduled=tuple(map(str, numbers))
        )
    released = Counter(release.instalment for release in _released(deployment, context, fact))
    cancelled = deployment.money.cancelled_on(fact.leg)
    last = max((each for each in (*numbers, *released) if each not in cancelled), default=fact.instalment)
    supplement = released[last] + 1 if released[last] and last not in cancelled else None
    settled = sorted(cancelled if fact.part > 1 else {*cancelled, *released})
    yield from rules.the_instalment_was_not_settled_before.broken_by(
        instalment=fact.instalment,
        settled=tuple(map(str, settled)),
        supplement=supplement if fact.instalment == last else None,
    )
    if fact.part != 1:
        yield from rules.a_supplement_is_of_the_last_instalment.broken_by(
            instalment=fact.instalment, part=fact.part, last=last, supplement=supplement
        )
    yield from rules.the_instalment_is_not_withheld.broken_by(
        instalment=fact.instalment,
        withheld_since=deployment.money.withheld_since(fact.instalment, fact.leg, fact.on),
    )


def _agreement(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    signed = deployment.agreement.began(context.programme, context.terms(deployment.funding))
    return rules.the_agreement_is_signed.broken_by(signed_on=signed, on=fact.on)


def _plan(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    return rules.the_plan_is_approved.broken_by(approved_on=deployment.planning.approved_on, on=fact.on)


def _report(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    due = _scheduled(deployment, context, fact)
    report = deployment.reporting.report(fact.report)
    written = report is not None and report.on <= fact.on
    if due and report and not _follows_the_end(deployment, context, fact):
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
    follows_the_end = _follows_the_end(deployment, context, fact)
    term = due.term if due and not follows_the_end else report.term if report else None
    if term is None:
        return _of_ended_terms(deployment, context, fact)
    return rules.the_term_has_ended.broken_by(
        term_ends=_term_ends(deployment, context, fact, term), on=fact.on
    )


def _of_ended_terms(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    """Where neither a schedule nor a report says for which term a release is, it is for what was due by the last one that ended."""
    running = term_of(context.programme, fact.on)
    ends = _term_ends(deployment, context, fact, running)
    before = term_dates(context.programme, running)[0] - timedelta(days=1)
    leg = balance(deployment, context, fact.leg, fact.paid_to.id, before)
    if fact.amount + leg.net_released <= leg.due:
        return ()
    return rules.the_term_has_ended.broken_by(term_ends=ends, on=fact.on)


def _term_ends(
    deployment: Deployment, context: DecisionContext, fact: InstalmentReleased, term: Term
) -> date:
    """The last day of a term by the dates of the payee, else of the lead's school or the supported one, else the programme's."""
    parties = deployment.brokering.parties
    schools = (fact.paid_to.id, parties.lead(fact.on).home_school.id, parties.school.id)
    adopted = (context.term_ends(organisation, term) for organisation in schools)
    return next((day for day in adopted if day), term_dates(context.programme, term)[1])


def _authors(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    report = deployment.reporting.report(fact.report)
    written_by = {author.role for author in report.authors} if report else set[Role]()
    if "headteacher-nominee" in written_by:
        written_by.add("headteacher")
    needed = context.programme.reports.final_authors
    return rules.the_last_payment_waits_for_a_report_by_all_its_authors.broken_by(
        report=fact.report, missing=tuple(role for role in needed if role not in written_by)
    )


def _finalised(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    return rules.the_final_report_was_finalised.broken_by(
        report=fact.report, finalised_on=deployment.reporting.finalised_on(fact.report), on=fact.on
    )


def _certificate(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    returned = deployment.ending.returned_with(fact.report, certified_awards(context.shares))
    return (
        *rules.the_certificate_was_returned_with_the_final_report.broken_by(
            report=fact.report, returned_on=returned, on=fact.on
        ),
        *rules.what_was_certified_is_still_what_is_eligible.broken_by(
            outdated=tuple(outdated_certificates(deployment, context))
        ),
    )


def _schedule(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    agreement = _in_force(deployment, context)
    if agreement is None:
        return
    cancelled = deployment.money.cancelled_on(fact.leg) - {fact.instalment}
    still_due = tuple(
        due for due in agreement.schedule if due.leg == fact.leg and due.instalment not in cancelled
    )
    to = None if _follows_the_end(deployment, context, fact) else fact.instalment
    left = scheduled(still_due, to) - deployment.money.net_released_on(fact.leg)
    yield from rules.the_release_is_within_the_schedule.broken_by(amount=fact.amount, left=left)
    yield from rules.the_schedule_still_fits_the_plan.broken_by(
        scheduled=scheduled(agreement.schedule), approved=deployment.planning.total
    )


def _eligible(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    if "payee-role" in context.terms(deployment.funding).gates and any(_payee(deployment, context, fact)):
        return ()
    leg = balance(deployment, context, fact.leg, fact.paid_to.id, by=_incurred_by(deployment, context, fact))
    return rules.the_release_is_in_arrears.broken_by(
        amount=fact.amount, paid_to=fact.paid_to.id, net_released=leg.net_released, eligible=leg.due
    )


def _incurred_by(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> date:
    """The last day of which a release may pay costs: its own, or the last day of its term if the plan schedules it."""
    due = _scheduled(deployment, context, fact)
    if due is None or context.terms(deployment.funding).scheduled_by == "agreement":
        return fact.on
    return min(fact.on, term_dates(context.programme, due.term)[1])


def _allocation(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    before = deployment.money.net_released
    if not context.shares:
        yield from rules.the_release_is_within_the_allocation.broken_by(
            amount=fact.amount,
            net_released=before,
            allocated=context.allocated,
            awards=tuple(sorted(context.awards)),
        )
    account = deployment.account(context.programme)
    for share in context.shares:
        paid = released_of_lines(deployment, account, share.lines, before)
        after = released_of_lines(deployment, account, share.lines, before + fact.amount)
        if after > paid:
            yield from rules.the_release_is_within_the_allocation.broken_by(
                amount=after - paid, net_released=paid, allocated=share.allocated, awards=(share.award,)
            )


def _payee(deployment: Deployment, context: DecisionContext, fact: InstalmentReleased) -> NotMet:
    payees = deployment.payees(context.terms(deployment.funding), fact.on, fact.leg)
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
    "report-by-its-authors": _authors,
}
