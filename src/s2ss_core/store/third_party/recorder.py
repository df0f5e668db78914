"""Entries in a third-party recorder: contiguous, in pages, with texts from the side database."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)

from s2ss_core.errors import Conflict, NotFound, S2ssError, StoreError
from s2ss_core.store.home_schools import HomeSchools
from s2ss_core.store.recorder import EntryRecorder, Row, StoredEntry, check_order, originator_key
from s2ss_core.store.third_party.index import Index, name_in
from s2ss_core.store.third_party.messages import NO_SIDE
from s2ss_core.store.third_party.side_database import SideDatabase, digest_of
from s2ss_core.store.write_lock import WriteLock

SEALED = b'"sha256:'  # only entries with it can have texts


class ThirdPartyRecorder(EntryRecorder, ApplicationRecorder):
    """Adds to a third-party recorder: contiguous versions, private texts, names of streams, positions in a stream.

    An append is one transaction of the recorder. Several appends cannot be one transaction.
    """

    def __init__(
        self, foreign: ApplicationRecorder, module: str, side: SideDatabase | None, *, wait: float
    ) -> None:
        self._foreign, self._module, self._side = foreign, module, side
        self._write_lock = WriteLock(wait)
        self._appended = False
        self._closed = False
        self._index = Index(self._page)
        if side:
            side.sweep(self._is_there)

    @contextmanager
    def _asking(self) -> Iterator[ApplicationRecorder]:
        if self._closed:
            raise StoreError(f"The store in {self._module} was closed. Open it again.")
        try:
            yield self._foreign
        except S2ssError:
            raise
        except IntegrityError as error:
            raise Conflict(f"Write conflict in {self._module}: reload and try again.") from error
        except Exception as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise StoreError(f"{self._module} cannot do this: {said}.") from error

    def about(self) -> Mapping[str, str]:
        """The module."""
        return {"back_end": self._module}

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The writers' lock, for one append: several appends could not be undone together."""
        with self._write_lock:
            if self._write_lock.depth > 1:
                yield
                return
            self._appended = False
            with self._side.writing() if self._side else nullcontext():
                try:
                    yield
                except BaseException as error:
                    if self._appended:
                        error.add_note("The append under the lock stays: this back end cannot undo it.")
                    raise

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Insert all entries or none, and return their positions. Raises Conflict, and StoreError if texts cannot be kept."""
        entries = [entry for entry in stored_events if isinstance(entry, StoredEntry)]
        assert len(entries) == len(stored_events)
        if not entries:
            return []
        if self._side is None and any(entry.texts is not None for entry in entries):
            raise StoreError(NO_SIDE.format("private text"))
        with self.writing():
            if self._appended:
                raise StoreError(
                    f"{self._module} cannot do several appends in one transaction: use one append."
                )
            with self._asking() as foreign:
                check_order(entries, lambda entry: self._newest_of(foreign, entry.originator_id))
                positions = self._insert(foreign, entries)
            self._appended = self._write_lock.depth > 1
        return positions or [self._index.position(e.originator_id, e.originator_version) for e in entries]

    def _insert(self, foreign: ApplicationRecorder, entries: Sequence[StoredEntry]) -> Sequence[int]:
        kept = self._side.keep(entries) if self._side else []
        plain = [StoredEvent(e.originator_id, e.originator_version, e.topic, e.state) for e in entries]
        try:
            positions = foreign.insert_events(plain)
        except BaseException:
            if self._side and kept:
                with suppress(Exception):  # `sweep` settles it later
                    last = entries[-1]
                    there = self._is_there(last.originator_id, last.originator_version, digest_of(last.state))
                    (self._side.settle if there else self._side.drop)(kept)
            raise
        if self._side:
            self._side.settle(kept)
        return positions or []

    def insert_past_checks(self, entries: Sequence[StoredEntry]) -> None:
        """Insert entries into the module, without our checks and our lock. Raises Conflict or StoreError."""
        with self._asking() as foreign:
            foreign.insert_events(
                [StoredEvent(e.originator_id, e.originator_version, e.topic, e.state) for e in entries]
            )

    def _newest_of(self, foreign: ApplicationRecorder, originator_id: UUID | str) -> int | None:
        newest = foreign.select_events(originator_id, desc=True, limit=1)
        return newest[0].originator_version if newest else None

    def _is_there(self, originator_id: UUID | str, version: int, digest: bytes) -> bool:
        found = self._foreign.select_events(originator_id, gt=version - 1, lte=version)
        return [digest_of(event.state) for event in found] == [digest]

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None,
        desc: bool = False, limit: int | None = None,
    ) -> Sequence[StoredEntry]:  # fmt: skip
        """The entries of one stream in order of version, or backwards, within the bounds."""
        with self._asking() as foreign:
            found = foreign.select_events(originator_id, gt=gt, lte=lte, desc=desc, limit=limit)
            texts = self._texts(event.state for event in found)
            return [
                StoredEntry(
                    originator_id, event.originator_version, event.topic, event.state,
                    stream=name_in(event.state), texts=texts.get(digest_of(event.state)),
                    position=self._index.position(originator_id, event.originator_version),
                )
                for event in found
            ]  # fmt: skip

    def _texts(self, states: Iterable[bytes]) -> Mapping[bytes, str]:
        return self._side.texts(state for state in states if SEALED in state) if self._side else {}

    def _page(self, after: int, limit: int, upto: int | None = None) -> Sequence[Notification]:
        with self._asking() as foreign:
            found = foreign.select_notifications(after + 1, limit, stop=upto)
            return [entry for entry in found if after < entry.id and (upto is None or entry.id <= upto)]

    def page(self, *, after: int, upto: int | None, limit: int, texts: bool) -> Sequence[Row]:
        """At most `limit` rows after a position, in order."""
        if upto is not None and upto <= after:
            return []
        found = self._page(after, limit, upto)
        beside = self._texts(entry.state for entry in found) if texts else {}
        return [
            Row(
                e.id,
                e.originator_version,
                e.topic,
                e.state,
                name_in(e.state),
                beside.get(digest_of(e.state)),
                originator_key(e.originator_id),
            )
            for e in found
        ]

    def states(self, *, after: int, limit: int) -> Sequence[tuple[int, bytes, bytes | None]]:
        """At most `limit` positions and stored bytes after a position, in order; the module keeps no leaf hash."""
        return [(entry.id, entry.state, None) for entry in self._page(after, limit)]

    def max_notification_id(self) -> int | None:
        """The highest position, or None if there is none."""
        with self._asking() as foreign:
            return foreign.max_notification_id() or None

    def newest_stamp(self, *, upto: bytes) -> tuple[int, bytes, bytes | None] | None:
        """The position and stored bytes of the entry with the newest stamp up to `upto`, or None."""
        position = self._index.stamps().newest(upto=upto)
        found = self._page(position - 1, 1, position) if position else []
        return (position, found[0].state, None) if found else None

    def newest_stamped(self, *, after: bytes, upto: bytes) -> int:
        """The highest position with a stamp after one time and up to another; 0 if there is none."""
        return self._index.stamps().highest(after=after, upto=upto)

    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams that begin with `prefix`, sorted."""
        return tuple(sorted(name for name in self._index.names() if name and name.startswith(prefix)))

    def _homes(self) -> HomeSchools:
        return self._index.home_schools()

    def erase(self, position: int) -> str | None:
        """Delete the texts of an entry from the side database and give what they were. Raises NotFound."""
        found = self._page(position - 1, 1, position) if position > 0 else []
        if not found:
            raise NotFound(f"No entry at position {position}.")
        if self._side is None:
            raise StoreError(NO_SIDE.format("private text"))
        return self._side.erase(found[0].state)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """The module's own subscription."""
        return self._foreign.subscribe(gt, topics)

    def close(self) -> None:
        """Refuse every later call."""
        self._closed = True
