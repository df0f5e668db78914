"""The facts a view is drawn from, by kind, and which of them still stand."""

from typing import Any, Generic, TypeVar

import attrs

from s2ss_core.projections.correction import fact_named, fact_struck
from s2ss_core.projections.projection import Key
from s2ss_core.store import Recorded

E = TypeVar("E")


@attrs.frozen
class Told(Generic[E]):
    """An event and its position."""

    position: int
    event: E


@attrs.frozen
class Facts:
    """What is gathered for one key: entries, in the order they came."""

    key: Key
    entries: tuple[Recorded, ...] = ()

    @property
    def name(self) -> str:
        """The id of the deployment or the award that a key of two parts names."""
        return self.key[-1]

    def and_(self, entry: Recorded) -> "Facts":
        """These facts and one more."""
        return Facts(self.key, (*self.entries, entry))

    def within(self, *streams: str) -> tuple[Recorded, ...]:
        """The entries of these streams."""
        return tuple(entry for entry in self.entries if entry.stream in streams)

    def of(self, *kinds: type[E]) -> tuple[Told[E], ...]:
        """Every event of these kinds, struck out or not, by position."""
        return tuple(
            Told(entry.position, entry.event) for entry in self.entries if isinstance(entry.event, kinds)
        )

    def standing(self, *kinds: type[E]) -> tuple[Told[E], ...]:
        """Every event of these kinds that was not struck out, by position."""
        struck = self.struck
        return tuple(
            Told(entry.position, entry.event)
            for entry in self.entries
            if isinstance(entry.event, kinds) and fact_named(entry) not in struck
        )

    def latest(self, kind: type[E]) -> Told[E] | None:
        """The event of this kind that was recorded last, if there is one."""
        return next(iter(reversed(self.of(kind))), None)

    @property
    def struck(self) -> frozenset[Any]:
        """The names of the facts that were struck out."""
        return frozenset(name for entry in self.entries if (name := fact_struck(entry)))


def gathering(*kinds: type) -> Any:
    """A step that keeps the events of these kinds and no others."""

    def step(facts: Facts, entry: Recorded) -> Facts:
        return facts.and_(entry) if isinstance(entry.event, kinds) else facts

    return step
