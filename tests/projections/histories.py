"""A history in memory, and a short way to tell one."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from s2ss_core.events import LeaderYearEvent
from s2ss_core.ids import same
from s2ss_core.store import Recorded


class History:
    """Entries as a store would give them."""

    def __init__(self, entries: Iterable[Recorded] = ()) -> None:
        self.entries = list(entries)

    def tell(self, stream: str, event: Any, *, at: dt.datetime | None = None, by: str = "u-1") -> int:
        """Record an event at the end of a stream; on the afternoon it happened, if nothing is said."""
        position = len(self.entries) + 1
        on: dt.date = event.on
        self.entries.append(
            Recorded(
                position=position,
                stream=stream,
                version=sum(entry.stream == stream for entry in self.entries) + 1,
                event_id=f"{position:032x}",
                recorded_at=at or dt.datetime(on.year, on.month, on.day, 15, tzinfo=dt.UTC),
                recorded_by=by,
                event=event,
            )
        )
        return position

    def only(self, positions: Iterable[int]) -> list[Recorded]:
        """The entries at these positions."""
        wanted = set(positions)
        return [entry for entry in self.entries if entry.position in wanted]

    def without(self, *kinds: type) -> "History":
        """The same history, had these never happened."""
        return History(entry for entry in self.entries if not isinstance(entry.event, kinds))

    def upto(self, position: int) -> "History":
        """The same history as it stood at a position."""
        return History(entry for entry in self.entries if entry.position <= position)

    def read(self, stream: str, *, texts: bool = True) -> tuple[Recorded, ...]:
        return tuple(entry for entry in self.entries if entry.stream == stream)

    def history(self, *, after: int = 0, upto: int | None = None, texts: bool = True) -> Iterator[Recorded]:
        return (
            entry
            for entry in self.entries
            if after < entry.position and (upto is None or entry.position <= upto)
        )

    def streams(self, prefix: str) -> tuple[str, ...]:
        return tuple(sorted({entry.stream for entry in self.entries if entry.stream.startswith(prefix)}))

    def years_at(self, home_school: str) -> tuple[str, ...]:
        named = (entry for entry in self.entries if isinstance(entry.event, LeaderYearEvent))
        return tuple(
            sorted({entry.stream for entry in named if same(entry.event.home_school.id, home_school)})
        )

    def known_at(self, at: dt.datetime) -> int:
        stamps = [entry.recorded_at for entry in self.entries if entry.recorded_at <= at]
        if not stamps:
            return 0
        begin = max(stamps) - dt.timedelta(days=1)
        return max(entry.position for entry in self.entries if begin < entry.recorded_at <= at)

    def newest(self) -> int:
        return max((entry.position for entry in self.entries), default=0)


class WithoutTexts(History):
    """A history that nobody may read the private texts of."""

    def read(self, stream: str, *, texts: bool = True) -> tuple[Recorded, ...]:
        assert texts is False
        return super().read(stream)

    def history(self, *, after: int = 0, upto: int | None = None, texts: bool = True) -> Iterator[Recorded]:
        assert texts is False
        return super().history(after=after, upto=upto)


def recorded_later(entry: Recorded, at: dt.datetime) -> Recorded:
    """The same entry, learned at another time."""
    return attrs.evolve(entry, recorded_at=at)
