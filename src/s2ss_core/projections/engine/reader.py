"""What views are read from: a store, or a store as it stood at some time."""

from collections.abc import Iterator
from typing import Protocol

from s2ss_core.store import Recorded


class StreamReader(Protocol):
    """Streams by name. What a projection may ask while it finds out what a view draws on."""

    def read(self, stream: str, *, texts: bool = True) -> tuple[Recorded, ...]:
        """The events of one stream in order; none if there is no such stream."""
        ...

    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams that begin so."""
        ...


class HistoryReader(StreamReader, Protocol):
    """A whole history; a `Store` is one."""

    def history(self, *, after: int = 0, upto: int | None = None, texts: bool = True) -> Iterator[Recorded]:
        """Every event in order of position, from the one after `after` up to and with `upto`."""
        ...

    def newest(self) -> int:
        """The position of the newest event, 0 if there is none."""
        ...
