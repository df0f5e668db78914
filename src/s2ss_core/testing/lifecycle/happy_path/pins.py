"""Pins of organisations that changed: a command leaves out what is known of them, and the record fills it in."""

from collections.abc import Iterable
from typing import Any

import attrs

from s2ss_core.events import OrganisationEntered
from s2ss_core.events.streams import stream_parts
from s2ss_core.store import Recorded
from s2ss_core.values import Organisation


def changed_organisations(history: Iterable[Recorded]) -> frozenset[str]:
    """The ids of the organisations of which something changed since they were entered."""
    return frozenset(
        stream_parts(entry.stream)[0]
        for entry in history
        if entry.stream.startswith("organisation:") and not isinstance(entry.event, OrganisationEntered)
    )


def without_pins(value: Any, changed: frozenset[str]) -> Any:
    """A value of a command's field with nothing but their ids in the organisations that changed."""
    match value:
        case Organisation():
            return Organisation(id=value.id) if value.id in changed else value
        case dict():
            return {name: without_pins(inner, changed) for name, inner in value.items()}
        case tuple():
            return tuple(without_pins(inner, changed) for inner in value)
        case _ if attrs.has(type(value)):
            inner = {
                field.name: without_pins(getattr(value, field.name), changed)
                for field in attrs.fields(type(value))
            }
            return attrs.evolve(value, **inner)
        case _:
            return value
