"""A SQLite file: reading, waiting to write, committing and undoing."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eventsourcing.sqlite import SQLiteCursor, SQLiteDatastore

from s2ss_core.errors import StoreError
from s2ss_core.store.sqlite.connections import Connections, patiently
from s2ss_core.store.sqlite.errors import CANNOT_OPEN, cannot_open, in_words, is_undecodable
from s2ss_core.store.sqlite.fair_lock import FairLock
from s2ss_core.store.sqlite.schema import is_laid_out, lay_out
from s2ss_core.store.write_lock import WriteLock


class Database(SQLiteDatastore):
    """All access to the file. Threads may share it, and it can be used after a fork."""

    def __init__(self, path: str, *, create: bool, wait: float) -> None:
        self.path = path
        self.single_row_tracking = True
        self.originator_id_type = "uuid"
        self._wait = wait
        self._write_lock = WriteLock(wait)
        self._writes_ahead = False  # unknown until the first write
        self._leave_no_trace = False
        self._connections = Connections(path, wait=wait)
        self._fair_lock = FairLock(path)
        try:
            self._open(create=create)
        except BaseException:
            self.close()
            raise

    def _open(self, *, create: bool) -> None:
        file = Path(self.path)
        if file.is_dir():
            raise StoreError(f"{self.path} is a folder. Give the path of a file in it.")
        if file.exists():
            if self._look():
                return
        elif create and not file.parent.is_dir():
            raise StoreError(f"The folder {file.parent} does not exist. Create it, or choose another path.")
        if not create:
            raise StoreError(f"There is no store at {self.path}. Check the path.")
        if not file.exists():
            create_private(self.path)
        with self.writing() as connection:
            if not is_laid_out(connection, self.path):
                lay_out(connection)

    def _look(self) -> bool:
        try:
            return self._is_laid_out()
        except StoreError as error:
            log = Path(self.path + "-wal")
            if not cannot_open(error.__cause__) or (log.exists() and log.stat().st_size):
                raise
        # Nobody can create a log beside the file, so nobody writes and nothing changes while we read.
        self._connections.immutable = True
        return self._is_laid_out()

    def _is_laid_out(self) -> bool:
        with self.reading() as connection:
            connection.execute("BEGIN")  # one snapshot: somebody may create the tables meanwhile
            try:
                return is_laid_out(connection, self.path)
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; the writing thread also sees its own changes. Raises StoreError."""
        self._check()
        if self._write_lock.mine and self._connections.in_transaction:
            yield self._connections.writer()
        else:
            with self._connections.reader() as connection:
                yield connection

    def fetch(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of one short read; bytes in a text that are not UTF-8 read as U+FFFD. Raises StoreError."""
        with self.reading() as connection:
            try:
                return connection.execute(statement, values).fetchall()
            except sqlite3.OperationalError as error:
                if not is_undecodable(error):
                    raise
            connection.text_factory = _decoded
            try:
                return connection.execute(statement, values).fetchall()
            finally:
                connection.text_factory = str

    @contextmanager
    def watching(self) -> Iterator[Callable[[], object]]:
        """Yield a cheap function whose result changes whenever another connection has committed."""
        with self.reading() as connection:

            def look() -> object:
                self._check()
                return connection.execute("PRAGMA data_version").fetchone()

            yield look

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The write transaction: committed when the outermost block ends, undone if it raises.

        Raises StoreError, for example if others write for too long.
        """
        self._check()
        with self._write_lock:
            try:
                if self._write_lock.depth > 1:
                    yield from self._part(self._connections.writer())
                else:
                    yield from self._whole()
            except sqlite3.Error as error:
                raise in_words(error, self.path) from error

    def _whole(self) -> Iterator[sqlite3.Connection]:
        until = time.monotonic() + self._wait
        try:
            self._fair_lock.join(until=until)
            with self._connections.opening():
                connection = self._connections.writer()
                self._begin(connection, until)
            yield from self._transaction(connection)
            if self._leave_no_trace:
                self._empty_the_log(connection)
        finally:
            self._fair_lock.leave()

    def _transaction(self, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        try:
            yield connection
            self._check_not_undone(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _begin(self, connection: sqlite3.Connection, until: float) -> None:
        if not self._writes_ahead:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                patiently(connection, "PRAGMA journal_mode = WAL", until)
            self._writes_ahead = True
        patiently(connection, "BEGIN IMMEDIATE", until)
        self._connections.guard(connection)

    def _part(self, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        self._check_not_undone(connection)
        connection.execute("SAVEPOINT part")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK TO part")
                connection.execute("RELEASE part")
            raise
        connection.execute("RELEASE part")

    def _check_not_undone(self, connection: sqlite3.Connection) -> None:
        if not connection.in_transaction:
            raise StoreError(f"A failure undid the whole transaction on {self.path}: begin again.")

    def leave_no_trace(self) -> None:
        """Empty the write-ahead log after the commit, because it still holds the erased bytes."""
        self._leave_no_trace = True

    def _empty_the_log(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA busy_timeout = {int(self._wait * 1000)}")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.execute("PRAGMA busy_timeout = 0")
        if busy:
            raise StoreError(
                f"The data is erased, but its bytes may still be in {self.path}-wal, "
                "because somebody was reading all the time. Erase it again to finish."
            )
        self._leave_no_trace = False

    def _check(self) -> None:
        if not self._connections.check():
            self._write_lock = WriteLock(self._wait)  # a thread of the parent process may have held it

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """The transaction for eventsourcing's own methods."""
        with self.writing() if commit else self.reading() as connection:
            yield SQLiteCursor(connection.cursor())

    def close(self) -> None:
        """Close all connections, as soon as no thread is writing."""
        with self._write_lock:
            self._connections.close()
            self._fair_lock.close()


def _decoded(text: bytes) -> str:
    return text.decode(errors="replace")


def create_private(path: str) -> None:
    """Create an empty file that only its owner may read and write; SQLite gives the files beside it the same mode.

    Nothing happens if another process was quicker. Raises StoreError, also for a link that leads nowhere.
    """
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if Path(path).is_symlink():
            raise StoreError(
                f"{path} is a link to a file that does not exist. Give the path of the file."
            ) from None
    except (OSError, ValueError) as error:
        raise StoreError(CANNOT_OPEN.format(path=path)) from error
