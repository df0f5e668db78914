"""The store: append, read, and the lock that writers share."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Protocol, Self
from uuid import UUID, uuid4

import attrs
from eventsourcing.persistence import EventStore

from s2ss_core.errors import BadInput
from s2ss_core.store.decode import read
from s2ss_core.store.directory import Directory
from s2ss_core.store.envelope import Draft, stream_id
from s2ss_core.store.private import texts_in
from s2ss_core.store.recorded import NO_CONTEXT, Append, Recorded
from s2ss_core.store.recorder import EntryRecorder

PAGE = 500  # entries


class Back(Protocol):
    """What a store is put together from: eventsourcing's event stores over one recorder, and the directory."""

    with_texts: EventStore[UUID]
    without_texts: EventStore[UUID]
    entries: EntryRecorder
    directory: Directory

    def close(self) -> None: ...


class Store:
    """A history of recorded events, and the directory beside it. Safe to share between threads.

    Every method raises StoreError where the back end cannot do what is asked, in words that say what to do.
    """

    def __init__(self, back: Back) -> None:
        self._back = back
        self._entries = back.entries

    @property
    def directory(self) -> Directory:
        """Names, emails and telephone numbers of the people whom history knows by id."""
        return self._back.directory

    def append(
        self, appends: Sequence[Append], *, at: datetime, by: str, context: Mapping[str, str] | None = None
    ) -> tuple[Recorded, ...]:
        """Record events at the ends of several streams: all of them, in the order given, or none.

        `at` is when it is recorded (any time zone, kept in UTC), `by` the opaque id of who records it.
        Raises BadInput for what cannot be stored and Conflict, naming the stream, if one is not at `after`.
        """
        drafts = self._drafts(appends, at, by, context)
        if not drafts:
            return ()
        recordings = self._back.with_texts.put(drafts)
        return tuple(
            attrs.evolve(draft.recorded, position=recording.notification.id)
            for draft, recording in zip(drafts, recordings, strict=True)
        )

    def _drafts(
        self, appends: Sequence[Append], at: datetime, by: str, context: Mapping[str, str] | None
    ) -> list[Draft]:
        moment, kept = _moment(at), _context(context)
        _check_word("by", by)
        return [
            Draft(
                Recorded(
                    position=0,
                    stream=append.stream,
                    version=version,
                    event_id=uuid4().hex,
                    recorded_at=moment,
                    recorded_by=by,
                    context=kept,
                    event=event,
                )
            )
            for append in appends
            for version, event in enumerate(_events_of(append), start=append.after + 1)
        ]

    def read(self, stream: str, *, after: int = 0, texts: bool = True) -> tuple[Recorded, ...]:
        """What is recorded in a stream after a version, oldest first; nothing if there is no such stream.

        Private text is `Withheld` where it was erased or altered, and everywhere without `texts`.
        Raises UnknownEvent and CorruptEntry, naming the position.
        """
        events: Any = self._back.with_texts if texts else self._back.without_texts
        return tuple(events.get(stream_id(stream), gt=after or None))

    def history(
        self, *, after: int = 0, upto: int | None = None, texts: bool = True, page: int = PAGE
    ) -> Iterator[Recorded]:
        """Everything recorded after a position, up to and with another, in order and in constant memory.

        Reads `page` entries at a time and holds nothing open in between. Raises as `read` does.
        """
        while True:
            rows = self._entries.page(after=after, upto=upto, limit=page, texts=texts)
            for row in rows:
                yield read(row)
            if len(rows) < page:
                return
            after = rows[-1].position

    def entries(self, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """Position and stored bytes of every entry after a position, as they lie there, unread."""
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
        self._back.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


def _events_of(append: Append) -> Sequence[Any]:
    _check_word("stream", append.stream)
    if type(append.after) is not int or append.after < 0:
        raise BadInput(f"{append.after!r} is not a version to append after: 0 for a new stream")
    return append.events


def _moment(at: Any) -> datetime:
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise BadInput(f"{at!r} does not say when: give a datetime with its time zone")
    return at.astimezone(UTC)


def _context(context: Mapping[Any, Any] | None) -> Mapping[str, str]:
    if not context:
        return NO_CONTEXT
    for key, value in context.items():
        if not (isinstance(key, str) and key.isascii() and isinstance(value, str)):
            raise BadInput(f"the context {key!r}: {value!r} is not an ASCII name for a text")
    return MappingProxyType(dict(context))


def _check_word(name: str, word: Any) -> None:
    if not isinstance(word, str) or not word:
        raise BadInput(f"{name} must be a text that is not empty, not {word!r}")
