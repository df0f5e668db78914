"""Descriptions of the events of support."""

from typing import assert_never

from s2ss_core.events import (
    ConcernEscalated,
    ConcernRaised,
    ConcernResolved,
    CostIncurred,
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
            return f"Cost {event.cost} of {event.net} incurred on line {event.line}: {invoice} {event.supplier.id}"
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
