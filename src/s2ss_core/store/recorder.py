"""What a back end must be able to do beyond eventsourcing's own recorders."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Event
from typing import Any, NamedTuple

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent

from s2ss_core.errors import Conflict
from s2ss_core.store.envelope import stream_id
from s2ss_core.store.polling import polled


@dataclass(frozen=True)
class StoredEntry(StoredEvent):
    """eventsourcing's four columns and ours: the stream in words, private texts, the position once there is one."""

    stream: str
    texts: str | None = None
    position: int = 0


class Row(NamedTuple):
    """One row as history reads it."""

    position: int
    version: int
    topic: str
    state: bytes
    stream: str
    texts: str | None


# The setting that bounds how many seconds a writer waits for its turn.
WAIT = "S2SS_WAIT_SECONDS"


class EntryRecorder(ApplicationRecorder):
    """A recorder of entries. Positions ascend in commit order and are dense; a stream's versions are contiguous."""

    @abstractmethod
    def page(self, *, after: int, upto: int | None, limit: int, texts: bool) -> Sequence[Row]:
        """At most `limit` rows after a position, in order; `texts` is None in each unless asked for."""

    @abstractmethod
    def states(self, *, after: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """At most `limit` positions and stored bytes after a position, in order."""

    @abstractmethod
    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams that begin so, sorted."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Any]:
        """The writers' lock and one transaction, joined by whatever this thread does inside."""

    @abstractmethod
    def erase(self, position: int) -> str | None:
        """Set the texts of a row to null, leave no trace of them, and give what they were."""

    def about(self) -> Mapping[str, str]:
        """What keeps the entries: `back_end`, and where there are any `version` and `path`."""
        return {"back_end": type(self).__name__}

    def changes(self, *, stop: Event, poll: float) -> Iterator[None]:
        """None at once, and one after anything was written (or might have been), until `stop` is set."""
        return polled(self.max_notification_id, stop=stop, poll=poll)

    def select_notifications(
        self, start: int | None, limit: int, stop: int | None = None, topics: Sequence[str] = (),
        *, inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:  # fmt: skip
        """History as eventsourcing's own readers want it; ours use `page`."""
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


def check_order(entries: Sequence[StoredEntry], newest: Callable[[StoredEntry], int | None]) -> None:
    """Raise Conflict unless every entry is the next of its stream, given each stream's newest version so far.

    A stream of which there is nothing yet, its newest None, begins at 1 or, as some foreign ones do, at 0.
    """
    heads: dict[str, int] = {}
    for entry in entries:
        head = heads[entry.stream] if entry.stream in heads else newest(entry)
        if entry.originator_version not in ((0, 1) if head is None else (head + 1,)):
            raise Conflict(
                f"{entry.stream} is at version {head or 0}, not {entry.originator_version - 1}: "
                "somebody else wrote to it. Read it again and decide afresh."
            )
        heads[entry.stream] = entry.originator_version
