"""Agreement in words."""

from typing import assert_never

from s2ss_core.events import AgreementEvent, AgreementIssued, AgreementSigned, ReviewsScheduled


def describe_agreement(event: AgreementEvent) -> str:
    """One line."""
    match event:
        case AgreementIssued():
            order = f", purchase order {event.purchase_order}" if event.purchase_order else ""
            parts = ", ".join(
                f"{each.instalment}: {each.amount} for {each.term.title}" for each in event.schedule
            )
            instalments = f"; instalments {parts}" if parts else ""
            kind = event.document.replace("-", " ").capitalize()
            return f"{kind} {event.agreement} version {event.version} issued{order}{instalments}"
        case AgreementSigned():
            return f"Agreement {event.agreement} signed for the {event.party} by {event.signatory} ({event.role})"
        case ReviewsScheduled():
            dates = ", ".join(f"{each.review} on {each.on}" for each in event.reviews)
            return f"Termly review meetings scheduled: {dates or 'none'}"
        case _:
            assert_never(event)
