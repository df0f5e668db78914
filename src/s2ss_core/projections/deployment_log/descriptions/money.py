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
    WithholdingLifted,
)
from s2ss_core.ledger import instalment_of
from s2ss_core.values import INSTALMENT


def describe_money(event: MoneyEvent) -> str:
    """One line that describes the event."""
    match event:
        case InvoiceReceived():
            return (
                f"Invoice {event.number} of {event.supplier.id} to {event.customer.id} received for {_what(event)}:"
                f" {event.net}{_order(event)}"
            )
        case InstalmentReleased():
            return f"{_instalment(event)} released: {event.amount} to {event.paid_to.id}{_rests_on(event)}"
        case InstalmentWithheld():
            return f"{_instalment(event)} withheld by {event.by.person}"
        case WithholdingLifted():
            return f"Withholding of {_instalment(event).lower()} lifted by {event.by.person}"
        case InstalmentCancelled():
            return f"{_instalment(event)} of {event.amount} cancelled by {event.by.person}"
        case PaymentMade():
            return f"Payment {event.payment} of {event.amount} made to {event.paid_to.id} for {_settled(event)}{_vat(event)}"
        case PaymentReversed():
            return f"Payment {event.payment} reversed by {event.amount}{_vat(event)}: {event.document}"
        case GrantRecovered():
            return f"Recovery {event.recovery}: {event.amount} {event.how} by {event.recovered_from.id}{_vat(event)}"
        case _:
            assert_never(event)


def _vat(event: PaymentMade | PaymentReversed | GrantRecovered) -> str:
    return f", VAT {event.vat}" if event.vat else ""


def _settled(payment: PaymentMade) -> str:
    numbers = [(settled.of, instalment_of(settled.of)) for settled in payment.settles]
    named = [str(of) if number is None else f"instalment {number}" for of, number in numbers]
    return " and ".join(named) or "no instalment"


def _what(invoice: InvoiceReceived) -> str:
    if invoice.instalment is not None:
        return f"instalment {invoice.instalment}"
    covered = ", ".join(map(str, invoice.covers))
    return f"the leg {invoice.leg}{f' ({covered})' if covered else ''}"


def _order(invoice: InvoiceReceived) -> str:
    return f", purchase order {invoice.purchase_order}" if invoice.purchase_order else ""


def _instalment(
    event: InstalmentReleased | InstalmentWithheld | WithholdingLifted | InstalmentCancelled,
) -> str:
    leg = "" if event.leg == INSTALMENT else f" of the leg {event.leg}"
    part = f", part {event.part}," if isinstance(event, InstalmentReleased) and event.part > 1 else ""
    return f"Instalment {event.instalment}{leg}{part}"


def _rests_on(event: InstalmentReleased) -> str:
    named = (("report", event.report), ("review", event.review))
    on = " and ".join(f"{kind} {name}" for kind, name in named if name is not None)
    return f", on {on}" if on else ""
