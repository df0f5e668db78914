"""Stores in memory with a fault."""

import json
import pickle
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from s2ss_core.errors import StoreError
from s2ss_core.store.memory.recorder import MemoryRecorder
from s2ss_core.store.recorder import Row, StoredEntry, check_order

A_MOMENT = 0.003  # seconds: long enough for another thread to come in between


class LosesTheLast(MemoryRecorder):
    """It loses the last event of an append of several events."""

    def insert_events(self, stored_events: Sequence[Any], **_: Any) -> Sequence[int]:
        kept = super().insert_events(stored_events[:-1] if len(stored_events) > 1 else stored_events)
        return [*kept, kept[-1] + 1][: len(stored_events)]


class AppendsInPart(MemoryRecorder):
    """If one event of an append is refused, it keeps the events before it."""

    def insert_events(self, stored_events: Sequence[Any], **_: Any) -> Sequence[int]:
        return [super(AppendsInPart, self).insert_events([entry])[0] for entry in stored_events]


class AllowsAVersionTwice(MemoryRecorder):
    """It does not check whether a version of a stream exists already."""

    def insert_events(self, stored_events: Sequence[Any], **_: Any) -> Sequence[int]:
        with self.writing():
            return [self._insert(entry) for entry in stored_events]


class ReusesAPosition(MemoryRecorder):
    """It counts positions for each stream, so that two entries can have the same position."""

    def _insert(self, entry: StoredEntry) -> int:
        at = super()._insert(entry)
        self._entries[at - 1] = replace(self._entries[at - 1], position=entry.originator_version)
        return entry.originator_version


class KeepsWhatWasErased(MemoryRecorder):
    """An erasure returns the number of texts and erases none."""

    def erase(self, position: int) -> str | None:
        with self.writing():
            before = self._entries[position - 1 : position]
            texts = super().erase(position)
            self._entries[position - 1 : position] = before
            return texts


class KeepsWhatWasUndone(MemoryRecorder):
    """It keeps what was written under the lock although the block raised an error."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        failure: BaseException | None = None
        with super().writing():
            try:
                yield
            except BaseException as error:  # noqa: BLE001  it is raised again below, which is too late
                failure = error
        if failure:
            raise failure


class SpellsAnew(MemoryRecorder):
    """It changes the stored bytes to another form of the same JSON."""

    def states(self, *, after: int, limit: int) -> Sequence[tuple[int, bytes, bytes | None]]:
        kept = super().states(after=after, limit=limit)
        return [(position, json.dumps(json.loads(state)).encode(), None) for position, state, _ in kept]


class MixesStreams(MemoryRecorder):
    """A read of one stream returns the events of all streams."""

    def select_events(self, originator_id: Any, **bounds: Any) -> Sequence[StoredEntry]:  # noqa: ARG002  the fault
        whole = (entry.originator_id for entry in self._entries[: self._visible()])
        entries = [
            entry
            for other in dict.fromkeys(whole)
            for entry in super(MixesStreams, self).select_events(other, **bounds)
        ]
        return sorted(entries, key=lambda entry: entry.position)


class RemembersErasedTexts(MemoryRecorder):
    """If a stream was read before a text in it was erased, a second read still returns the text."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self._texts: dict[int, str | None] = {}

    def select_events(self, originator_id: Any, **bounds: Any) -> Sequence[StoredEntry]:
        found = super().select_events(originator_id, **bounds)
        if self._write_lock.mine:
            return found
        return [replace(entry, texts=self._texts.setdefault(entry.position, entry.texts)) for entry in found]


class CutsALongStreamShort(MemoryRecorder):
    """It reads only the first four events of a stream."""

    def select_events(self, originator_id: Any, **bounds: Any) -> Sequence[StoredEntry]:
        return super().select_events(originator_id, **bounds)[:4]


class LetsEverybodyIn(MemoryRecorder):
    """The writers' lock does not keep other writers out."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        time.sleep(A_MOMENT)
        yield
        self._commit()

    def select_events(self, originator_id: Any, **bounds: Any) -> Sequence[StoredEntry]:
        found = super().select_events(originator_id, **bounds)
        time.sleep(A_MOMENT)
        return found


class LetsTwoWinARace(MemoryRecorder):
    """It checks the version before it takes the lock, and not again under the lock."""

    def insert_events(self, stored_events: Sequence[Any], **_: Any) -> Sequence[int]:
        check_order(stored_events, self._newest_of)
        time.sleep(A_MOMENT)
        with self.writing():
            return [self._insert(entry) for entry in stored_events]


class FailsNowAndThen(MemoryRecorder):
    """Every fifth append fails without a reason."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self._appends = count(1)

    def insert_events(self, stored_events: Sequence[Any], **_: Any) -> Sequence[int]:
        if next(self._appends) % 5 == 0:
            raise StoreError("It does not feel like it.")
        return super().insert_events(stored_events)


class DeliversTwice(MemoryRecorder):
    """A reader that continues after an entry gets that entry again."""

    def page(self, *, after: int, upto: int | None, limit: int, texts: bool) -> Sequence[Row]:
        return super().page(after=max(after - 1, 0), upto=upto, limit=limit, texts=texts)


class SavesWhenItIsClosed(MemoryRecorder):
    """It writes to its file only when it is closed."""

    def load(self, file: str) -> None:
        """Read the file, if there is one."""
        self._file = Path(file)
        if self._file.exists():
            for entry in pickle.loads(self._file.read_bytes()):  # noqa: S301  its own
                self._insert(entry)
            self._commit()

    def close(self) -> None:
        """Write the file, once."""
        if not self._closed:
            self._file.write_bytes(pickle.dumps(self._entries))
        super().close()
