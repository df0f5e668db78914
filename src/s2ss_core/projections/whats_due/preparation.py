"""What is due before support begins, and a lead leader while it runs."""

import datetime as dt
from collections.abc import Iterator

import s2ss_core.events as e
from s2ss_core.projections.engine.event_set import EventSet
from s2ss_core.projections.sums.parties import qa_lead_in, without_lead_from
from s2ss_core.projections.whats_due.due import Due
from s2ss_core.projections.whats_due.requirements import Requirements, unsigned


def before_support(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """QA Lead, plan, dates of the reviews, signatures, training and foundations: all due on the first day of the support."""
    start, terms = requirements.start, requirements.terms
    if terms.qa_lead_required and qa_lead_in(facts, dt.date.max) is None:
        yield requirements.owes("the QA Lead's appointment", start, "broker")
    if terms.approver and not facts.of(e.PlanApproved):
        yield requirements.owes("the approved plan", start, terms.approver)
    asked = requirements.programme.reports
    if asked.review_attendees and not facts.of(e.ReviewsScheduled):
        yield requirements.owes(
            "the dates of the reviews", start, *(asked.review_convened_by or asked.review_led_by)
        )
    yield from _format_of_evaluation(facts, requirements)
    yield from _signatures(facts, requirements)
    trained = {training.event.attendee.role for training in facts.of(e.TrainingAttended)}
    for role in terms.training:
        if not {role, f"{role}-nominee"} & trained:
            yield requirements.owes(f"the {role}'s training", start, role)
    secured = {foundation.event.side for foundation in facts.of(e.FoundationsSecured)}
    for side in ("supported", "supporting") if terms.foundations else ():
        if side not in secured:
            yield requirements.owes(f"the foundations on the {side} side", start, "broker")


def _format_of_evaluation(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """How the support is evaluated, which is agreed with the dates of the reviews where the programme has it evaluated."""
    asked = requirements.programme.reports
    evaluated = any(form.form == "evaluation" for form in asked.forms)
    schedules = facts.of(e.ReviewsScheduled)
    if evaluated and not any(schedule.event.evaluation_format for schedule in schedules):
        yield requirements.owes(
            "the format of the evaluation",
            requirements.start,
            *(asked.review_convened_by or asked.review_led_by or ("headteacher",)),
            positions=tuple(schedule.position for schedule in schedules[-1:]),
        )


def _signatures(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    for document in requirements.terms.documents:
        issued = [entry for entry in facts.of(e.AgreementIssued) if entry.event.document == document]
        name = "agreement" if document == requirements.terms.agreement else document
        for party in unsigned(facts, requirements, document):
            yield requirements.owes(
                f"the {name} signed for the {party}",
                requirements.start,
                party,
                of=issued[-1].event.agreement if issued else None,
                since=issued[-1].event.on if issued else None,
                positions=(issued[-1].position,) if issued else (),
            )


def a_lead(facts: EventSet, requirements: Requirements) -> Iterator[Due]:
    """A lead leader, from the day after the lead left before the end and nobody took over."""
    day = without_lead_from(facts)
    if day is not None and day <= requirements.end:
        yield requirements.owes("a lead leader", day, "broker", since=day)
