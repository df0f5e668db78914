"""The interfaces that projections read from. A `Store` has both; `HistoryAsAt` is a `StreamReader`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from s2ss_core.store import Recorded


class StreamReader(Protocol):
    """Reads streams by name. A projection uses it to find the keys of an event and the streams of a key."""

    def read(self, stream: str, *, texts: bool = True) -> tuple[Recorded, ...]:
        """The events of one stream in order; empty if there is no such stream.

        `texts=False` says that the caller needs no private text: most readers withhold it then.
        """
        ...

    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams with this prefix."""
        ...

    def years_at(self, home_school: str) -> tuple[str, ...]:
        """The names of the streams of leaders' years with an entry that names this home school."""
        ...


class HistoryReader(StreamReader, Protocol):
    """Reads a whole history, as a `Store` does."""

    def history(self, *, after: int = 0, upto: int | None = None, texts: bool = True) -> Iterator[Recorded]:
        """Every event in order of position, after the position `after` and up to and including `upto`."""
        ...

    def newest(self) -> int:
        """The position of the newest event, 0 if there is none."""
        ...

    def known_at(self, at: datetime) -> int:
        """The highest position that was known at a time, 0 if there was none; see `Store.known_at`."""
        ...
