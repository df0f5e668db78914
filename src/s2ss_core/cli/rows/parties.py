"""Organisations and people that rows name by id: as the file defines them, else as they are on record.

An organisation on record is named by its id alone: the command fills the rest in, as at the day of the row.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import attrs

from s2ss_core.errors import BadInput
from s2ss_core.events import OrganisationEntered
from s2ss_core.store import Recorded
from s2ss_core.values import Organisation, Person

T = TypeVar("T", Organisation, Person)
History = Callable[[], Iterator[Recorded]]


class Parties:
    """Looks organisations and people up by id. `history` is read only when the file does not define an id."""

    def __init__(self, history: History = lambda: iter(())) -> None:
        self.organisations: dict[str, Organisation] = {}
        self.people: dict[str, Person] = {}
        self._history = history

    def organisation(self, name: str) -> Organisation:
        """The organisation of that id. Raises `BadInput`."""
        found = self.organisations.get(name) or self._pinned.get((Organisation, name))
        if found is None:
            raise BadInput(
                f"Unknown organisation {name!r}: define it in a table [organisations.{name}], or write its fields out"
            )
        return found

    def person(self, name: str) -> Person:
        """The person of that id, in the role last known, in which they stood in for nobody. Raises `BadInput`."""
        found = self.people.get(name) or self._pinned.get((Person, name))
        if found is None:
            raise BadInput(
                f"Unknown person {name!r}: define them in a table [people.{name}], or write person, role and"
                " organisation out"
            )
        return found

    @cached_property
    def _pinned(self) -> Mapping[tuple[type, str], Any]:
        pinned: dict[tuple[type, str], Any] = {}
        entered: dict[tuple[type, str], Any] = {}
        for entry in self._history():
            if isinstance(entry.event, OrganisationEntered):
                entered[Organisation, entry.event.organisation] = Organisation(id=entry.event.organisation)
            for party in parties_in(entry.event):
                if isinstance(party, Organisation):
                    pinned[Organisation, party.id] = party
                elif party.stands_in_for is None:
                    pinned[Person, party.person] = party
        return pinned | entered


def parties_in(value: Any) -> Iterator[Organisation | Person]:
    """Every organisation and person that an event holds, however deep."""
    if isinstance(value, Organisation | Person):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from parties_in(part)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from parties_in(getattr(value, field.name))
