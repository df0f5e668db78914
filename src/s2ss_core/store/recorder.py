"""The interface of our back ends: eventsourcing's recorder and what we need besides."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Event
from typing import Any, NamedTuple, cast
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent

from s2ss_core.errors import Conflict
from s2ss_core.store.envelope import stamp_of, stream_id
from s2ss_core.store.home_schools import HomeSchools
from s2ss_core.store.polling import polled
from s2ss_core.store.thawed import thawed


@dataclass(frozen=True)
class StoredEntry(StoredEvent):
    """eventsourcing's four columns and ours: the stream's name, private texts, and the position once it is known.

    An entry that was read from a back end of ours also has its leaf hash; the back end computes it at the append.
    """

    stream: str
    texts: str | None = None
    position: int = 0
    leaf: bytes | None = None


_thawed = thawed(StoredEntry)


def stored_entry(originator_id: UUID | str, row: Sequence[Any]) -> StoredEntry:
    """The entry of a row that was read: `StoredEntry(originator_id, *row)`, in less time."""
    entry: Any = object.__new__(_thawed)
    entry.originator_id = originator_id
    (
        entry.originator_version, entry.topic, entry.state, entry.stream, entry.texts, entry.position, entry.leaf,
    ) = row  # fmt: skip
    entry.__class__ = StoredEntry
    return cast(StoredEntry, entry)


class Row(NamedTuple):
    """One row of history, as the back end stored it."""

    position: int
    version: int
    topic: str
    state: bytes
    stream: str
    texts: str | None
    originator_id: str = ""  # what eventsourcing knows the stream by, as the back end stored it
    leaf: bytes | None = None  # None only if the back end has no column for it


PAGE = 500  # rows

# The setting for how many seconds a writer waits for others.
WAIT = "S2SS_WAIT_SECONDS"


class EntryRecorder(ApplicationRecorder):
    """A recorder of entries. Positions ascend in commit order without gaps; versions of a stream are contiguous."""

    @abstractmethod
    def page(self, *, after: int, upto: int | None, limit: int, texts: bool) -> Sequence[Row]:
        """At most `limit` rows after a position, in order. Each row's `texts` is None unless `texts` is True."""

    @abstractmethod
    def states(self, *, after: int, limit: int) -> Sequence[tuple[int, bytes, bytes | None]]:
        """At most `limit` positions, stored bytes and leaf hashes after a position, in order."""

    def last_stamps(self, limit: int) -> Sequence[bytes]:
        """The stamps of the last entries, at most `limit`, in any order."""
        newest = self.max_notification_id() or 0
        return [stamp_of(state) for _, state, _ in self.states(after=max(newest - limit, 0), limit=limit)]

    @abstractmethod
    def newest_stamp(self, *, upto: bytes) -> tuple[int, bytes, bytes | None] | None:
        """The position, stored bytes and leaf hash of the entry with the newest stamp up to `upto`; None if there is none.

        One look at an index, whatever the number of entries.
        """

    @abstractmethod
    def newest_stamped(self, *, after: bytes, upto: bytes) -> int:
        """The highest position with a stamp after one time and up to another; 0 if there is none."""

    @abstractmethod
    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams that begin with `prefix`, sorted."""

    def home_schools(self) -> Sequence[bytes]:
        """The home schools that entries of leaders' years name, as those spell them, each once."""
        return self._homes().spelled()

    def years_at(self, home_school: bytes) -> Sequence[str]:
        """The streams of the leaders' years with an entry that spells its home school so, each once."""
        return self._homes().years_at(home_school)

    def _homes(self) -> HomeSchools:
        """For a back end without an index on them: it reads the whole history."""
        homes, after = HomeSchools(), 0
        while rows := self.page(after=after, upto=None, limit=PAGE, texts=False):
            for row in rows:
                homes.add(row.stream, row.state)
            after = rows[-1].position
        return homes

    @abstractmethod
    def writing(self) -> AbstractContextManager[Any]:
        """The writers' lock and one transaction, for everything that this thread does inside."""

    def insert_past_checks(self, entries: Sequence[StoredEntry]) -> None:
        """Insert entries without looking first, as another machine might: the back end itself must refuse a version twice.

        For the conformance kit.
        """
        self.insert_events(entries)

    @abstractmethod
    def erase(self, position: int) -> str | None:
        """Set the texts of a row to null, leave no trace of them, and return what they were, however damaged."""

    def about(self) -> Mapping[str, str]:
        """The back end: `back_end` is its name; `version` and `path` are given if it has them."""
        return {"back_end": type(self).__name__}

    def flaws(self) -> Iterator[str]:
        """What is wrong with the file or the tables themselves, in words; nothing if the back end cannot tell."""
        yield from ()

    def changes(self, *, stop: Event, poll: float) -> Iterator[None]:
        """Yield at once, and again whenever something was (or may have been) written, until `stop` is set."""
        return polled(self.max_notification_id, stop=stop, poll=poll)

    def select_notifications(
        self, start: int | None, limit: int, stop: int | None = None, topics: Sequence[str] = (),
        *, inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:  # fmt: skip
        """History for eventsourcing's own readers; ours use `page`."""
        after = 0 if start is None else start - inclusive_of_start
        found: list[Notification] = []
        while len(found) < limit and (rows := self.page(after=after, upto=stop, limit=limit, texts=False)):
            after = rows[-1].position
            found += [
                Notification(stream_id(row.stream), row.version, row.topic, row.state, row.position)
                for row in rows
                if not topics or row.topic in topics
            ]
        return found[:limit]


def originator_key(originator_id: UUID | str) -> str:
    """The id of a stream for eventsourcing as text: hexadecimal, if it is a UUID."""
    return originator_id.hex if isinstance(originator_id, UUID) else originator_id


def check_order(entries: Sequence[StoredEntry], newest: Callable[[StoredEntry], int | None]) -> None:
    """Raise Conflict unless every entry is the next of its stream; `newest` gives a stream's newest version.

    `newest` gives None for a stream that does not exist yet. Such a stream begins at 1, or at 0 in some third-party stores.
    """
    heads: dict[str, int] = {}
    for entry in entries:
        head = heads[entry.stream] if entry.stream in heads else newest(entry)
        if entry.originator_version not in ((0, 1) if head is None else (head + 1,)):
            raise Conflict(
                f"Write conflict in {entry.stream}: it is at version {head or 0}, not "
                f"{entry.originator_version - 1}. Reload and try again."
            )
        heads[entry.stream] = entry.originator_version
