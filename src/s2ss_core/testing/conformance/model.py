"""What a store must hold, in a plain list."""

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from s2ss_core.store import Append, Recorded
from s2ss_core.values import Withheld

Line = tuple[int, str, int, object]


@attrs.define
class Kept:
    """An entry in the list."""

    position: int
    stream: str
    version: int
    event: Any
    erased: bool = False

    @property
    def line(self) -> Line:
        """What a reader must see of it."""
        return self.position, self.stream, self.version, plain_values(self.event, erased=self.erased)


@attrs.define
class Model:
    """The entries that the store must hold, in order."""

    entries: list[Kept] = attrs.field(factory=list)

    def head(self, stream: str) -> int:
        """The newest version of a stream; 0 if it has no entries."""
        return sum(entry.stream == stream for entry in self.entries)

    def appends(self, parts: Iterable[tuple[str, Sequence[Any]]]) -> list[Append]:
        """Appends to the ends of these streams. Several appends to one stream follow one another."""
        heads: dict[str, int] = {}
        made: list[Append] = []
        for stream, events in parts:
            after = heads.get(stream, self.head(stream))
            made.append(Append(stream, after, events))
            heads[stream] = after + len(events)
        return made

    def keep(self, appended: Iterable[Recorded], appends: Iterable[Append]) -> None:
        """Add what the store appended, and check it. The store chooses the positions, but they must ascend."""
        events = [(append.stream, event) for append in appends for event in append.events]
        for recorded, (stream, event) in zip(appended, events, strict=True):
            assert recorded.position > self.newest
            assert recorded.event == event
            self.entries.append(Kept(recorded.position, stream, self.head(stream) + 1, event))
            assert (recorded.stream, recorded.version) == (stream, self.head(stream))

    @property
    def newest(self) -> int:
        """The newest position; 0 if there are no entries."""
        return self.entries[-1].position if self.entries else 0

    def lines(
        self, *, stream: str = "", after: int = 0, upto: int | None = None, versions: bool = False
    ) -> list[Line]:
        """What a reader must see of a stream or of all, after one position (or version) up to and including another."""
        within = [entry for entry in self.entries if not stream or entry.stream == stream]
        at = [(entry.version if versions else entry.position, entry) for entry in within]
        return [entry.line for number, entry in at if number > after and (upto is None or number <= upto)]


def line_of(recorded: Recorded) -> Line:
    """What a reader sees of an entry."""
    return recorded.position, recorded.stream, recorded.version, plain_values(recorded.event)


def plain_values(event: Any, *, erased: bool = False) -> object:
    """An event as plain values, with `withheld` for a private text that is withheld or `erased`."""
    values = attrs.asdict(event, recurse=False)
    for name in ("about", "focus"):
        text = values.get(name)
        if text is not None and (erased or isinstance(text, Withheld)):
            values[name] = "withheld"
    return type(event).__name__, tuple(sorted((name, str(value)) for name, value in values.items()))
