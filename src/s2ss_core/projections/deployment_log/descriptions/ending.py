"""Descriptions of the events at the end of a deployment."""

from typing import assert_never

from s2ss_core.events import (
    CertificatePrepared,
    CertificateReturned,
    Closed,
    EndingEvent,
    GrantUsageCertified,
    ManagedExitAgreed,
    Reopened,
    SupportEnded,
)


def describe_ending(event: EndingEvent) -> str:
    """One line that describes the event."""
    match event:
        case CertificatePrepared():
            return f"Certificate of Grant Usage {event.certificate} prepared by {event.preparer.person}"
        case GrantUsageCertified():
            replaces = f", superseding {event.supersedes}" if event.supersedes else ""
            of = f" of award {event.award}" if event.award else ""
            return (
                f"Certificate of Grant Usage {event.certificate}{of} certified by {event.certifier.person} ({event.certifier.role})"
                f" for {event.covers_from} to {event.covers_to}{replaces}"
            )
        case CertificateReturned():
            together = f" together with report {event.with_report}" if event.with_report else ""
            return f"Certificate {event.certificate} returned{together}"
        case ManagedExitAgreed():
            return f"Managed exit {event.exit} agreed, after concern {event.concern}: support until {event.last_day}"
        case SupportEnded():
            return f"Support ended on {event.actual_end} ({event.cause})"
        case Closed():
            return f"Deployment closed by {event.by.person} ({event.cause})"
        case Reopened():
            return f"Deployment opened again, asked for by {event.asked_by.person}, agreed by {event.agreed_by.person}"
        case _:
            assert_never(event)
