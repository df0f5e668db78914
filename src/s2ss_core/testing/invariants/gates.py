"""Every kind of gate that a programme may set for a release, written a second time, on the plain model."""

from collections.abc import Callable, Iterator

from s2ss_core.events import (
    FinalReported,
    InstalmentCancelled,
    InstalmentReleased,
    InvoiceReceived,
    PlanApproved,
    ScheduledInstalment,
)
from s2ss_core.programmes import Gate
from s2ss_core.testing.model import Story, last_day
from s2ss_core.values import Money

Passed = Iterator[tuple[str, bool]]
Due = ScheduledInstalment | None
Look = Callable[[Story, InstalmentReleased, Due], Passed]


def passed(story: Story, release: InstalmentReleased) -> Passed:
    """Every gate of a release, as a sentence, and whether it was passed, given the story before the release."""
    schedule = _scheduled(story, release)
    due = next((instalment for instalment in schedule if instalment.instalment == release.instalment), None)
    cancelled = _cancelled(story, release.leg)
    before = [
        other.instalment
        for other in story.of(InstalmentReleased)
        if _leg(story, other) == _leg(story, release)
    ]
    last = max({*(each.instalment for each in schedule), *before} - cancelled, default=release.instalment)
    yield (
        "its programme had releases on that leg",
        bool(story.laid_down.gates) and release.leg in story.shares,
    )
    yield "what is kept was retained", (release.settled_by == "retained") == (release.leg in story.kept)
    yield "its amount was more than £0.00", release.amount > 0
    yield "it was scheduled", due is not None or not schedule
    yield (
        "it was known that it was not released or cancelled already, or it is the next supplement of the last",
        release.instalment not in cancelled
        and before.count(release.instalment) == release.part - 1
        and (release.part == 1 or release.instalment == last),
    )
    yield (
        "it was known that it was not withheld",
        not story.withheld(release.instalment, release.leg, release.on),
    )
    last = (
        due.after == "final" if due and due.after else isinstance(story.report(release.report), FinalReported)
    )
    for gate in (*story.laid_down.gates, *(story.laid_down.last_gates if last else ())):
        yield from GATES[gate](story, release, due)


def _scheduled(story: Story, release: InstalmentReleased) -> tuple[ScheduledInstalment, ...]:
    """The instalments of the leg of a release, by the agreement or by the plan: one for each of its terms."""
    if story.laid_down.scheduled_by == "agreement":
        agreement = story.agreement()
        return tuple(each for each in agreement.schedule if each.leg == release.leg) if agreement else ()
    plan = story.plan_on(release.on)
    terms = sorted({line.term for line in plan.lines}, key=lambda term: term.in_order) if plan else []
    return tuple(
        ScheduledInstalment(
            instalment=number,
            leg=release.leg,
            term=term,
            amount=Money(0),
            after="final" if number == len(terms) else None,
        )
        for number, term in enumerate(terms, 1)
    )


def _cancelled(story: Story, leg: str) -> set[int]:
    return {cancelled.instalment for cancelled in story.of(InstalmentCancelled) if cancelled.leg == leg}


def _leg(story: Story, release: InstalmentReleased) -> tuple[str, str]:
    return story.leg_to(release.leg, release.paid_to.id)


