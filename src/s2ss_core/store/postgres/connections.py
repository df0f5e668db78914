"""The connections to a PostgreSQL server: one for writing, and one for each simultaneous reader."""

import os
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.sql import Composed

from s2ss_core.errors import StoreError
from s2ss_core.store.postgres.address import Address
from s2ss_core.store.postgres.errors import in_words, is_lost
from s2ss_core.store.postgres.session import set_up

Rows = list[tuple[Any, ...]]


class Connections:
    """Each connection is opened when it is first needed. A forked child opens its own; a dead one is replaced if that is safe."""

    def __init__(self, address: Address) -> None:
        self.name = address.name
        self._parameters: dict[str, Any] = dict(address.parameters)
        self._closed = False
        self._inherited: list[object] = []
        self._begin_afresh()

    def _begin_afresh(self) -> None:
        self._process = os.getpid()
        self._writer: Connection | None = None
        self._idle: list[Connection] = []

    def check(self) -> bool:
        """Whether this process opened the connections. Inherited ones are neither used nor closed after a fork."""
        if self._closed:
            raise StoreError(f"The store in {self.name} was closed. Open it again.")
        if self._process == os.getpid():
            return True
        self._inherited += [self._writer, self._idle]
        self._begin_afresh()
        return False

    @property
    def in_transaction(self) -> bool:
        """Whether a write transaction is open."""
        writer = self._writer
        return writer is not None and writer.info.transaction_status != TransactionStatus.IDLE

    def writer(self) -> Connection:
        """The connection for writing; only the thread that holds the write lock uses it."""
        if self._writer is None:
            self._writer = self.connect()
        return self._writer

    def begin(self, statements: Composed) -> Connection:
        """Begin a transaction. If the old connection died, use a new one: nothing was written yet."""
        known = self._writer
        try:
            self.writer().execute(statements)
        except psycopg.Error as error:
            if known is None or not is_lost(error, known):
                raise
            self.drop_writer()
            self.writer().execute(statements)
        return self.writer()

    def drop_writer(self) -> None:
        """Close the writer's connection. The server undoes an open transaction."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def fetch(self, statement: Composed, parameters: Sequence[object]) -> Rows:
        """The rows of one short read. If an idle connection is dead, the read is repeated on a new one."""
        while True:
            used = bool(self._idle)
            connection = self._take()
            try:
                rows = connection.execute(statement, parameters, binary=True).fetchall()
            except psycopg.Error as error:
                connection.close()
                if not (used and is_lost(error, connection)):
                    raise in_words(error, self.name) from error
            except BaseException:
                connection.close()
                raise
            else:
                self._idle.append(connection)
                if self._closed:
                    self._close_idle()
                return rows

    def _take(self) -> Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self.connect()

    def connect(self) -> Connection:
        """A new connection. Raises StoreError."""
        connection = None
        try:
            connection = Connection.connect(autocommit=True, **self._parameters)
            set_up(connection, self.name)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, psycopg.Error):
                raise in_words(error, self.name) from error
            raise
        return connection

    def close(self) -> None:
        """Close every idle connection now, and the others as soon as they are given back."""
        self._closed = True
        self.drop_writer()
        self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()
