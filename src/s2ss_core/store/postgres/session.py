"""What every session pins, whatever the server, the database, the role or the URL has set."""

from psycopg.sql import SQL, Literal

# Names mean PostgreSQL's own; what is sent and what is read means what it says; a policy that hides rows is an error;
# reading waits for nobody; and who holds the lock and says nothing for a minute loses it. The first decides where the
# others are looked up. None of this can change while a session lasts.
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

# An answer to a commit means that it lasts.
DURABLE = """
SELECT set_config('synchronous_commit',
                  CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END,
                  false)
"""

_PIN = SQL("SELECT pg_catalog.set_config({}, {}, false)")

SET_UP = SQL("; ").join(
    [*(_PIN.format(Literal(name), Literal(value)) for name, value in PINNED.items()), SQL(DURABLE)]
)
