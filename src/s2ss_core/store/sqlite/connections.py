"""The connections to a SQLite file: one for writing, and one for each simultaneous reader."""

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from s2ss_core.errors import StoreError
from s2ss_core.store.sqlite.close_guard import CloseGuard
from s2ss_core.store.sqlite.errors import in_words, is_busy
from s2ss_core.store.sqlite.fair_lock import OpeningLock

CLOSING = 1.0  # seconds to wait for others who open or close
SHORTEST_PAUSE, LONGEST_PAUSE = 0.001, 0.02  # seconds between two tries for the lock


class Connections:
    """Each connection is opened when it is first needed and set up once. A forked child opens its own.

    Any reader may take an idle connection; the thread that holds the write lock uses the writer's.
    """

    def __init__(self, path: str, *, wait: float) -> None:
        self.path = path
        self.wait = wait
        self.immutable = False  # SQLite must be told if nobody can write to the file
        self._closed = False
        self._guard, self._opening = CloseGuard(path), OpeningLock(path)
        self._inherited: list[object] = []
        self._begin_afresh()

    def _begin_afresh(self) -> None:
        self._process = os.getpid()
        self._writer: sqlite3.Connection | None = None
        self._idle: list[sqlite3.Connection] = []
        self._reading: list[sqlite3.Connection] = []
        self._guard.forget()

    def check(self) -> bool:
        """Whether this process opened the connections. Inherited ones are neither used nor closed after a fork."""
        if self._closed:
            raise StoreError(f"The store at {self.path} was closed. Open it again.")
        if self._process == os.getpid():
            return True
        self._inherited += [self._writer, self._idle]
        self._begin_afresh()
        return False

    @property
    def in_transaction(self) -> bool:
        """Whether a write transaction is open."""
        return self._writer is not None and self._writer.in_transaction

    def writer(self) -> sqlite3.Connection:
        """The one connection that writes; for whoever's turn it is."""
        if self._writer is None:
            until = time.monotonic() + self.wait
            writer = self._connect("rw" if Path(self.path).exists() else "rwc", 0.0)
            patiently(writer, "PRAGMA synchronous = FULL", until)
            patiently(writer, "PRAGMA secure_delete = ON", until)
            self._writer = writer
        return self._writer

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Until `guard` holds, keep the last process of the others from tidying up."""
        if self._guard.held or self.immutable:
            yield
        else:
            with self._opening.held(until=time.monotonic() + self.wait):
                yield

    def guard(self, connection: sqlite3.Connection) -> None:
        """See that a close of the files in this process does no harm, from the first use of a write-ahead log on."""
        if self._guard.held or self.immutable:
            return
        if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            self._guard.hold(until=time.monotonic() + self.wait)

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """A connection for reading; keep it as short as possible. Raises StoreError."""
        connection = None
        try:
            connection = self._take()
            yield connection
        except (sqlite3.Error, UnicodeDecodeError) as error:  # an error may repeat a text that is not UTF-8
            self._give_back(connection, usable=False)
            raise in_words(error, self.path) from error
        except BaseException:
            self._give_back(connection)
            raise
        self._give_back(connection)

    def _take(self) -> sqlite3.Connection:
        with suppress(IndexError):
            connection = self._idle.pop()
            self._reading.append(connection)
            return connection
        with self.opening():
            connection = self._connect("ro&immutable=1" if self.immutable else "rw", self.wait)
            self._reading.append(connection)
            try:
                connection.execute("PRAGMA query_only = ON")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the log
                self.guard(connection)
            except BaseException:
                self._give_back(connection, usable=False)
                raise
        return connection

    def _give_back(self, connection: sqlite3.Connection | None, *, usable: bool = True) -> None:
        if connection is not None:
            self._reading.remove(connection)
            if usable:
                self._idle.append(connection)
            else:
                connection.close()
        if self._closed:
            self._close_idle()

    def _connect(self, mode: str, wait: float) -> sqlite3.Connection:
        return sqlite3.connect(
            # an absolute path comes after an empty authority: it may itself begin with two slashes
            f"file:{'//' if self.path.startswith('/') else ''}{quote(self.path)}?mode={mode}",
            uri=True,
            timeout=wait,
            isolation_level=None,
            check_same_thread=False,
        )

    def close(self) -> None:
        """Close every idle connection now, and the others as soon as they are given back."""
        self._closed = True
        with self._opening.held(until=time.monotonic() + CLOSING) as alone:
            if alone:
                self._guard.release()  # now SQLite may empty and delete the log, if nobody else has the database open
            if self._writer is not None:
                self._writer.close()
            self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()
        if not self._reading:
            self._guard.close()


def patiently(connection: sqlite3.Connection, statement: str, until: float) -> None:
    """Retry until nobody else holds SQLite's lock, or `until` is past: not every program takes the fair lock."""
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() >= until:
                raise
            time.sleep(random.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))  # noqa: S311  no secret
        else:
            return
