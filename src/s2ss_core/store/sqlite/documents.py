"""Documents as tables of a SQLite file."""

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, LiteralString

from s2ss_core.store.sqlite.database import Database
from s2ss_core.store.table_documents import TableDocuments

LOOK = "SELECT count(*) FROM sqlite_master WHERE name = 'documents_set_aside'"


class SQLiteDocuments(TableDocuments):
    """Documents as tables of their own in the same file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def _writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return self._database.writing()

    def _fetch(self, statement: LiteralString, values: Sequence[object]) -> Sequence[Any]:
        return self._database.fetch(self._spelled(statement), values)

    def _spelled(self, statement: LiteralString) -> str:
        return spelled(statement)

    def _look(self) -> bool:
        with self._database.reading() as connection:
            there = bool(connection.execute(LOOK).fetchone()[0])
            self._there = there and not connection.in_transaction  # an uncommitted table may be undone
        return there


def spelled(statement: str) -> str:
    """A statement of `table_documents` in the syntax of SQLite."""
    plain = statement.replace("{schema}.", "").replace("%s", "?").replace("%b", "?")
    return plain.replace("{array}", "json_group_array").replace("{text}", "TEXT").replace("{bytes}", "BLOB")
