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
from s2ss_core.values import INSTALMENT


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
            return f"{_instalment(event)} released: {event.amount} to {event.paid_to.id}{_rests_on(event)}"
        case InstalmentWithheld():
            return f"{_instalment(event)} withheld by {event.by.person}"
        case InstalmentCancelled():
            return f"{_instalment(event)} of {event.amount} cancelled by {event.by.person}"
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


def _instalment(event: InstalmentReleased | InstalmentWithheld | InstalmentCancelled) -> str:
    leg = "" if event.leg == INSTALMENT else f" of the leg {event.leg}"
    part = f", part {event.part}," if isinstance(event, InstalmentReleased) and event.part > 1 else ""
    return f"Instalment {event.instalment}{leg}{part}"


def _rests_on(event: InstalmentReleased) -> str:
    named = (("report", event.report), ("review", event.review))
    on = " and ".join(f"{kind} {name}" for kind, name in named if name is not None)
    return f", on {on}" if on else ""
