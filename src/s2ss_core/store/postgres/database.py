"""A schema of a PostgreSQL database: reading, waiting to write, committing and undoing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import LiteralString

import psycopg
from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow, dict_row
from psycopg.sql import SQL, Composed, Literal

from s2ss_core.errors import StoreError
from s2ss_core.store.postgres.address import address_of
from s2ss_core.store.postgres.connections import Connections, Rows
from s2ss_core.store.postgres.errors import in_words, is_lost, unsure
from s2ss_core.store.postgres.eventsourcing_patches import PostgresDatastore
from s2ss_core.store.postgres.schema import LAYING_OUT_LOCK, WRITERS_LOCK, is_laid_out, lay_out, written
from s2ss_core.store.write_lock import WriteLock

BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = {}; SELECT {}"


class Database(PostgresDatastore):
    """All access to the server. Threads may share it, and it can be used after a fork."""

    def __init__(self, url: str, *, create: bool, wait: float) -> None:
        address = address_of(url)
        self.schema, self.name = address.schema, address.name
        self.originator_id_type = "text"
        self.lock_timeout = int(wait)
        self.enable_db_functions = False
        self.db_type_names = set[str]()
        self._write_lock, self._wait = WriteLock(wait), wait
        self._begin = self._beginning(WRITERS_LOCK)
        self._connections = Connections(address)
        try:
            self._open(create=create)
        except BaseException:
            self.close()
            raise

    def _beginning(self, lock: LiteralString) -> Composed:
        milliseconds = Literal(f"{max(1, int(self._wait * 1000))}ms")
        return SQL(BEGIN).format(milliseconds, written(lock, self.schema))

    def _open(self, *, create: bool) -> None:
        try:
            if is_laid_out(self._connections.writer(), self.schema, self.name):
                return
            if not create:
                raise StoreError(f"There is no store in {self.name}. Check the URL.")
            with self._transaction(self._beginning(LAYING_OUT_LOCK)) as connection:
                if not is_laid_out(connection, self.schema, self.name):
                    lay_out(connection, self.schema)
        except psycopg.Error as error:
            raise in_words(error, self.name) from error

    @property
    def in_transaction(self) -> bool:
        """Whether this thread has an open write transaction."""
        return self._write_lock.mine and self._connections.in_transaction

    def fetch(self, statement: Composed, parameters: Sequence[object] = ()) -> Rows:
        """The rows of one short read; the writing thread also sees its own changes. Raises StoreError."""
        self._check()
        if not self.in_transaction:
            return self._connections.fetch(statement, parameters)
        try:
            return self._connections.writer().execute(statement, parameters, binary=True).fetchall()
        except psycopg.Error as error:
            raise in_words(error, self.name) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The write transaction: committed when the outermost block ends, undone if it raises.

        Raises StoreError, for example if others write for too long.
        """
        self._check()
        with self._write_lock:
            try:
                part = self._write_lock.depth > 1
                with self._part() if part else self._transaction(self._begin) as connection:
                    yield connection
            except psycopg.Error as error:
                raise in_words(error, self.name) from error

    @contextmanager
    def _transaction(self, beginning: Composed) -> Iterator[Connection]:
        connection = self._connections.begin(beginning)
        try:
            yield connection
            self._check_not_undone(connection)
        except BaseException:
            self._undo(connection)
            raise
        try:
            connection.execute("COMMIT", prepare=False)
        except BaseException as error:
            self._connections.drop_writer()
            if isinstance(error, psycopg.Error) and is_lost(error, connection):
                raise unsure(self.name) from error
            raise

    @contextmanager
    def _part(self) -> Iterator[Connection]:
        connection = self._connections.writer()
        self._check_not_undone(connection)
        connection.execute("SAVEPOINT part")
        try:
            yield connection
            self._check_not_undone(connection)
        except BaseException:
            if not connection.closed:
                connection.execute("ROLLBACK TO part; RELEASE part")
            raise
        connection.execute("RELEASE part")

    def _undo(self, connection: Connection) -> None:
        """Roll back. If that fails, close the connection: then the server rolls back."""
        try:
            connection.execute("ROLLBACK")
        except psycopg.Error:
            self._connections.drop_writer()

    def _check_not_undone(self, connection: Connection) -> None:
        if connection.info.transaction_status != TransactionStatus.INTRANS:
            raise StoreError(f"A failure undid the whole transaction on {self.name}: begin again.")

    def _check(self) -> None:
        if not self._connections.check():
            self._write_lock = WriteLock(self._wait)  # a thread of the parent process may have held it

    def register_type_adapters(self) -> None:
        """Do nothing: our statements need none of eventsourcing's types in the database."""

    @contextmanager
    def get_connection(self) -> Iterator[psycopg.Connection[DictRow]]:
        """A dedicated connection for eventsourcing's LISTEN."""
        with self._connections.connect() as connection:
            connection.row_factory = dict_row  # type: ignore[assignment]
            yield connection  # type: ignore[misc]

    def close(self) -> None:
        """Close all connections, as soon as no thread is writing."""
        with self._write_lock:
            self._connections.close()

    def __del__(self) -> None:
        """Do nothing: psycopg itself warns about a connection that was not closed."""
