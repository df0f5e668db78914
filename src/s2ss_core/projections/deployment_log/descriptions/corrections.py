"""Descriptions of corrections."""

from typing import assert_never

from s2ss_core.events import (
    AcceptedDespite,
    CorrectionEvent,
    CostAllowed,
    CostDisallowed,
    CostReversed,
    CostStruckOut,
    PaymentStruckOut,
    ReportStruckOut,
    ReviewStruckOut,
    VisitStruckOut,
)


def describe_correction(event: CorrectionEvent) -> str:
    """One line that describes the event."""
    match event:
        case AcceptedDespite():
            rules = ", ".join(f"{rule.code} {rule.name.replace('_', ' ')}" for rule in event.rules)
            return f"Recorded despite {rules}: {event.of}, accepted by {event.accepted_by}"
        case VisitStruckOut():
            return f"Record of Visit {event.visit} {_struck(event)}"
        case CostStruckOut():
            return f"Cost {event.cost} {_struck(event)}"
        case ReportStruckOut():
            return f"Report {event.report} {_struck(event)}"
        case ReviewStruckOut():
            return f"Review {event.review} {_struck(event)}"
        case PaymentStruckOut():
            return f"Payment {event.payment} {_struck(event)}"
        case CostReversed():
            return f"Cost {event.cost} reversed by {event.net}: {event.document}"
        case CostDisallowed():
            return f"{event.amount} of {event.fact} disallowed by {event.by}: {event.reason}"
        case CostAllowed():
            return f"Disallowance {event.disallowance} lifted by {event.by}"
        case _:
            assert_never(event)


def _struck(
    event: VisitStruckOut | CostStruckOut | ReportStruckOut | ReviewStruckOut | PaymentStruckOut,
) -> str:
    replaced = f", replaced by {event.replaced_by}" if event.replaced_by else ""
    return f"struck out ({event.cause}), asked for by {event.asked_by}, agreed by {event.agreed_by}{replaced}"
