"""Streams as of the end of a page, cached from page to page during one pass over the history."""

from collections import OrderedDict
from collections.abc import Sequence

from s2ss_core.errors import CorruptEntry
from s2ss_core.events import LeaderYearEvent
from s2ss_core.ids import key_of
from s2ss_core.store import Recorded, SetAside, Store

MOST_HELD = 100_000  # entries, some 130 MB


class StreamCache:
    """The `StreamReader` that projections use while documents are built. Private texts are withheld.

    It reads each stream from the store at most once. A pass that starts at position 0 reads none, because it meets
    every entry on its way. When it holds more than `most` entries, it drops the least recently used streams and
    reads them again if they are needed.
    """

    def __init__(self, store: Store, *, after: int, most: int = MOST_HELD) -> None:
        self.upto = after
        self._store = store
        self._most = most
        self._met_all = after == 0
        self._held: OrderedDict[str, tuple[Recorded, ...]] = OrderedDict()
        self._size = 0
        self._unreadable: dict[str, SetAside] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._years_at: dict[str, list[str]] | None = None

    def advance(self, page: Sequence[Recorded | SetAside]) -> None:
        """Move to the end of the next page, and add its entries to the cached streams."""
        came: dict[str, list[Recorded]] = {}
        for entry in page:
            if isinstance(entry, SetAside):
                self._unreadable[entry.stream] = entry
            elif self._met_all or entry.stream in self._held:
                came.setdefault(entry.stream, []).append(entry)
        for stream, entries in came.items():
            self._hold(stream, (*self._held.get(stream, ()), *entries))
        self.upto = page[-1].position
        self._forget_names()
        self._let_go()

    def read(self, stream: str, *, texts: bool = False) -> tuple[Recorded, ...]:  # noqa: ARG002 -- always withheld
        """The events of one stream up to the page's end. Raises UnknownEvent and CorruptEntry as a store does."""
        if stream in self._unreadable:
            raise CorruptEntry(self._unreadable[stream].reason)
        if stream in self._held:
            self._held.move_to_end(stream)
        elif self._met_all:
            return ()
        else:
            entries = self._store.read(stream, texts=False)
            self._hold(stream, tuple(entry for entry in entries if entry.position <= self.upto))
            self._let_go()
        return self._held[stream]

    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams with this prefix. Some may have no events yet."""
        if prefix not in self._names:
            met = (*self._held, *self._unreadable)
            names = sorted({name for name in met if name.startswith(prefix)}) if self._met_all else None
            self._names[prefix] = self._store.streams(prefix) if names is None else tuple(names)
        return self._names[prefix]

    def years_at(self, home_school: str) -> tuple[str, ...]:
        """The names of the leaders' years at this home school. Some may have no events yet."""
        if not self._met_all:
            return self._store.years_at(home_school)
        if self._years_at is None:
            self._years_at = {}
            for stream, entries in self._held.items():
                for school in {
                    key_of(entry.event.home_school.id) for entry in entries if _is_of_a_year(entry)
                }:
                    self._years_at.setdefault(school, []).append(stream)
        return tuple(sorted(self._years_at.get(key_of(home_school), ())))

    def _forget_names(self) -> None:
        self._names.clear()
        self._years_at = None

    def _hold(self, stream: str, entries: tuple[Recorded, ...]) -> None:
        self._size += len(entries) - len(self._held.get(stream, ()))
        self._held[stream] = entries
        self._held.move_to_end(stream)

    def _let_go(self) -> None:
        while self._size > self._most and len(self._held) > 1:
            _, entries = self._held.popitem(last=False)
            self._size -= len(entries)
            self._met_all = False
            self._forget_names()


def _is_of_a_year(entry: Recorded) -> bool:
    return isinstance(entry.event, LeaderYearEvent)
