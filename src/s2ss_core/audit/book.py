"""The book of one stream: its entries, and which of them stand. Nothing in it is summed up beforehand."""

from collections.abc import Iterator, KeysView
from datetime import date
from itertools import chain
from typing import Any, TypeVar, overload

import attrs

from s2ss_core.events import (
    AcceptedDespite,
    ActivityHeld,
    CostIncurred,
    DocumentShared,
    EntryStruckOut,
    EvidenceFiled,
    FeedbackGiven,
    InvoiceReceived,
    PaymentMade,
    RecordSigned,
    VisitLogged,
    cause_of,
    natural_id,
    stream_kind,
)
from s2ss_core.store import Recorded
from s2ss_core.values import Cause

__all__ = ["Book", "Id", "id_of"]

E = TypeVar("E")
F = TypeVar("F")
Id = tuple[str, ...]
"""The natural id of an entry, its space first: `("visit", "v-1")`."""


WORK = frozenset(
    {
        ActivityHeld,
        CostIncurred,
        DocumentShared,
        EvidenceFiled,
        FeedbackGiven,
        InvoiceReceived,
        PaymentMade,
        RecordSigned,
        VisitLogged,
    }
)
"""Events of which a deployment has many, and which change nothing that was agreed, decided or who holds an office."""


def id_of(cause: Cause) -> Id:
    """The natural id that a cause names in its stream."""
    return (cause.name, *cause.id)


@attrs.define(eq=False)
class Book:
    """The entries of one stream in order of position.

    An entry that is struck out leaves `of` and `first`, and stays in `entries`. A natural id that comes twice keeps its
    first entry. `turns` counts the entries that are not mere work, so what follows from the others can be kept in
    `memory` until it changes.
    """

    stream: str
    kind: str = attrs.field(init=False)
    entries: list[Recorded] = attrs.field(factory=list)
    struck: dict[Id, Recorded] = attrs.field(factory=dict)
    accepted: dict[Id, list[Recorded]] = attrs.field(factory=dict)
    memory: dict[str, Any] = attrs.field(factory=dict)
    turns: int = 0
    _standing: dict[type, list[Recorded]] = attrs.field(factory=dict)
    _events: dict[type, list[Any]] = attrs.field(factory=dict)
    _by_id: dict[Id, Recorded] = attrs.field(factory=dict)
    _by_day: dict[type, dict[date, list[Recorded]]] = attrs.field(factory=dict)
    _struck_at: set[int] = attrs.field(factory=set)

    def __attrs_post_init__(self) -> None:
        """Tell its kind, such as `deployment`, from the name of its stream."""
        self.kind = stream_kind(self.stream)

    def add(self, entry: Recorded, identity: Id | None = None) -> None:
        """Enter the next entry, and take out what it strikes out. `identity` is its natural id, if you have it."""
        self.entries.append(entry)
        event = entry.event
        event_class = type(event)
        self._standing.setdefault(event_class, []).append(entry)
        self._events.setdefault(event_class, []).append(event)
        self._by_id.setdefault(identity or natural_id(event), entry)
        if event_class in self._by_day:
            self._by_day[event_class].setdefault(event.on, []).append(entry)
        if event_class in WORK:
            return
        self.turns += 1
        if event_class is EntryStruckOut:
            self._strike(id_of(event.of), entry)
        elif event_class is AcceptedDespite:
            self.accepted.setdefault(id_of(event.of), []).append(entry)

    def _strike(self, wrong: Id, strike: Recorded) -> None:
        entry = self._by_id.get(wrong)
        if entry is not None and wrong not in self.struck:
            self.struck[wrong] = strike
            self._struck_at.add(entry.position)
            standing = self._standing[type(entry.event)]
            standing[:] = [other for other in standing if other is not entry]
            self._events[type(entry.event)][:] = [other.event for other in standing]
            self._by_day.pop(type(entry.event), None)

    def on(self, day: date, event_class: type) -> list[Recorded]:
        """The entries with events of a class that stand and happened on a day."""
        days = self._by_day.get(event_class)
        if days is None:
            days = dict[date, list[Recorded]]()
            self._by_day[event_class] = days
            for entry in self._standing.get(event_class, ()):
                days.setdefault(entry.event.on, []).append(entry)
        return days.get(day, [])

    def of(self, *event_classes: type) -> list[Recorded]:
        """The entries with events of these classes that stand, in order of position. Leave the list as it is."""
        if len(event_classes) == 1:
            return self._standing.get(event_classes[0], [])
        found = [entries for event_class in event_classes if (entries := self._standing.get(event_class))]
        if len(found) < 2:
            return found[0] if found else []
        return sorted(chain.from_iterable(found), key=lambda entry: entry.position)

    @overload
    def events(self, event_class: type[E], /) -> list[E]: ...
    @overload
    def events(self, event_class: type[E], other: type[F], /) -> list[E | F]: ...
    def events(self, *event_classes: type) -> list[Any]:
        """The events of these classes that stand, in order of position. Leave the list as it is."""
        if len(event_classes) == 1:
            return self._events.get(event_classes[0], [])
        return [entry.event for entry in self.of(*event_classes)]

    @property
    def classes(self) -> KeysView[type]:
        """The classes of its events."""
        return self._standing.keys()

    def first(self, event_class: type[E]) -> E | None:
        """The first event of a class that stands."""
        entries = self._standing.get(event_class)
        return entries[0].event if entries else None

    def last(self, event_class: type[E]) -> E | None:
        """The newest event of a class that stands."""
        entries = self._standing.get(event_class)
        return entries[-1].event if entries else None

    def by(self, day: date, event_class: type[E]) -> list[E]:
        """The events of a class that stand and happened by the end of a day."""
        return [entry.event for entry in self.of(event_class) if entry.event.on <= day]

    def known(self, cause: Cause) -> Recorded | None:
        """The entry that a cause names in this stream, whether it stands or not."""
        return self._by_id.get(id_of(cause))

    def of_id(self, identity: Id) -> Recorded | None:
        """The first entry of a natural id, whether it stands or not."""
        return self._by_id.get(identity)

    def ids(self) -> Iterator[Id]:
        """The natural ids of its entries."""
        yield from self._by_id

    def entry(self, *identity: str) -> Recorded | None:
        """The entry of a natural id, its space first, whether it stands or not."""
        return self._by_id.get(identity)

    def stands(self, entry: Recorded) -> bool:
        """Whether an entry of this stream is not struck out."""
        return entry.position not in self._struck_at

    def excuses(self, entry: Recorded) -> Iterator[Recorded]:
        """The acceptances that are of an entry of this stream."""
        yield from self.accepted.get(id_of(cause_of(entry.event)), ())
