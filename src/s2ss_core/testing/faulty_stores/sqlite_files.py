"""Stores in SQLite files with a fault that shows with several processes or when a process is killed."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from s2ss_core.errors import StoreError
from s2ss_core.store.recorder import check_order, originator_key
from s2ss_core.store.sqlite.database import Database
from s2ss_core.store.sqlite.recorder import INSERT, NEWEST_VERSION, SQLiteRecorder, columns_of
from s2ss_core.store.write_lock import WriteLock

PATIENCE = 2.0  # seconds


class LocksOutItsOwnThreadsOnly(SQLiteRecorder):
    """The writers' lock keeps other threads out, but not other processes."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._own = WriteLock(PATIENCE)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        with self._own:
            yield


class CommitsEachByItself(SQLiteRecorder):
    """It commits each event of an append separately."""

    def insert_events(self, stored_events: Sequence[Any], **_: Any) -> Sequence[int]:
        with self.database.reading() as connection:
            run = connection.execute
            check_order(
                stored_events,
                lambda stored: run(NEWEST_VERSION, (originator_key(stored.originator_id),)).fetchone()[0],
            )
        return [self._insert(entry) for entry in stored_events]

    def _insert(self, entry: Any) -> int:
        with self.database.writing() as connection:
            return connection.execute(INSERT, columns_of(entry)).lastrowid or 0


class LeavesItsLockBehind(SQLiteRecorder):
    """The writers' lock is a file beside the store, which a killed process leaves behind."""

    @contextmanager
    def writing(self) -> Iterator[Any]:
        if self.database._write_lock.mine:  # noqa: SLF001  the fault changes the recorder's internals
            with self.database.writing() as connection:
                yield connection
            return
        lock = Path(f"{self.database.path}.lock")
        self._take(lock)
        try:
            with self.database.writing() as connection:
                yield connection
        finally:
            lock.unlink()

    def insert_events(self, stored_events: Sequence[Any], **_: Any) -> Sequence[int]:
        with self.writing():
            return super().insert_events(stored_events)

    def _take(self, lock: Path) -> None:
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                lock.touch(exist_ok=False)
            except FileExistsError:
                time.sleep(0.001)
            else:
                return
        raise StoreError(f"{lock} is there, and nobody takes it away.")


RECORDERS = (LocksOutItsOwnThreadsOnly, CommitsEachByItself, LeavesItsLockBehind)
