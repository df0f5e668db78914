"""The facts a view is drawn from, by kind, and which of them still stand."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

import attrs

from s2ss_core.projections.engine.corrections import fact_named, fact_struck
from s2ss_core.projections.engine.projection import Key
from s2ss_core.store import Recorded

E = TypeVar("E")


@attrs.frozen
class Positioned(Generic[E]):
    """An event and its position."""

    position: int
    event: E


ByKind: TypeAlias = Mapping[type, tuple[Positioned[Any], ...]]


@attrs.frozen
class EventSet:
    """What is gathered for one key: entries, in the order they came. Its indexes are made when first asked for."""

    key: Key
    entries: tuple[Recorded, ...] = ()

    @property
    def name(self) -> str:
        """The id of the deployment or the award that a key of two parts names."""
        return self.key[-1]

    def with_(self, entry: Recorded) -> "EventSet":
        """These facts and one more."""
        return EventSet(self.key, (*self.entries, entry))

    def within(self, *streams: str) -> tuple[Recorded, ...]:
        """The entries of these streams."""
        return tuple(entry for entry in self.entries if entry.stream in streams)

    def of(self, *kinds: type[E]) -> tuple[Positioned[E], ...]:
        """Every event of these kinds, struck out or not, by position."""
        return _merged(self._by_kind, kinds)

    def not_struck_out(self, *kinds: type[E]) -> tuple[Positioned[E], ...]:
        """Every event of these kinds that was not struck out, by position."""
        return _merged(self._standing, kinds)

    def latest(self, kind: type[E]) -> Positioned[E] | None:
        """The event of this kind that was recorded last, if there is one."""
        return next(iter(reversed(self.of(kind))), None)

    @cached_property
    def struck(self) -> frozenset[Any]:
        """The names of the facts that were struck out."""
        return frozenset(name for entry in self.entries if (name := fact_struck(entry)))

    @cached_property
    def _by_kind(self) -> ByKind:
        return _indexed(self.entries)

    @cached_property
    def _standing(self) -> ByKind:
        return _indexed(entry for entry in self.entries if fact_named(entry) not in self.struck)


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
    """A step that keeps the events of these kinds and no others."""

    def step(facts: EventSet, entry: Recorded) -> EventSet:
        return facts.with_(entry) if isinstance(entry.event, kinds) else facts

    return step
