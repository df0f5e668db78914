"""Descriptions of the events of support."""

from typing import assert_never

from s2ss_core.events import (
    ActivityHeld,
    ActivityPlanned,
    ConcernEscalated,
    ConcernRaised,
    ConcernResolved,
    CostIncurred,
    NeedsAssessed,
    SupportEvent,
    SupportHalted,
    SupportResumed,
    VisitLogged,
)


def describe_support(event: SupportEvent) -> str:
    """One line that describes the event."""
    match event:
        case VisitLogged():
            return _record_of_visit(event)
        case CostIncurred():
            invoice = f"invoice {event.invoice_number} of" if event.invoice_number else "from"
            paid = f", paid on {event.defrayed_on}" if event.defrayed_on else ""
            return f"Cost {event.cost} of {event.net} incurred on line {event.line}: {invoice} {event.supplier.id}{paid}"
        case ConcernRaised():
            raised = f"raised by {event.by.person} ({event.by.role}) with the {event.raised_with}"
            return f"Concern {event.concern} {raised}"
        case ConcernEscalated():
            return f"Concern {event.concern} escalated by {event.by.person} to the {event.escalated_to}"
        case ConcernResolved():
            return f"Concern {event.concern} resolved by {event.by.person}"
        case SupportHalted():
            money = ", and its money" if event.funding_too else ""
            return f"Support withheld{money}: halt {event.halt} by {event.by.person}, {event.cause}"
        case SupportResumed():
            return f"Support resumed after halt {event.halt} by {event.by.person}"
        case NeedsAssessed():
            return f"Needs assessed by {event.by.person}: {event.kind} {event.assessment}"
        case ActivityPlanned():
            return _activity(event)
        case ActivityHeld():
            planned = f" of activity {event.activity}" if event.activity else ""
            return f"Session {event.session}{planned}: {event.kind}, {event.quantity} {event.unit}, {_people(event)}"
        case _:
            assert_never(event)


def _record_of_visit(event: VisitLogged) -> str:
    preparation = event.preparation
    prepared = f" and {preparation.quantity} {preparation.unit} of preparation" if preparation else ""
    shared = f", shared by {event.shared_between} schools" if event.shared_between else ""
    line = f", on line {event.line}" if event.line else ""
    met = f", with {event.counterpart.person}" if event.counterpart else ""
    return (
        f"Record of Visit {event.visit}: {event.leader}, {event.significance}, {event.quantity} {event.unit}"
        f"{prepared}{shared}{line}{met}"
    )


def _activity(event: ActivityPlanned) -> str:
    until = f" to {event.last}" if event.last else ""
    when = f"on {event.first}" if event.every == "once" else f"every {event.every} from {event.first}{until}"
    again = f", instead of {event.instead_of}" if event.instead_of else ""
    return (
        f"Activity {event.activity} planned: {event.kind} {when}, {event.quantity} {event.unit},"
        f" {_people(event)}{again}"
    )


def _people(event: ActivityPlanned | ActivityHeld) -> str:
    return (
        "with " + ", ".join(person.person for person in event.people) if event.people else "with nobody named"
    )
