"""Descriptions of the events that move money."""

from typing import assert_never

from s2ss_core.events import (
    GrantRecovered,
    InstalmentCancelled,
    InstalmentReleased,
    InstalmentWithheld,
    InvoiceReceived,
    MoneyEvent,
    PaymentMade,
    PaymentReversed,
)


def describe_money(event: MoneyEvent) -> str:
    """One line that describes the event."""
    match event:
        case InvoiceReceived():
            order = f", purchase order {event.purchase_order}" if event.purchase_order else ""
            return (
                f"Invoice {event.invoice_number} of {event.supplier.id} received for instalment"
                f" {event.instalment}: {event.net}{order}"
            )
        case InstalmentReleased():
            return (
                f"Instalment {event.instalment} released: {event.amount} to {event.paid_to.id}, on report"
                f" {event.report} and review {event.review}"
            )
        case InstalmentWithheld():
            return f"Instalment {event.instalment} withheld by {event.by}"
        case InstalmentCancelled():
            return f"Instalment {event.instalment} of {event.amount} cancelled by {event.by}"
        case PaymentMade():
            what = (
                f"for instalment {event.instalment}" if event.instalment is not None else "for no instalment"
            )
            return f"Payment {event.payment} of {event.amount} made to {event.paid_to.id} {what}"
        case PaymentReversed():
            return f"Payment {event.payment} reversed by {event.amount}: {event.document}"
        case GrantRecovered():
            return f"Recovery {event.recovery}: {event.amount} {event.how} by {event.recovered_from.id}"
        case _:
            assert_never(event)
