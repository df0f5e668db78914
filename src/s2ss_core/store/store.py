"""The store: append entries, read them, and take the lock that all writers share."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Event
from typing import Any, Protocol, Self
from uuid import UUID

import attrs
from eventsourcing.persistence import EventStore

from s2ss_core.errors import BadInput
from s2ss_core.store.append_validation import drafts_of
from s2ss_core.store.clock import NEIGHBOURS, check_clock
from s2ss_core.store.decoder import check_contiguous, read, read_or_set_aside
from s2ss_core.store.directory import Directory
from s2ss_core.store.documents import Documents, SetAside
from s2ss_core.store.envelope import stream_id, utc
from s2ss_core.store.home_schools import is_named
from s2ss_core.store.known_at import known_at
from s2ss_core.store.leaf import check_leaf
from s2ss_core.store.polling import POLL_SECONDS
from s2ss_core.store.private_texts import texts_in
from s2ss_core.store.recorded import Append, Recorded
from s2ss_core.store.recorder import EntryRecorder, Row, StoredEntry

PAGE = 500  # entries


class Backend(Protocol):
    """The parts of a store: eventsourcing's event stores over one recorder, the directory and the documents."""

    with_texts: EventStore[UUID]
    without_texts: EventStore[UUID]
    entries: EntryRecorder
    directory: Directory
    documents: Documents

    def close(self) -> None: ...


