"""The connections to a PostgreSQL server: one that writes, and as many that read as there are readers at once."""

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
from s2ss_core.store.postgres.session import SET_UP

Rows = list[tuple[Any, ...]]


class Connections:
    """Opened when first needed; a forked child opens its own, and one that died is replaced where that is safe."""

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
        """Whether this process opened them. After a fork, those inherited are neither used nor closed."""
        if self._closed:
            raise StoreError(f"The store in {self.name} was closed. Open it again.")
        if self._process == os.getpid():
            return True
        self._inherited += [self._writer, self._idle]
        self._begin_afresh()
        return False

    @property
    def in_transaction(self) -> bool:
        """Whether something is being written."""
        writer = self._writer
        return writer is not None and writer.info.transaction_status != TransactionStatus.IDLE

    def writer(self) -> Connection:
        """The one connection that writes; for whoever's turn it is."""
        if self._writer is None:
            self._writer = self.connect()
        return self._writer

    def begin(self, statements: Composed) -> Connection:
        """Begin to write; on a new connection if the old one died meanwhile, for nothing is lost with that yet."""
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
        """Close the writer's connection; the server undoes what was not committed."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def fetch(self, statement: Composed, parameters: Sequence[object]) -> Rows:
        """The rows of one short read, asked again on a new connection if an idle one turns out to be dead."""
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
            connection.execute(SET_UP)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, psycopg.Error):
                raise in_words(error, self.name) from error
            raise
        return connection

    def close(self) -> None:
        """Close all that nobody is reading with, and those as soon as they are given back."""
        self._closed = True
        self.drop_writer()
        self._close_idle()

    def _close_idle(self) -> None:
        while self._idle:
            self._idle.pop().close()
