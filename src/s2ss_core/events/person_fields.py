"""Finds the people whom an event names, wherever in its fields they are."""

import re
from typing import Any

from s2ss_core.events.id_fields import named_ids

__all__ = ["PERSON_FIELDS", "people_in"]

PERSON_FIELDS = frozenset(
    {
        "by", "copies_to", "headteacher", "leader", "leaving", "new_lead", "person", "qa_lead", "returned_to", "same_as",
        "stands_in_for",
    }
)  # fmt: skip
"""The fields of type `Id` that name a person, in events and in what events hold."""


def people_in(event: Any) -> tuple[str, ...]:
    """The ids of the people whom an event names, in the order of its fields."""
    return tuple(name for path, name in named_ids(event) if _field(path) in PERSON_FIELDS)


def _field(path: str) -> str:
    return re.sub(r"\[\d+\]$", "", path).rpartition(".")[2]
