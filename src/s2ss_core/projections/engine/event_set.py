"""The events that a projection collects for one key, by kind, and which of them were not struck out."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

import attrs

from s2ss_core.ids import same
from s2ss_core.ledger import stands, struck_by, struck_out
from s2ss_core.projections.engine.projection import Key
from s2ss_core.store import Recorded
from s2ss_core.values import Cause

E = TypeVar("E")


@attrs.frozen
class Positioned(Generic[E]):
    """An event and its position."""

    position: int
    event: E


ByKind: TypeAlias = Mapping[type, tuple[Positioned[Any], ...]]


@attrs.frozen
class EventSet:
    """The entries collected for one key, in order of position. Views are computed from it at the end.

    Its indexes by kind of event are built when they are first needed.
    """

    key: Key
    entries: tuple[Recorded, ...] = ()

    @property
    def name(self) -> str:
        """The last part of the key: the key of the deployment or the award."""
        return self.key[-1]

    @property
    def id(self) -> str:
        """The id of the deployment or the award, as it was recorded first; its key if no event names it."""
        named = (
            getattr(entry.event, kind, None) for entry in self.entries for kind in ("deployment", "grant")
        )
        return next((name for name in named if name and same(name, self.name)), self.name)

    def with_(self, entry: Recorded) -> "EventSet":
        """The same set with one more entry."""
        return EventSet(self.key, (*self.entries, entry))

    def within(self, *streams: str) -> tuple[Recorded, ...]:
        """The entries of these streams."""
        return tuple(entry for entry in self.entries if entry.stream in streams)

    def of(self, *kinds: type[E]) -> tuple[Positioned[E], ...]:
        """Every event of these kinds in order of position, including those that were struck out."""
        return _merged(self._by_kind, kinds)

    def not_struck_out(self, *kinds: type[E]) -> tuple[Positioned[E], ...]:
        """Every event of these kinds that was not struck out, in order of position."""
        return _merged(self._standing, kinds)

    def latest(self, kind: type[E]) -> Positioned[E] | None:
        """The event of this kind that was recorded last; None if there is none."""
        return next(iter(reversed(self.of(kind))), None)

    @cached_property
    def _struck(self) -> Mapping[str, frozenset[Cause]]:
        streams = {entry.stream for entry in self.entries if struck_by(entry.event)}
        return {stream: struck_out(entry.event for entry in self.within(stream)) for stream in streams}

    @cached_property
    def _by_kind(self) -> ByKind:
        return _indexed(self.entries)

    @cached_property
    def _standing(self) -> ByKind:
        none: frozenset[Cause] = frozenset()
        return _indexed(e for e in self.entries if stands(e.event, self._struck.get(e.stream, none)))


def _indexed(entries: Iterable[Recorded]) -> ByKind:
    kinds: dict[type, list[Positioned[Any]]] = {}
    for entry in entries:
        kinds.setdefault(type(entry.event), []).append(Positioned(entry.position, entry.event))
    return {kind: tuple(events) for kind, events in kinds.items()}


def _merged(index: ByKind, kinds: tuple[type, ...]) -> tuple[Positioned[Any], ...]:
    found = [index[kind] for kind in kinds if kind in index]
    if len(found) == 1:
        return found[0]
    return tuple(sorted((event for events in found for event in events), key=lambda event: event.position))


def gathering(*kinds: type) -> Any:
    """A projection's `step` that collects the events of these kinds and ignores all others."""

    def step(facts: EventSet, entry: Recorded) -> EventSet:
        return facts.with_(entry) if isinstance(entry.event, kinds) else facts

    return step
