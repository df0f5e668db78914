"""The tables in a schema of PostgreSQL, and the triggers that refuse changes from any program."""

from typing import LiteralString

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

from s2ss_core.errors import NotOurs

APPLICATION = 0x53325353  # "S2SS", the upper half of the writers' lock; the lower is the table's own number
FORMAT = 2
COLUMNS = ("position", "originator_id", "originator_version", "topic", "leaf", "state", "stream", "texts")

WRITERS_LOCK = "pg_advisory_xact_lock(({application}::bigint << 32) | {table}::regclass::oid::bigint)"
LAYING_OUT_LOCK = "pg_advisory_xact_lock({application}::bigint << 32)"

# What `home_school_in` finds in the bytes: those behind "home_school":{"id": up to the first quote before ," or }," are the id.
NAMED: LiteralString = r"""substring(state FROM position('"home_school":{{"id":'::bytea IN state) + 20)"""
HOME_SCHOOL: LiteralString = (
    "substring(" + NAMED + " FROM 1 FOR least(position('\",\"'::bytea IN " + NAMED + "),"
    " nullif(position('\"}},\"'::bytea IN " + NAMED + "), 0), 1000))"
)
OF_A_YEAR: LiteralString = "stream >= 'leader-year:' AND stream < 'leader-year;'"

# Every insert takes the writers' lock and must use the next position and the next version of its stream.
CREATE = (
    "CREATE TABLE {schema}.s2ss_format (format integer NOT NULL)",
    "INSERT INTO {schema}.s2ss_format VALUES ({format})",
    """
    CREATE TABLE {schema}.stored_events (
        position bigint NOT NULL PRIMARY KEY,
        originator_id text COLLATE "C" NOT NULL,
        originator_version bigint NOT NULL,
        topic text NOT NULL,
        leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
        state bytea NOT NULL,
        stream text COLLATE "C" NOT NULL,
        texts text,
        UNIQUE (originator_id, originator_version)
    )
    """,
    "CREATE INDEX stream_names ON {schema}.stored_events (stream) WHERE originator_version <= 1",
    # Every entry begins with the time of recording: "at":"2024-03-29T12:00:00.000001Z" behind a brace.
    "CREATE INDEX stamps ON {schema}.stored_events (substring(state FROM 8 FOR 27), position)",
    "CREATE INDEX home_schools ON {schema}.stored_events ((" + HOME_SCHOOL + "), stream) WHERE " + OF_A_YEAR,
    """
    CREATE FUNCTION {schema}.next_of_history() RETURNS trigger LANGUAGE plpgsql AS $body$
    DECLARE
        newest bigint;
        version bigint;
    BEGIN
        PERFORM pg_advisory_xact_lock(({application}::bigint << 32) | TG_RELID::bigint);
        SELECT coalesce(max(position), 0) INTO newest FROM {schema}.stored_events;
        SELECT max(originator_version) INTO version FROM {schema}.stored_events
            WHERE originator_id = NEW.originator_id;
        IF NEW.originator_version IS DISTINCT FROM
            coalesce(version + 1, CASE WHEN NEW.originator_version = 0 THEN 0 ELSE 1 END)
        THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'versions of a stream begin at 0 or 1 and leave none out';
        END IF;
        IF NEW.position <> newest + 1 THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'positions leave none out';
        END IF;
        IF NEW.leaf IS DISTINCT FROM sha256(decode('00', 'hex') || NEW.state) THEN
            RAISE integrity_constraint_violation USING MESSAGE = 'leaf is the SHA-256 of a zero byte and state';
        END IF;
        NEW.position := newest + 1;
        RETURN NEW;
    END
    $body$
    """,
    """
    CREATE FUNCTION {schema}.history_is_not_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        IF NEW.texts IS NOT NULL OR (NEW.position, NEW.originator_id, NEW.originator_version, NEW.topic,
            NEW.leaf, NEW.state, NEW.stream) IS DISTINCT FROM (OLD.position, OLD.originator_id, OLD.originator_version,
            OLD.topic, OLD.leaf, OLD.state, OLD.stream)
        THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'history is never changed: only private texts may be set to null';
        END IF;
        RETURN NEW;
    END
    $body$
    """,
    """
    CREATE FUNCTION {schema}.history_is_not_deleted() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        RAISE integrity_constraint_violation USING MESSAGE = 'history is never deleted';
    END
    $body$
    """,
    """
    CREATE TRIGGER next_of_history BEFORE INSERT ON {schema}.stored_events
        FOR EACH ROW EXECUTE FUNCTION {schema}.next_of_history()
    """,
    """
    CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON {schema}.stored_events
        FOR EACH ROW EXECUTE FUNCTION {schema}.history_is_not_changed()
    """,
    """
    CREATE TRIGGER history_is_not_deleted BEFORE DELETE OR TRUNCATE ON {schema}.stored_events
        FOR EACH STATEMENT EXECUTE FUNCTION {schema}.history_is_not_deleted()
    """,
    """
    CREATE TABLE {schema}.directory (
        id text COLLATE "C" NOT NULL PRIMARY KEY, name text, email text, telephone text
    )
    """,
)

FOUND = """
SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = %s AND relname IN ('s2ss_format', 'stored_events', 'directory')
"""

FOUND_COLUMNS = """
SELECT attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = %s AND relname = 'stored_events' AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


def written(statement: LiteralString, schema: str) -> Composed:
    """A statement with the schema's name and our numbers filled in."""
    return SQL(statement).format(
        schema=Identifier(schema),
        table=Literal(Identifier(schema, "stored_events").as_string()),
        application=Literal(APPLICATION),
        format=Literal(FORMAT),
    )


def is_laid_out(connection: psycopg.Connection, schema: str, name: str) -> bool:
    """True if our tables exist, False if none of their names is taken. Raises NotOurs for anything else."""
    tables = {table for (table,) in connection.execute(FOUND, (schema,))}
    if "s2ss_format" in tables:
        formats = connection.execute(written("SELECT format FROM {schema}.s2ss_format", schema)).fetchall()
        if len(formats) == 1 and len(tables) == 3:
            _check_format(formats[0][0], name)
            _check_columns(connection, schema, name)
            return True
    if tables:
        raise NotOurs(f"Another program has tables in {name}. Choose another schema: ?schema=name.")
    return False


def _check_format(format_: int, name: str) -> None:
    if format_ > FORMAT:
        raise NotOurs(
            f"A newer version of s2ss_core wrote {name} (format {format_}; this one knows {FORMAT}). "
            "Install that version to open it."
        )
    if format_ < FORMAT:
        raise NotOurs(
            f"{name[:1].upper()}{name[1:]} is of format {format_}, which only unreleased builds of s2ss_core wrote:"
            " keep it, and choose another schema for a new store: ?schema=name."
        )


def _check_columns(connection: psycopg.Connection, schema: str, name: str) -> None:
    columns = connection.execute(FOUND_COLUMNS, (schema,)).fetchall()
    if tuple(column for (column,) in columns) != COLUMNS:
        raise NotOurs(
            f"The table stored_events in {name} does not have the columns of format {FORMAT}: keep it, and restore a"
            " backup or choose another schema for a new store: ?schema=name."
        )


def lay_out(connection: psycopg.Connection, schema: str) -> None:
    """Create all tables, functions and triggers. The caller holds the lock for this."""
    (found,) = connection.execute("SELECT to_regnamespace(%s)", (Identifier(schema).as_string(),)).fetchall()
    if found[0] is None:
        connection.execute(written("CREATE SCHEMA {schema}", schema))
    for statement in CREATE:
        connection.execute(written(statement, schema))
