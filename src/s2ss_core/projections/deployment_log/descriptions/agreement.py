"""Descriptions of the events of the agreement."""

from typing import assert_never

from s2ss_core.events import AgreementEvent, AgreementIssued, AgreementSigned, ReviewsScheduled


def describe_agreement(event: AgreementEvent) -> str:
    """One line that describes the event."""
    match event:
        case AgreementIssued():
            order = f", purchase order {event.purchase_order}" if event.purchase_order else ""
            parts = ", ".join(
                f"{scheduled.instalment}: {scheduled.amount} for {scheduled.term.title}"
                for scheduled in event.schedule
            )
            instalments = f"; instalments {parts}" if parts else ""
            kind = event.document.replace("-", " ").capitalize()
            return f"{kind} {event.agreement} version {event.version} issued{order}{instalments}"
        case AgreementSigned():
            return f"Agreement {event.agreement} signed for the {event.party} by {event.signatory.person} ({event.signatory.role})"
        case ReviewsScheduled():
            dates = ", ".join(f"{review.review} on {review.on}" for review in event.reviews)
            return f"Termly review meetings scheduled: {dates or 'none'}"
        case _:
            assert_never(event)
