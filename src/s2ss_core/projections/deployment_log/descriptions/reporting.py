"""Descriptions of the events of reporting."""

from typing import assert_never

from s2ss_core.events import (
    ActionDone,
    ChecklistAnswered,
    DocumentShared,
    FeedbackGiven,
    FinalReported,
    InterimReported,
    ProgressJudged,
    QADayHeld,
    RecordSigned,
    ReportFinalised,
    ReportingEvent,
    ReviewHeld,
    SupportEvaluated,
)


def describe_reporting(event: ReportingEvent) -> str:
    """One line that describes the event."""
    match event:
        case InterimReported():
            return f"Interim report {event.report} on {event.term.title}: {_ratings(event)}"
        case FinalReported():
            return f"Final report {event.report} on {event.term.title}: {_ratings(event)}"
        case ReportFinalised():
            return f"Report {event.report} finalised after review {event.after_review}, revision {event.revision}"
        case DocumentShared():
            readers = ", ".join(event.shared_with)
            return f"{str(event.of).capitalize()} shared with {readers}"
        case ReviewHeld():
            kind = "Final review" if event.final else "Review"
            report = f" on report {event.report}" if event.report else ""
            minutes = f"{event.minutes} minutes, " if event.minutes is not None else ""
            return (
                f"{kind} {event.review} of {event.term.title} held{report}:"
                f" {minutes}led by {event.led_by.person}"
            )
        case ActionDone():
            return f"Action {event.action} of review {event.review} done, said {event.by.person} ({event.by.role})"
        case ProgressJudged():
            verdict = "satisfactory" if event.satisfactory else "not satisfactory"
            report = f" on report {event.report}" if event.report else ""
            return f"Progress judged {verdict} by the {event.party}{report}"
        case QADayHeld():
            report = f", with report {event.report}" if event.report else ""
            money = f", use of the money: {event.funding_use}" if event.funding_use != "none" else ""
            return f"QA Day {event.day} held by {event.held_by.person}: {event.purpose}{money}{report}"
        case FeedbackGiven():
            return f"Feedback {event.feedback} on {event.leader} in {event.term.title} given by {event.by.person}"
        case SupportEvaluated():
            return f"Support of {event.leader} evaluated by {event.by.person}: {_criteria(event)}"
        case ChecklistAnswered():
            return f"Checklist {event.checklist} for {event.at} {event.of} answered by {_answers(event)}"
        case RecordSigned():
            return f"{_signed(event)} signed by {event.signatory.person} ({event.signatory.role})"
        case _:
            assert_never(event)


def _ratings(event: InterimReported | FinalReported) -> str:
    return ", ".join(f"{rating.objective} {rating.rag}" for rating in event.ratings) or "no objective rated"


def _criteria(event: SupportEvaluated) -> str:
    return ", ".join(f"{rating.criterion} {rating.rag}" for rating in event.ratings) or "no criterion rated"


def _answers(event: ChecklistAnswered) -> str:
    answers = ", ".join(f"{answer.item} {answer.answer}" for answer in event.answers)
    return f"{event.by.person} ({event.by.role}): {answers or 'no item answered'}"


def _signed(event: RecordSigned) -> str:
    if event.record != "deployment-record":
        return f"{event.record.capitalize()} {event.of}"
    term = f" in {event.term.title}" if event.term else ""
    return f"Deployment Record of {event.leader}{term}"
