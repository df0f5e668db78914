"""A SQLite file: one connection that writes, a few that read, and one turn to write at a time."""

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from eventsourcing.sqlite import SQLiteCursor, SQLiteDatastore

from s2ss_core.errors import StoreError
from s2ss_core.store.schema import is_laid_out, lay_out
from s2ss_core.store.trouble import cannot_open, in_words, is_busy
from s2ss_core.store.turn import Turn

SHORTEST_PAUSE, LONGEST_PAUSE = 0.001, 0.02  # seconds between two tries for the lock


class Database(SQLiteDatastore):
    """Everything that talks to the file. Safe to share between threads; a forked child opens it anew."""

    def __init__(self, path: str, *, create: bool, wait: float) -> None:
        self.path = path
        self.single_row_tracking = True
        self.originator_id_type = "uuid"
        self._wait = wait
        self._read_mode = "rw"
        self._inherited: list[object] = []
        self._begin_afresh()
        try:
            self._open(create=create)
        except BaseException:
            self.close()
            raise

    def _begin_afresh(self) -> None:
        self.turn = Turn(self._wait)
        self._closed = False
        self._process = os.getpid()
        self._writer: sqlite3.Connection | None = None
        self._idle: list[sqlite3.Connection] = []
        self._leave_no_trace = False

    def _open(self, *, create: bool) -> None:
        file = Path(self.path)
        if file.exists():
            if self._is_laid_out():
                return
        elif create and not file.parent.is_dir():
            raise StoreError(f"There is no folder {file.parent}. Create it, or choose another path.")
        if not create:
            raise StoreError(f"There is no store at {self.path}. Check the path.")
        with self.writing() as connection:
            if not is_laid_out(connection, self.path):
                lay_out(connection)

    def _is_laid_out(self) -> bool:
        try:
            with self.reading() as connection:
                return is_laid_out(connection, self.path)
        except StoreError as error:
            if not cannot_open(error.__cause__) or self._has_log():
                raise
        # Nobody can write here, so no log can be begun beside the file and nothing changes under a reader.
        self._read_mode = "ro&immutable=1"
        with self.reading() as connection:
            return is_laid_out(connection, self.path)

    def _has_log(self) -> bool:
        log = Path(self.path + "-wal")
        return log.exists() and log.stat().st_size > 0

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with, for as short as possible; the writing thread reads its own transaction."""
        self._check()
        if self.turn.mine and self._writer is not None and self._writer.in_transaction:
            yield self._writer
            return
        connection = None
        try:
            connection = self._take_reader()
            yield connection
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            raise in_words(error, self.path) from error
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)

    def _take_reader(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            connection = self._connect(self._read_mode, self._wait)
            connection.execute("PRAGMA query_only = ON")
            return connection

    def _give_back(self, connection: sqlite3.Connection | None) -> None:
        if connection is not None:
            self._idle.append(connection)
            if self._closed:
                self._close_readers()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The write transaction: committed when the outermost block ends well, else undone.

        Raises StoreError, among others when others have been writing for too long.
        """
        self._check()
        with self.turn:
            try:
                if self.turn.depth > 1:
                    yield from self._part()
                else:
                    yield from self._whole()
            except sqlite3.Error as error:
                raise in_words(error, self.path) from error

    def _whole(self) -> Iterator[sqlite3.Connection]:
        connection = self._writer = self._writer or self._connect_writer()
        self._patiently(connection, "BEGIN IMMEDIATE")
        try:
            yield connection
            self._check_not_undone(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        if self._leave_no_trace:
            self._empty_the_log(connection)

    def _part(self) -> Iterator[sqlite3.Connection]:
        connection = self._writer
        assert connection is not None
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
            raise StoreError(
                f"An earlier failure undid all that was being written to {self.path}: begin again."
            )

    def _patiently(self, connection: sqlite3.Connection, statement: str) -> None:
        """Try again until nobody else holds the lock, for as long as a writer may wait."""
        give_up = time.monotonic() + self._wait
        while True:
            try:
                connection.execute(statement).fetchall()
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() >= give_up:
                    raise
                time.sleep(random.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))  # noqa: S311  no secret
            else:
                return

    def leave_no_trace(self) -> None:
        """Have the write-ahead log emptied once the transaction is committed: it still holds what was erased."""
        self._leave_no_trace = True

    def _empty_the_log(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA busy_timeout = {int(self._wait * 1000)}")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.execute("PRAGMA busy_timeout = 0")
        if busy:
            raise StoreError(
                f"What was to be erased is out of everyone's sight, but its bytes may still lie in {self.path}-wal, "
                "because somebody was reading all the while. Erase it again to finish."
            )
        self._leave_no_trace = False

    def _connect_writer(self) -> sqlite3.Connection:
        connection = self._connect("rw" if Path(self.path).exists() else "rwc", 0.0)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            self._patiently(connection, "PRAGMA journal_mode = WAL")
        return connection

    def _connect(self, mode: str, wait: float) -> sqlite3.Connection:
        return sqlite3.connect(
            f"file:{quote(self.path)}?mode={mode}",
            uri=True,
            timeout=wait,
            isolation_level=None,
            check_same_thread=False,
        )

    def _check(self) -> None:
        if self._closed:
            raise StoreError(f"The store at {self.path} was closed. Open it again.")
        if self._process != os.getpid():  # connections must not be used, nor even closed, across a fork
            self._inherited += [self._writer, self._idle]
            self._begin_afresh()

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """What eventsourcing's own methods ask for."""
        with self.writing() if commit else self.reading() as connection:
            yield SQLiteCursor(connection.cursor())

    def close(self) -> None:
        """Close all connections, once nobody writes any more."""
        if not self._closed and self._process == os.getpid():
            with self.turn:
                self._closed = True
                if self._writer is not None:
                    self._writer.close()
                self._close_readers()

    def _close_readers(self) -> None:
        while self._idle:
            self._idle.pop().close()
