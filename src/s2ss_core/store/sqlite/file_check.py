"""Check a SQLite file itself: its structure, and its tables and triggers against those we create."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from s2ss_core.store.schema_comparison import Objects, differences
from s2ss_core.store.sqlite.documents import spelled
from s2ss_core.store.sqlite.schema import CREATE, FORMAT, TEXTS_BESIDE, lay_out
from s2ss_core.store.table_documents import CREATE as DOCUMENTS

OBJECTS = "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
MOST = 5  # sentences of SQLite's own check


def file_flaws(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with a file of ours, in words; it reads every page."""
    for (said,) in connection.execute(f"PRAGMA integrity_check({MOST})"):
        if said != "ok":
            yield f"SQLite finds the file damaged: {said}. Stop writing to it and restore a backup."
    (format_,) = connection.execute("PRAGMA user_version").fetchone()
    if format_ != FORMAT:
        yield f"The file says that its format is {format_}, not {FORMAT}. Restore a backup."
    needed, known = _created(CREATE), _created((*CREATE, *map(spelled, DOCUMENTS), TEXTS_BESIDE))
    yield from differences(needed, known, _objects(connection))


def _created(statements: tuple[str, ...]) -> Objects:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        lay_out(fresh, statements)
        return _objects(fresh)


def _objects(connection: sqlite3.Connection) -> Objects:
    return {name: (kind, " ".join((sql or "").split())) for name, kind, sql in connection.execute(OBJECTS)}
