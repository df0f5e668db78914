"""Settings that every session pins, so that no setting of server, database, role or URL has an effect."""

from psycopg import Connection
from psycopg.sql import SQL, Literal

from s2ss_core.errors import StoreError

# Names refer to PostgreSQL's own objects; values are sent and read literally; a policy that hides rows is an error;
# readers do not wait; and a writer that holds the lock and does nothing for a minute loses it. search_path comes first
# because the others are looked up by it. None of this changes during a session.
PINNED = {
    "search_path": "pg_catalog, pg_temp",
    "client_encoding": "UTF8",
    "standard_conforming_strings": "on",
    "array_nulls": "on",
    "transform_null_equals": "off",
    "bytea_output": "hex",
    "datestyle": "ISO, YMD",
    "intervalstyle": "iso_8601",
    "timezone": "UTC",
    "extra_float_digits": "3",
    "row_security": "off",
    "default_transaction_isolation": "read committed",
    "default_transaction_deferrable": "off",
    "idle_in_transaction_session_timeout": "1min",
}

# When a commit is acknowledged, it is durable.
DURABLE = """
SELECT set_config('synchronous_commit',
                  CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END,
                  false)
"""

# A replica's session runs no triggers, and the triggers give positions and keep history as it is. Only a superuser may
# set this, so that for anybody else it is an error.
TRIGGERS = """
SELECT set_config('session_replication_role', 'origin', false)
WHERE current_setting('session_replication_role') = 'replica' OR current_setting('is_superuser') = 'on'
"""

# The encodings of databases that keep every character: one of Unicode, and the one that takes bytes as they are.
ENCODINGS = ("UTF8", "SQL_ASCII")

_PIN = SQL("SELECT pg_catalog.set_config({}, {}, false)")

SET_UP = SQL("; ").join(
    [
        *(_PIN.format(Literal(name), Literal(value)) for name, value in PINNED.items()),
        SQL(DURABLE),
        SQL(TRIGGERS),
    ]
)


def set_up(connection: Connection, name: str) -> None:
    """Pin the settings of a new session. Raises StoreError for a database that does not keep every character."""
    encoding = connection.info.parameter_status("server_encoding")
    if encoding not in ENCODINGS:
        raise StoreError(
            f"The encoding of {name} is {encoding}, which does not have every character. Choose a database with the encoding"
            " UTF8."
        )
    connection.execute(SET_UP)
