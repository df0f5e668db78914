"""What the programme requires and the log does not hold yet, with its due date."""

import datetime as dt
from collections.abc import Iterator

import attrs

import s2ss_core.events as e
from s2ss_core.programmes import Programme, term_dates
from s2ss_core.projections.deployment_log.requirements import (
    Requirements,
    asks_for_interims,
    judges_of,
    requirements_of,
    terms_of,
    unsigned,
)
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.engine.figure import no_money
from s2ss_core.projections.sums.legs import legs_in
from s2ss_core.projections.sums.parties import qa_lead_in, without_lead_from
from s2ss_core.projections.sums.support_costs import SupportCosts
from s2ss_core.values import Term


@attrs.frozen(kw_only=True)
class Missing:
    """Something that is still missing: what it is, its term if it belongs to one, its due date, and who must act."""

    what: str
    term: Term | None
    due: dt.date
    waits_on: tuple[str, ...]


def missing_of(facts: EventSet, programme: Programme | None, support: SupportCosts) -> tuple[Missing, ...]:
    """Everything that the programme requires and the log does not hold, in order of due date, due or not.

    Before support begins: QA Lead, the QA Day at which the plan is agreed, approved plan, signed agreement, training, foundations. From the day after the
    lead left: a lead. For each term: its report, the review of it and each party's judgement. At the end: the
    finalised report, the returned certificate, the end of the support, and each payment that is due and was not made.
    Each is included only if the programme's data requires it.
    """
    requirements = requirements_of(facts, programme)
    if requirements is None:
        return ()
    found = (
        *_at_the_start(facts, requirements),
        *_while_it_runs(facts, requirements),
        *_each_term(facts, requirements),
        *_at_the_end(facts, requirements),
        *_payments(facts, requirements, support),
    )
    return tuple(sorted(found, key=lambda missing: (missing.due, missing.what)))


def _at_the_start(facts: EventSet, requirements: Requirements) -> Iterator[Missing]:
    def missing(what: str, *waits_on: str) -> Missing:
        return Missing(what=what, term=None, due=requirements.start, waits_on=waits_on)

    if requirements.terms.qa_lead_required and qa_lead_in(facts, dt.date.max) is None:
        yield missing("the QA Lead's appointment", "broker")
    purpose = requirements.terms.plan_agreed_at
    if purpose and not any(held.event.purpose == purpose for held in facts.not_struck_out(e.QADayHeld)):
        yield missing(f"the QA Day of {purpose}", "qa-lead")
    if not facts.of(e.PlanApproved):
        yield missing("the approved plan", requirements.terms.approver)
    for document in requirements.terms.documents:
        name = "agreement" if document == requirements.terms.agreement else document
        for party in unsigned(facts, requirements, document):
            yield missing(f"the {name} signed for the {party}", party)
    trained = {training.event.attendee.role for training in facts.of(e.TrainingAttended)}
    for role in requirements.terms.training:
        if not {role, f"{role}-nominee"} & trained:
            yield missing(f"the {role}'s training", role)
    secured = {foundation.event.side for foundation in facts.of(e.FoundationsSecured)}
    for side in ("supported", "supporting") if requirements.terms.foundations else ():
        if side not in secured:
            yield missing(f"the foundations on the {side} side", "broker")


def _while_it_runs(facts: EventSet, requirements: Requirements) -> Iterator[Missing]:
    """A lead leader, if the lead left before the end and nobody took over."""
    day = without_lead_from(facts)
    if day is not None and day <= requirements.end:
        yield Missing(what="a lead leader", term=None, due=day, waits_on=("broker",))


def _each_term(facts: EventSet, requirements: Requirements) -> Iterator[Missing]:
    terms = terms_of(requirements)
    for term in terms:
        last = term == terms[-1]
        if last and not requirements.ran_its_course:
            continue
        if last or asks_for_interims(requirements, terms):
            due = min(term_dates(requirements.programme, term)[1], requirements.end)
            yield from _reporting(facts, requirements, term, due, final=last)


def _reporting(
    facts: EventSet, requirements: Requirements, term: Term, due: dt.date, *, final: bool
) -> Iterator[Missing]:
    reports = {
        report.event.report
        for report in (
            facts.not_struck_out(e.FinalReported) if final else facts.not_struck_out(e.InterimReported)
        )
        if report.event.term == term
    }
    kind, authors = (
        ("final", requirements.programme.reports.final_authors)
        if final
        else ("interim", requirements.programme.reports.interim_authors)
    )
    if not reports:
        yield Missing(what=f"the {kind} report", term=term, due=due, waits_on=authors)
    reviewed = any(review.event.report in reports for review in facts.not_struck_out(e.ReviewHeld))
    if requirements.programme.reports.review_attendees and not reviewed:
        leads = requirements.programme.reports.review_led_by
        yield Missing(what=f"the review of the {kind} report", term=term, due=due, waits_on=leads)
    judged = {
        judgement.event.party for judgement in facts.of(e.ProgressJudged) if judgement.event.report in reports
    }
    for party in judges_of(facts, requirements):
        if party not in judged:
            yield Missing(what=f"the {party}'s judgement of progress", term=term, due=due, waits_on=(party,))


def _at_the_end(facts: EventSet, requirements: Requirements) -> Iterator[Missing]:
    gates = (*requirements.terms.gates, *requirements.terms.last_gates)
    finals = {report.event.report for report in facts.not_struck_out(e.FinalReported)}
    finalised = any(finalised.event.report in finals for finalised in facts.of(e.ReportFinalised))

    def missing(what: str, *waits_on: str) -> Missing:
        return Missing(what=what, term=None, due=requirements.end, waits_on=waits_on)

    if "final-report-finalised" in gates and requirements.ran_its_course and not finalised:
        yield missing(
            "the final report, finalised after its review", *requirements.programme.reports.final_authors
        )
    if (
        "certificate-returned" in gates
        and requirements.ran_its_course
        and not facts.of(e.CertificateReturned)
    ):
        yield missing("the certificate of grant usage", "payee")
    if not facts.of(e.SupportEnded):
        yield missing("the end of the support on record", "broker")


def _payments(facts: EventSet, requirements: Requirements, support: SupportCosts) -> Iterator[Missing]:
    """Each payment of what was released, or of what is owed on a leg without releases."""
    payers = {flow.id: flow.paid_by for flow in requirements.terms.flows}
    for leg in legs_in(facts, support) or ():
        amount = {"released": leg.unpaid, "kept": no_money(), "paid": leg.owed}[leg.settled_by].value
        if amount > 0 and leg.kept_on_record:
            yield Missing(
                what=f"the payment of {amount} on the leg {leg.leg} to {leg.to}",
                term=None,
                due=requirements.end,
                waits_on=payers.get(leg.leg, ("broker",)),
            )
