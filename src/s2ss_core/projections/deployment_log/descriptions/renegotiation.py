"""Descriptions of the events that change what was agreed."""

from s2ss_core.events import LeaderReplaced, RenegotiationEvent, TimeRenegotiated
from s2ss_core.projections.deployment_log.descriptions.brokering import days_of


def describe_renegotiation(event: RenegotiationEvent) -> str:
    """One line that describes the event."""
    return _replaced(event) if isinstance(event, LeaderReplaced) else _renegotiated(event)


def _replaced(event: LeaderReplaced) -> str:
    left = f"System Leader {event.leaving} left ({event.cause}), last day {event.last_day}"
    lead = f"; {event.new_lead} leads from {event.effective_from}" if event.new_lead else ""
    if event.joining is None:
        return f"{left}{lead}"
    joined = f"{event.joining.leader} of {event.joining.home_school.id} joined from {event.effective_from}"
    return f"{left}; {joined}; {days_of(event.commitments)}{lead}"


def _renegotiated(event: TimeRenegotiated) -> str:
    agreed = [
        *([f"start {event.start}"] if event.start else []),
        *([f"intended end {event.intended_end}"] if event.intended_end else []),
        *(f"{of.days} days of {of.leader} in {of.cap_year}" for of in event.commitments),
    ]
    since = f" from {event.effective_from}" if event.effective_from else ""
    return f"Time agreed anew{since} ({event.negotiation}): {', '.join(agreed) or 'nothing'}"
