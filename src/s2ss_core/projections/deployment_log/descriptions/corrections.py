"""Descriptions of corrections."""

from typing import assert_never

from s2ss_core.events import (
    CorrectionEvent,
    CostAllowed,
    CostDisallowed,
    CostReversed,
    VatSettled,
)


def describe_correction(event: CorrectionEvent) -> str:
    """One line that describes the event."""
    match event:
        case CostReversed():
            vat = f" and VAT of {event.vat}" if event.vat else ""
            return f"Cost {event.cost} reversed by {event.net}{vat}: {event.document}"
        case CostDisallowed():
            return f"{event.amount} of {event.of} disallowed by {event.by.person}: {event.reason}"
        case CostAllowed():
            return f"Disallowance {event.disallowance} lifted by {event.by.person}"
        case VatSettled():
            return f"VAT of {event.of} settled: {event.irrecoverable_vat} of it is not recovered"
        case _:
            assert_never(event)
