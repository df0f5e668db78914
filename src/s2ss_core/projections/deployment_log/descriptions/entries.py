"""Descriptions of entries about other entries."""

from typing import assert_never

from s2ss_core.events import AcceptedDespite, EntryEvent, EntryStruckOut, EvidenceFiled
from s2ss_core.values import Cause


def describe_entry(event: EntryEvent) -> str:
    """One line that describes an event about another entry."""
    match event:
        case AcceptedDespite():
            rules = ", ".join(f"{rule.code} {rule.name.replace('_', ' ')}" for rule in event.rules)
            return f"Recorded despite {rules}: {event.of}, accepted by {event.accepted_by.person}"
        case EntryStruckOut():
            replaced = f", replaced by {event.replaced_by}" if event.replaced_by else ""
            return (
                f"{_called(event.of)} struck out ({event.cause}), asked for by {event.asked_by.person},"
                f" agreed by {event.agreed_by.person}{replaced}"
            )
        case EvidenceFiled():
            return f"Evidence of {event.of} filed by {event.by}"
        case _:
            assert_never(event)


def _called(entry: Cause) -> str:
    record = "Record of Visit" if entry.name == "visit" else entry.name.capitalize()
    return " ".join((record, *entry.id))
