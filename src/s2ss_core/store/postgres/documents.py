"""Documents as tables of a schema."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, LiteralString

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier

from s2ss_core.store.postgres.database import Database
from s2ss_core.store.postgres.read_back import check_read_back
from s2ss_core.store.table_documents import Rows, TableDocuments

LOOK = "SELECT count(*) FROM pg_tables WHERE schemaname = %s AND tablename = 'documents_set_aside'"


class PostgresDocuments(TableDocuments):
    """Documents as tables of their own in the same schema."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._database.writing()

    def _fetch(self, statement: LiteralString, values: Sequence[object]) -> Sequence[Any]:
        return self._database.fetch(self._spelled(statement), values)

    def _spelled(self, statement: LiteralString) -> Composed:
        return SQL(statement).format(
            schema=Identifier(self._database.schema),
            array=SQL("json_agg"),
            text=SQL('TEXT COLLATE "C"'),
            bytes=SQL("BYTEA"),
        )

    def _insert(self, connection: Connection, statement: LiteralString, rows: Rows) -> None:
        if not rows:
            return
        cursor = connection.cursor(binary=True)
        cursor.executemany(self._spelled(f"{statement} RETURNING *"), rows, returning=True)
        kept = cursor.fetchall()
        while cursor.nextset():
            kept += cursor.fetchall()
        check_read_back(rows, kept, self._database.name)

    def _look(self) -> bool:
        there = bool(self._database.fetch(SQL(LOOK).format(), (self._database.schema,))[0][0])
        self._there = there and not self._database.in_transaction  # what is not committed may be undone
        return there