def _agreement(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    signed = story.first_signed()
    yield "the agreement was signed", signed is not None and signed <= release.on


def _plan(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    approved = min((approval.on for approval in story.of(PlanApproved)), default=None)
    yield "the plan was approved", approved is not None and approved <= release.on


def _report(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    report = story.report(release.report)
    of_its_kind = (
        due is None or due.after is None or isinstance(report, FinalReported) == (due.after == "final")
    )
    of_its_term = due is None or (report is not None and report.term == due.term)
    yield "its report was written", bool(report and report.on <= release.on and of_its_kind and of_its_term)


def _review(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    review = story.review(release.review)
    yield (
        "the review was held on that report",
        bool(review and review.report == release.report and review.on <= release.on),
    )


def _judged(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    for party in story.judges:
        latest = story.judgement(party, release.report, release.on)
        yield f"the {party} judged progress satisfactory", latest is not None and latest.satisfactory


def _term_ended(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    report = story.report(release.report)
    term = due.term if due else report.term if report else None
    yield "the term had ended", term is None or last_day(story.programme, term) <= release.on


def _finalised(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    finalised = story.finalised(release.report)
    yield "the final report was finalised", finalised is not None and finalised <= release.on


def _certificate(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    back = [story.returned(certificate.certificate, release.report) for certificate in story.standing()]
    yield "the certificate was returned with it", any(day is not None and day <= release.on for day in back)
    yield "what has moved since was certified again", not story.outdated()


def _schedule(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    agreement = story.agreement()
    schedule = agreement.schedule if agreement else ()
    cancelled = _cancelled(story, release.leg) - {release.instalment}
    on_leg = [instalment for instalment in schedule if instalment.leg == release.leg]
    to_it = [instalment for instalment in on_leg if instalment.instalment <= release.instalment]
    net = story.net_released_to
    out = sum(net[leg] for leg in net if leg[0] == release.leg) + release.amount
    scheduled = sum(instalment.amount for instalment in to_it if instalment.instalment not in cancelled)
    yield f"{out} was scheduled", agreement is None or out <= scheduled
    fits = agreement is None or sum(instalment.amount for instalment in schedule) == story.approved
    yield "the schedule was varied to the amended plan", fits


def _eligible(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    by_plan = due is not None and story.laid_down.scheduled_by == "plan"
    day = min(release.on, last_day(story.programme, due.term)) if due and by_plan else release.on
    leg = _leg(story, release)
    out = story.net_released_to[leg] + release.amount
    yield f"{out} was eligible on the leg {release.leg}", out <= story.due(day)[leg]


def _allocation(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    out = story.net_released + release.amount
    yield f"{out} was set aside", out <= story.set_aside - story.given_back


def _payee(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    yield "its payee was one that the programme pays", release.paid_to.id in story.payees(release.on)


def _invoice(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    agreement = story.agreement()
    order = agreement.purchase_order if agreement else None
    quoted = any(
        (invoice.invoice, invoice.supplier.id, invoice.leg)
        == (release.invoice, release.paid_to.id, release.leg)
        and (invoice.instalment, invoice.net, invoice.purchase_order)
        == (release.instalment, release.amount, order)
        and invoice.on <= release.on
        for invoice in story.of(InvoiceReceived)
    )
    yield (
        "an invoice quoted the purchase order",
        release.paid_to.member_of_broker or (quoted and order is not None),
    )


def _journal(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    if release.paid_to.member_of_broker:
        yield "it was a journal between members", release.settled_by == "journal"
        yield from _term_ended(story, release, due)


def _in_time(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    review, audience = story.review(release.review), story.programme.reports.shared_before_review_with
    if release.report is None or review is None or review.report != release.report or not audience:
        return
    notice = story.notice(release.report, review.on, audience)
    asked = story.programme.lead_times.report_shared_before_review.value
    accepting = release.short_notice_accepted_by or review.short_notice_accepted_by
    day = release.on if release.short_notice_accepted_by else review.on
    qa_lead = story.qa_lead_on(day)
    accepted = qa_lead is not None and qa_lead == (accepting.person if accepting else None)
    yield (
        "the report was shared in time, or short notice accepted",
        accepted or (notice is not None and notice >= asked),
    )


def _authors(story: Story, release: InstalmentReleased, due: Due) -> Passed:
    report = story.report(release.report)
    roles = (
        {"headteacher" if author.role == "headteacher-nominee" else author.role for author in report.authors}
        if report
        else set()
    )
    yield "its report had all its authors", roles >= set(story.programme.reports.final_authors)


GATES: dict[Gate, Look] = {
    "agreement-signed": _agreement,
    "plan-approved": _plan,
    "report-exists": _report,
    "review-held": _review,
    "progress-judged": _judged,
    "term-ended": _term_ended,
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
