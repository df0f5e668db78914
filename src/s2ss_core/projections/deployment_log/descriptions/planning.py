"""Descriptions of the events of planning."""

from typing import assert_never

from s2ss_core.events import PlanApproved, PlanningEvent, PlanReturned, PlanReviewed, PlanSubmitted


def describe_planning(event: PlanningEvent) -> str:
    """One line that describes the event."""
    match event:
        case PlanSubmitted():
            amends = f", amending version {event.amends}," if event.amends is not None else ""
            kind = event.kind.replace("-", " ").capitalize()
            return f"{kind} version {event.plan_version}{amends} submitted for {event.total}"
        case PlanReturned():
            return f"Plan version {event.plan_version} returned by {event.by.person}"
        case PlanApproved():
            return f"Plan version {event.plan_version} approved by {event.by.person} ({event.by.role})"
        case PlanReviewed():
            return f"Plan version {event.plan_version} reviewed by {event.by.person} ({event.by.role}) for {event.term}"
        case _:
            assert_never(event)
