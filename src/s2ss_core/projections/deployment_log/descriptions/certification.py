"""Descriptions of what is said of a certificate."""

from typing import assert_never

from s2ss_core.events import (
    AssuranceGiven,
    CertificateAccepted,
    CertificateQueried,
    CertificationEvent,
)


def describe_certification(event: CertificationEvent) -> str:
    """One line that describes the event."""
    match event:
        case CertificateQueried():
            return f"Query {event.query} on certificate {event.certificate} by {event.by.person} ({event.by.role})"
        case CertificateAccepted():
            checks = f" after these checks: {', '.join(event.checks)}" if event.checks else ""
            return f"Certificate {event.certificate} accepted by {event.by.person} ({event.by.role}){checks}"
        case AssuranceGiven():
            firm = f"{event.by.person} of {event.by.organisation}"
            return (
                f"Assurance {event.assurance} on certificate {event.certificate} by {firm}: {event.opinion}"
            )
        case _:
            assert_never(event)
