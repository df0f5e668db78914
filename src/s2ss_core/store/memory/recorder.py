"""Entries in the memory of this process; it answers like the other back ends."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Condition, Event
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.popo import POPOApplicationRecorder, POPOFactory
from eventsourcing.utils import Environment, EnvType

from s2ss_core.errors import NotFound, StoreError
from s2ss_core.store.envelope import stamp_of
from s2ss_core.store.home_schools import HomeSchools
from s2ss_core.store.leaf import leaf_of
from s2ss_core.store.memory.directory import MemoryDirectory
from s2ss_core.store.memory.documents import MemoryDocuments
from s2ss_core.store.polling import notified
from s2ss_core.store.recorder import WAIT, EntryRecorder, Row, StoredEntry, check_order, originator_key
from s2ss_core.store.stamps import Stamps
from s2ss_core.store.write_lock import WAIT_SECONDS, WriteLock


class MemoryRecorder(EntryRecorder, POPOApplicationRecorder):
    """Entries in a list, and one list for each stream. Readers see committed entries; the writing thread also its own."""

    def __init__(self, wait: float) -> None:
        super().__init__()
        self._entries: list[StoredEntry] = []
        self._by_stream: dict[str, list[int]] = {}
        self._stamps = Stamps()
        self._home_schools = HomeSchools()
        self._committed = 0
        self._write_lock = WriteLock(wait)
        self._undo: list[Callable[[], object]] = []
        self._news = Condition()
        self._closed = False

    def close(self) -> None:
        """Refuse every later call."""
        self._closed = True

    def check(self) -> None:
        """Raise StoreError if the store was closed."""
        if self._closed:
            raise StoreError("The store in memory was closed, and its entries are lost.")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: committed when the outermost block ends, undone if it raises."""
        self.check()
        with self._write_lock:
            mark = len(self._undo)
            try:
                yield
            except BaseException:
                while len(self._undo) > mark:
                    self._undo.pop()()
                raise
            if self._write_lock.depth == 1:
                self._commit()

    def _commit(self) -> None:
        self._undo.clear()
        with self._news:
            self._committed = len(self._entries)
            self._news.notify_all()

    def about(self) -> Mapping[str, str]:
        """Memory."""
        return {"back_end": "memory"}

    def changes(self, *, stop: Event, poll: float) -> Iterator[None]:  # noqa: ARG002 -- nothing is polled
        """Yield at once, and again after anything was recorded, until `stop` is set."""
        return notified(self.max_notification_id, self._news, stop=stop)

    def on_failure(self, undo: Callable[[], object]) -> None:
        """Register a function to call if the transaction fails."""
        self._undo.append(undo)

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Insert all entries or none, and return their positions. Raises Conflict."""
        entries = [entry for entry in stored_events if isinstance(entry, StoredEntry)]
        assert len(entries) == len(stored_events)
        with self.writing():
            check_order(entries, self._newest_of)
            return [self._insert(entry) for entry in entries]

    def _newest_of(self, entry: StoredEntry) -> int | None:
        positions = self._by_stream.get(str(entry.originator_id))
        return self._entries[positions[-1] - 1].originator_version if positions else None

    def _insert(self, entry: StoredEntry) -> int:
        position = len(self._entries) + 1
        stream = str(entry.originator_id)
        self._entries.append(replace(entry, position=position, leaf=leaf_of(entry.state)))
        self._by_stream.setdefault(stream, []).append(position)
        self._stamps.add(stamp_of(entry.state), position)
        self._home_schools.add(entry.stream, entry.state)
        self.on_failure(lambda: self._remove_newest(stream))
        return position

    def _remove_newest(self, stream: str) -> None:
        newest = self._entries[-1]
        self._stamps.remove(stamp_of(newest.state), newest.position)
        self._home_schools.remove(newest.stream, newest.state)
        del self._entries[-1], self._by_stream[stream][-1]
        if not self._by_stream[stream]:
            del self._by_stream[stream]

    def _visible(self) -> int:
        self.check()
        return len(self._entries) if self._write_lock.mine else self._committed

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None,
        desc: bool = False, limit: int | None = None,
    ) -> Sequence[StoredEntry]:  # fmt: skip
        """The entries of one stream in order of version, or backwards, within the bounds."""
        newest = self._visible()
        stream = [
            self._entries[at - 1] for at in tuple(self._by_stream.get(str(originator_id), ())) if at <= newest
        ]
        within = [
            entry
            for entry in stream
            if (gt is None or entry.originator_version > gt)
            and (lte is None or entry.originator_version <= lte)
        ]
        return (within[::-1] if desc else within)[:limit]

    def page(self, *, after: int, upto: int | None, limit: int, texts: bool) -> Sequence[Row]:
        """At most `limit` rows after a position, in order."""
        newest = self._visible() if upto is None else min(upto, self._visible())
        return [
            Row(
                e.position,
                e.originator_version,
                e.topic,
                e.state,
                e.stream,
                e.texts if texts else None,
                originator_key(e.originator_id),
                e.leaf,
            )
            for e in self._entries[after : min(after + limit, max(newest, after))]
        ]

    def states(self, *, after: int, limit: int) -> Sequence[tuple[int, bytes, bytes | None]]:
        """At most `limit` positions, stored bytes and leaf hashes after a position, in order."""
        rows = self.page(after=after, upto=None, limit=limit, texts=False)
        return [(row.position, row.state, row.leaf) for row in rows]

    def max_notification_id(self) -> int | None:
        """The highest position, or None if there is none."""
        return self._visible() or None

    def newest_stamp(self, *, upto: bytes) -> tuple[int, bytes, bytes | None] | None:
        """The position, stored bytes and leaf hash of the entry with the newest stamp up to `upto`, or None."""
        position = self._stamps.newest(upto=upto, visible=self._visible())
        if not position:
            return None
        entry = self._entries[position - 1]
        return position, entry.state, entry.leaf

    def newest_stamped(self, *, after: bytes, upto: bytes) -> int:
        """The highest position with a stamp after one time and up to another; 0 if there is none."""
        return self._stamps.highest(after=after, upto=upto, visible=self._visible())

    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams that begin with `prefix`, sorted."""
        newest = self._visible()
        firsts = [positions[0] for positions in list(self._by_stream.values()) if positions]
        names = [self._entries[first - 1].stream for first in firsts if first <= newest]
        return tuple(sorted(name for name in names if name.startswith(prefix)))

    def _homes(self) -> HomeSchools:
        return self._home_schools

    def erase(self, position: int) -> str | None:
        """Forget the texts of an entry and give what they were. Raises NotFound."""
        with self.writing():
            if not 0 < position <= len(self._entries):
                raise NotFound(f"No entry at position {position}.")
            before = self._entries[position - 1]
            self._entries[position - 1] = replace(before, texts=None)
            self.on_failure(lambda: self._entries.__setitem__(position - 1, before))
            return before.texts


class MemoryFactory(POPOFactory):
    """eventsourcing's factory for this back end."""

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self._recorder = MemoryRecorder(float(self.env.get(WAIT, str(WAIT_SECONDS))))

    def application_recorder(self) -> MemoryRecorder:
        """The one recorder of this store."""
        return self._recorder

    def directory(self) -> MemoryDirectory:
        """The directory beside it."""
        return MemoryDirectory(self._recorder)

    def documents(self) -> MemoryDocuments:
        """The documents beside it."""
        return MemoryDocuments(self._recorder)

    def close(self) -> None:
        """Close the recorder."""
        self._recorder.close()
