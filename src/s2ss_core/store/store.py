"""The store: append, read, and the lock that writers share."""

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
from s2ss_core.store.decoder import read, read_or_set_aside
from s2ss_core.store.directory import Directory
from s2ss_core.store.documents import Documents, SetAside
from s2ss_core.store.envelope import stream_id
from s2ss_core.store.polling import POLL_SECONDS
from s2ss_core.store.private_texts import texts_in
from s2ss_core.store.recorded import Append, Recorded
from s2ss_core.store.recorder import EntryRecorder

PAGE = 500  # entries


class Backend(Protocol):
    """What a store is put together from: eventsourcing's event stores over one recorder, and the directory."""

    with_texts: EventStore[UUID]
    without_texts: EventStore[UUID]
    entries: EntryRecorder
    directory: Directory
    documents: Documents

    def close(self) -> None: ...


class Store:
    """A history of recorded events, and the directory beside it. Safe to share between threads.

    Every method raises StoreError where the back end cannot do what is asked, in words that say what to do.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._entries = backend.entries

    @property
    def directory(self) -> Directory:
        """Names, emails and telephone numbers of the people whom history knows by id."""
        return self._backend.directory

    @property
    def about(self) -> Mapping[str, str]:
        """What keeps the history: `back_end`, and where there are any its `version` and the file's `path`."""
        return self._entries.about()

    @property
    def documents(self) -> Documents:
        """Views folded beforehand; `projections.Materialised` keeps them."""
        return self._backend.documents

    def append(
        self, appends: Sequence[Append], *, at: datetime, by: str, context: Mapping[str, str] | None = None
    ) -> tuple[Recorded, ...]:
        """Record events at the ends of several streams: all of them, in the order given, or none.

        `at` is when it is recorded (any time zone, kept in UTC), `by` the opaque id of who records it.
        Raises BadInput for what cannot be stored and Conflict, naming the stream, if one is not at `after`.
        """
        drafts = drafts_of(appends, at=at, by=by, context=context)
        if not drafts:
            return ()
        recordings = self._backend.with_texts.put(drafts)
        return tuple(
            attrs.evolve(draft.recorded, position=recording.notification.id)
            for draft, recording in zip(drafts, recordings, strict=True)
        )

    def read(
        self, stream: str, *, after: int = 0, upto: int | None = None, texts: bool = True
    ) -> tuple[Recorded, ...]:
        """What is recorded in a stream after a version, up to and with another, oldest first; nothing if there is no such stream.

        Private text is `Withheld` where it was erased or altered, and everywhere without `texts`.
        Raises UnknownEvent and CorruptEntry, naming the position.
        """
        events: Any = self._backend.with_texts if texts else self._backend.without_texts
        return tuple(events.get(stream_id(stream), gt=after or None, lte=upto))

    def history(
        self, *, after: int = 0, upto: int | None = None, texts: bool = True, page: int = PAGE
    ) -> Iterator[Recorded]:
        """Everything recorded after a position, up to and with another, in order and in constant memory.

        Reads `page` entries at a time and holds nothing open in between. Raises as `read` does.
        """
        if page < 1:
            raise BadInput(f"a page of {page} entries holds none")
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
        """At most `limit` entries after a position, texts withheld; what cannot be read is set aside, not raised."""
        rows = self._entries.page(after=max(after, 0), upto=upto, limit=limit, texts=False)
        return tuple(map(read_or_set_aside, rows))

    def changes(self, *, stop: Event | None = None, poll: float = POLL_SECONDS) -> Iterator[None]:
        """None at once, and one after anything was written (or might have been), until `stop` is set.

        The caller's own thread waits; on a file it looks every `poll` seconds.
        """
        return self._entries.changes(stop=stop or Event(), poll=poll)

    def follow(
        self, *, after: int = 0, stop: Event | None = None, poll: float = POLL_SECONDS, texts: bool = True
    ) -> Iterator[Recorded]:
        """Everything recorded after a position, and then whatever comes, each once and in order.

        Waits for more, whoever writes it, until `stop` is set. Raises as `read` does.
        """
        stop = stop or Event()
        for _ in self.changes(stop=stop, poll=poll):
            for entry in self.history(after=after, texts=texts):
                after = entry.position
                yield entry
                if stop.is_set():
                    return

    def entries(self, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """Position and stored bytes of every entry after a position, as they lie there, unread."""
        after = max(after, 0)
        while rows := self._entries.states(after=after, limit=PAGE):
            yield from rows
            after = rows[-1][0]

    def newest(self) -> int:
        """The highest position; 0 if nothing was recorded yet."""
        return self._entries.max_notification_id() or 0

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """The names of all streams that begin so, sorted."""
        return self._entries.streams(prefix)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The writers' lock: what is read inside stays true until the block ends.

        The same thread may enter it again. Everything written inside is one transaction: it is kept when the
        outermost block ends well and undone if that raises. Waits a bounded time for others, then StoreError.
        """
        with self._entries.writing():
            yield

    def erase(self, position: int) -> int:
        """Erase the private texts of an entry for good and give how many there were.

        The stored bytes and all hashes stay; the texts read as `Withheld` from now on. Raises NotFound.
        """
        texts = texts_in(self._entries.erase(position))
        return len(texts.texts) if texts else 0

    def close(self) -> None:
        """Close the store; it can be closed twice."""
        self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()
