"""Descriptions of the events of brokering."""

from typing import assert_never

from s2ss_core.events import (
    Brokered,
    BrokeringEvent,
    Commitment,
    FoundationsSecured,
    LeaderJoined,
    PlanningMeetingHeld,
    QALeadAppointed,
    QALeadStoodDown,
    TrainingAttended,
)


def describe_brokering(event: BrokeringEvent) -> str:
    """One line that describes the event."""
    match event:
        case Brokered():
            return (
                f"Brokered under {event.programme} {event.version}: System Leader {event.lead.leader} of"
                f" {event.lead.home_school.id} for {event.school.id}, {event.start} to {event.intended_end};"
                f" {days_of(event.commitments, still_open=event.commitments_open)}"
            )
        case LeaderJoined():
            joined = f"System Leader {event.leader.leader} of {event.leader.home_school.id} joined"
            return f"{joined}; {days_of(event.commitments)}"
        case QALeadAppointed():
            return f"QA Lead {event.qa_lead} of {event.employer.id} appointed"
        case QALeadStoodDown():
            return f"QA Lead {event.qa_lead} stood down ({event.cause})"
        case PlanningMeetingHeld():
            present = ", ".join(attendee.person for attendee in event.attendees)
            return f"Planning meeting {event.meeting} held ({event.mode}): {present}"
        case TrainingAttended():
            return f"Training {event.course} attended by {event.attendee.person} ({event.attendee.role})"
        case FoundationsSecured():
            return f"Foundations for effective support secured on the {event.side} side by {event.by.person}"
        case _:
            assert_never(event)


def days_of(commitments: tuple[Commitment, ...], *, still_open: bool = False) -> str:
    """The days committed, in words."""
    days = [f"{commitment.days} days in {commitment.cap_year}" for commitment in commitments]
    to_agree = ["some days still to be agreed"] if still_open else []
    return ", ".join(days + to_agree) or "no days"
