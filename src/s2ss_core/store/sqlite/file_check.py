"""Check a SQLite file itself: its structure, and its tables and triggers against those we create."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing

from s2ss_core.store.sqlite.documents import spelled
from s2ss_core.store.sqlite.schema import CREATE, FORMAT, TEXTS_BESIDE, lay_out
from s2ss_core.store.table_documents import CREATE as DOCUMENTS

OBJECTS = "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
MOST = 5  # sentences of SQLite's own check

Objects = Mapping[str, tuple[str, str]]


def file_flaws(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with a file of ours, in words; it reads every page."""
    for (said,) in connection.execute(f"PRAGMA integrity_check({MOST})"):
        if said != "ok":
            yield f"SQLite finds the file damaged: {said}. Stop writing to it and restore a backup."
    (format_,) = connection.execute("PRAGMA user_version").fetchone()
    if format_ != FORMAT:
        yield f"The file says that its format is {format_}, not {FORMAT}. Restore a backup."
    yield from _changed(_objects(connection))


def _changed(found: Objects) -> Iterator[str]:
    needed, known = _created(CREATE), _created((*CREATE, *map(spelled, DOCUMENTS), TEXTS_BESIDE))
    for name, (kind, sql) in needed.items():
        if name not in found:
            yield f"The {kind} {name} is missing: somebody removed it. Restore a backup, or ask who changed the file."
        elif found[name] != (kind, sql):
            yield f"The {kind} {name} is not as s2ss_core creates it: somebody changed it. Restore a backup, or ask who did."
    for name, (kind, sql) in found.items():
        if name not in needed and known.get(name) != (kind, sql):
            yield f"The {kind} {name} is not from s2ss_core and may change what is recorded. Ask who added it."


def _created(statements: tuple[str, ...]) -> Objects:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        lay_out(fresh, statements)
        return _objects(fresh)


def _objects(connection: sqlite3.Connection) -> Objects:
    return {name: (kind, " ".join((sql or "").split())) for name, kind, sql in connection.execute(OBJECTS)}