class Store:
    """A history of recorded events, and the directory beside it. Threads may share a store.

    Every method raises StoreError if the back end cannot do the work. The message says what to do.
    """

    def __init__(self, backend: Backend, *, clock_is_right: bool = False) -> None:
        self._backend = backend
        self._clock_is_right = clock_is_right
        self._entries = backend.entries

    @property
    def directory(self) -> Directory:
        """The names, emails and telephone numbers of the people; history holds only their ids."""
        return self._backend.directory

    @property
    def about(self) -> Mapping[str, str]:
        """The back end: `back_end` is its name; `version` and the file's `path` are given if it has them."""
        return self._entries.about()

    @property
    def documents(self) -> Documents:
        """Views that were folded beforehand; `projections.Materialised` keeps them up to date."""
        return self._backend.documents

    def append(
        self, appends: Sequence[Append], *, at: datetime, by: str, context: Mapping[str, str] | None = None
    ) -> tuple[Recorded, ...]:
        """Append events to one or several streams, in the order given. Either all are recorded or none.

        `at` is the time of recording (in any time zone; the store keeps UTC). `by` is the id of the person who records.
        Raises BadInput if an event cannot be stored, and Conflict if a stream is not at version `after`. Raises
        StoreError if `at` is more than ten minutes before the median of the last eleven entries: views as known at a
        time between the two would show what nobody knew then. `clock_is_right` at opening allows it.
        """
        drafts = drafts_of(appends, at=at, by=by, context=context)
        if not drafts:
            return ()
        if not self._clock_is_right:
            check_clock(drafts[0].recorded.recorded_at, self._entries.last_stamps(NEIGHBOURS))
        recordings = self._backend.with_texts.put(drafts)
        return tuple(
            attrs.evolve(draft.recorded, position=recording.notification.id)
            for draft, recording in zip(drafts, recordings, strict=True)
        )

    def read(
        self, stream: str, *, after: int = 0, upto: int | None = None, texts: bool = True
    ) -> tuple[Recorded, ...]:
        """The entries of a stream with versions after `after` and up to `upto`, oldest first; empty if there are none.

        Private text reads as `Withheld` if it was erased or altered, and always if `texts` is False.
        Raises UnknownEvent and CorruptEntry; each names the position.
        """
        events: Any = self._backend.with_texts if texts else self._backend.without_texts
        found: tuple[Recorded, ...] = tuple(events.get(stream_id(stream), gt=after or None, lte=upto))
        check_contiguous(stream, found, after)
        return found

    def history(
        self, *, after: int = 0, upto: int | None = None, texts: bool = True, page: int = PAGE
    ) -> Iterator[Recorded]:
        """All entries after position `after` and up to `upto`, in order and in constant memory.

        It reads `page` entries at a time and holds nothing open in between. Raises as `read` does.
        """
        if page < 1:
            raise BadInput(f"a page of {page} entries is empty: ask for 1 or more")
        after = max(after, 0)
        while True:
            rows = self._entries.page(after=after, upto=upto, limit=page, texts=texts)
            for row in rows:
                yield read(row)
            if len(rows) < page:
                return
            after = rows[-1].position

    def page(
        self, *, after: int = 0, upto: int | None = None, limit: int = PAGE
    ) -> tuple[Recorded | SetAside, ...]:
        """At most `limit` entries after a position, texts withheld. An entry that cannot be read is set aside, not raised."""
        rows = self._entries.page(after=max(after, 0), upto=upto, limit=limit, texts=False)
        return tuple(map(read_or_set_aside, rows))

    def rows(self, *, after: int = 0, upto: int | None = None, limit: int = PAGE) -> Sequence[Row]:
        """At most `limit` rows after a position with their private texts, as they are stored, for `check_integrity`."""
        return self._entries.page(after=max(after, 0), upto=upto, limit=limit, texts=True)

    def insert_past_checks(self, entries: Sequence[StoredEntry]) -> None:
        """Insert rows without the library's own checks, for the conformance kit. Raises what the back end raises."""
        self._entries.insert_past_checks(entries)

    def flaws(self) -> Iterator[str]:
        """What is wrong with the file or the tables that hold the entries, in words."""
        return self._entries.flaws()

    def changes(self, *, stop: Event | None = None, poll: float = POLL_SECONDS) -> Iterator[None]:
        """Yield at once, and again whenever something was (or may have been) written, until `stop` is set.

        The caller's own thread waits. For a file it looks every `poll` seconds.
        """
        return self._entries.changes(stop=stop or Event(), poll=poll)

    def follow(
        self, *, after: int = 0, stop: Event | None = None, poll: float = POLL_SECONDS, texts: bool = True
    ) -> Iterator[Recorded]:
        """All entries after a position, then every new one, each once and in order.

        It waits for new entries of any writer until `stop` is set. Raises as `read` does.
        """
        stop = stop or Event()
        for _ in self.changes(stop=stop, poll=poll):
            for entry in self.history(after=after, texts=texts):
                after = entry.position
                yield entry
                if stop.is_set():
                    return

    def entries(self, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """The position and the stored bytes of every entry after a position, without decoding them.

        Raises CorruptEntry, naming the position, if bytes differ from what was recorded.
        """
        after = max(after, 0)
        while rows := self._entries.states(after=after, limit=PAGE):
            for position, state, leaf in rows:
                if leaf is not None:
                    check_leaf(position, state, leaf)
                yield position, state
            after = rows[-1][0]

    def newest(self) -> int:
        """The highest position; 0 if the store is empty."""
        return self._entries.max_notification_id() or 0

    def known_at(self, at: datetime) -> int:
        """The highest position that was known at a time (aware); 0 if nothing was recorded by then.

        It is the highest position recorded at that time or earlier: so an entry that a clock far ahead recorded hides
        nothing. It takes a few looks at an index, whatever the number of entries. Raises BadInput and CorruptEntry.
        """
        return known_at(self._entries, utc(at))

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """The names of all streams that begin with `prefix`, sorted."""
        return self._entries.streams(prefix)

    def years_at(self, home_school: str) -> tuple[str, ...]:
        """The names of the streams of leaders' years with an entry that names this home school, sorted.

        It looks into an index of the home schools, whatever the number of entries.
        """
        spelled = (found for found in self._entries.home_schools() if is_named(home_school, found))
        return tuple(sorted({year for found in spelled for year in self._entries.years_at(found)}))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writers' lock: until the block ends, nobody else writes.

        The same thread may enter again. Everything written inside is one transaction: it is committed when the
        outermost block ends, and undone if that block raises. Raises StoreError if others write for too long.
        """
        with self._entries.writing():
            yield

    def erase(self, position: int) -> int:
        """Erase the private texts of an entry for good, and return how many there were (1 if they cannot be read).

        The stored bytes and all hashes stay. The texts read as `Withheld` from now on. Raises NotFound.
        """
        column = self._entries.erase(position)
        texts = texts_in(column)
        return len(texts.texts) if texts else int(column is not None)

    def close(self) -> None:
        """Close the store. You may call this twice."""
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()
