"""The facts a view is drawn from, by kind, and which of them still stand."""

from typing import Any, Generic, TypeVar

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


@attrs.frozen
class EventSet:
    """What is gathered for one key: entries, in the order they came."""

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
        return tuple(
            Positioned(entry.position, entry.event)
            for entry in self.entries
            if isinstance(entry.event, kinds)
        )

    def not_struck_out(self, *kinds: type[E]) -> tuple[Positioned[E], ...]:
        """Every event of these kinds that was not struck out, by position."""
        struck = self.struck
        return tuple(
            Positioned(entry.position, entry.event)
            for entry in self.entries
            if isinstance(entry.event, kinds) and fact_named(entry) not in struck
        )

    def latest(self, kind: type[E]) -> Positioned[E] | None:
        """The event of this kind that was recorded last, if there is one."""
        return next(iter(reversed(self.of(kind))), None)

    @property
    def struck(self) -> frozenset[Any]:
        """The names of the facts that were struck out."""
        return frozenset(name for entry in self.entries if (name := fact_struck(entry)))


def gathering(*kinds: type) -> Any:
    """A step that keeps the events of these kinds and no others."""

    def step(facts: EventSet, entry: Recorded) -> EventSet:
        return facts.with_(entry) if isinstance(entry.event, kinds) else facts

    return step
