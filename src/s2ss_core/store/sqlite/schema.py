"""The tables of a SQLite file, and the triggers that refuse changes from any program."""

import sqlite3
from collections.abc import Sequence

from s2ss_core.errors import NotOurs
from s2ss_core.store.home_schools import AFTER_YEARS, BEFORE, BEHIND, BEHIND_ALONE, LONGEST, YEARS

APPLICATION = 0x53325353  # "S2SS"
FORMAT = 2
COLUMNS = ("position", "originator_id", "originator_version", "topic", "leaf", "state", "stream", "texts")

# What `home_school_in` finds in the bytes.
NAMED = f"substr(state, instr(state, x'{BEFORE.hex()}') + {len(BEFORE)})"
ALONE = f"ifnull(nullif(instr({NAMED}, x'{BEHIND_ALONE.hex()}'), 0), {LONGEST})"
HOME_SCHOOL = f"substr({NAMED}, 1, min(instr({NAMED}, x'{BEHIND.hex()}'), {ALONE}, {LONGEST}))"
OF_A_YEAR = f"stream >= '{YEARS}' AND stream < '{AFTER_YEARS}'"

# Texts may be set to null. Nothing else in a row may ever change.
CREATE = (
    """
    CREATE TABLE stored_events (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL CHECK (typeof(originator_version) = 'integer'),
        topic TEXT NOT NULL,
        leaf BLOB NOT NULL CHECK (typeof(leaf) = 'blob' AND length(leaf) = 32),
        state BLOB NOT NULL CHECK (typeof(state) = 'blob'),
        stream TEXT NOT NULL,
        texts TEXT,
        UNIQUE (originator_id, originator_version)
    )
    """,
    "CREATE INDEX stream_names ON stored_events (stream) WHERE originator_version <= 1",
    # Every entry begins with the time of recording: {"at":"2024-03-29T12:00:00.000001Z"
    "CREATE INDEX stamps ON stored_events (substr(state, 8, 27))",
    f"CREATE INDEX home_schools ON stored_events ({HOME_SCHOOL}, stream) WHERE {OF_A_YEAR}",
    """
    CREATE TRIGGER position_is_free BEFORE INSERT ON stored_events
    WHEN EXISTS (SELECT 1 FROM stored_events WHERE position = NEW.position)
    BEGIN SELECT RAISE(ABORT, 'there is an entry at this position already'); END
    """,
    """
    CREATE TRIGGER versions_are_contiguous BEFORE INSERT ON stored_events
    WHEN NEW.originator_version <> coalesce(
        (SELECT max(originator_version) + 1 FROM stored_events WHERE originator_id = NEW.originator_id),
        iif(NEW.originator_version = 0, 0, 1)
    )
    BEGIN SELECT RAISE(ABORT, 'versions of a stream begin at 0 or 1 and leave none out'); END
    """,
    """
    CREATE TRIGGER positions_are_dense AFTER INSERT ON stored_events
    WHEN NEW.position <> 1 + coalesce((SELECT max(position) FROM stored_events WHERE position < NEW.position), 0)
    BEGIN SELECT RAISE(ABORT, 'positions leave none out'); END
    """,
    """
    CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON stored_events
    WHEN NOT (
        NEW.texts IS NULL AND NEW.position = OLD.position AND NEW.originator_id = OLD.originator_id
        AND NEW.originator_version = OLD.originator_version AND NEW.topic = OLD.topic
        AND NEW.leaf IS OLD.leaf AND NEW.state = OLD.state AND NEW.stream = OLD.stream
    )
    BEGIN SELECT RAISE(ABORT, 'history is never changed: only private texts may be set to null'); END
    """,
    """
    CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON stored_events
    BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END
    """,
    "CREATE TABLE directory (id TEXT NOT NULL PRIMARY KEY, name TEXT, email TEXT, telephone TEXT) WITHOUT ROWID",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {FORMAT}",
)

# In a side database only: the private texts of a third-party history.
TEXTS_BESIDE = """
CREATE TABLE IF NOT EXISTS texts_beside (
    entry BLOB NOT NULL PRIMARY KEY, originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL,
    texts TEXT NOT NULL, kept_at INTEGER NOT NULL, settled INTEGER NOT NULL
) WITHOUT ROWID
"""


def is_laid_out(connection: sqlite3.Connection, path: str) -> bool:
    """True if our tables exist, False for an empty database. Raises NotOurs for anything else."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (format_,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == APPLICATION:
        _check_format(connection, format_, path)
        return True
    if tables or application or format_:
        raise NotOurs(f"{path} belongs to another program. Choose another file.")
    return False


def _check_format(connection: sqlite3.Connection, format_: int, path: str) -> None:
    if format_ > FORMAT:
        raise NotOurs(
            f"A newer version of s2ss_core wrote {path} (format {format_}; this one knows {FORMAT}). "
            "Install that version to open it."
        )
    if format_ < FORMAT:
        raise NotOurs(
            f"{path} is of format {format_}, which only unreleased builds of s2ss_core wrote: keep the file, and choose"
            " another path for a new store."
        )
    columns = connection.execute("SELECT name FROM pragma_table_info('stored_events')").fetchall()
    if tuple(name for (name,) in columns) != COLUMNS:
        raise NotOurs(
            f"The table stored_events in {path} does not have the columns of format {FORMAT}: keep the file, and restore"
            " a backup or choose another path for a new store."
        )


def lay_out(connection: sqlite3.Connection, statements: Sequence[str] = CREATE) -> None:
    """Create all tables, indexes and triggers. The caller holds the write transaction."""
    for statement in statements:
        connection.execute(statement)
