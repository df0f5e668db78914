"""Where a PostgreSQL store is: every parameter of the connection said outright, so that nothing around redirects it."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

import attrs
import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from s2ss_core.errors import StoreError

EXAMPLE = "Write postgresql://user@host/database, or postgresql:///database?host=/socket/folder."
DEFAULT_SCHEMA = "public"
PATIENCE = "10"  # seconds to connect in
# What libpq takes where nothing is given and an empty text is refused.
NOT_EMPTY = {"sslcertmode": "allow", "min_protocol_version": "3.0", "max_protocol_version": "3.0"}
SEARCH_PATH = re.compile(r"(?:-c\s*|--)search_path\s*=\s*\"?([^\s,\"]+)")


@attrs.frozen
class Address:
    """A schema of a database, and all that a connection to it is told."""

    parameters: Mapping[str, str] = attrs.field(repr=False)  # a password may be among them
    schema: str

    @property
    def name(self) -> str:
        """How messages call it: never with a password."""
        host = self.parameters["host"] or "this machine"
        return f"the schema {self.schema} of the database {self.parameters['dbname']} on {host}"


def address_of(url: str) -> Address:
    """What a URL says, and libpq's built-in defaults for all it leaves open: no environment variable is asked.

    The schema is that of `?schema=`, else the first of a search_path in `?options=`, else `public`.
    Raises StoreError for a URL that names no database, or a service, whose file would say where it is.
    """
    base, _, query = url.partition("?")
    items = [item for item in query.split("&") if item]
    schemas = [unquote(item.removeprefix("schema=")) for item in items if item.startswith("schema=")]
    others = "&".join(item for item in items if not item.startswith("schema="))
    try:
        given = {key: str(value) for key, value in conninfo_to_dict(f"{base}?{others}").items()}
    except psycopg.Error as error:
        raise StoreError(f"This is no PostgreSQL URL: {str(error).strip()}. {EXAMPLE}") from None
    if "service" in given:
        raise StoreError(f"A service's file could say anything. {EXAMPLE}")
    if not given.get("dbname"):
        raise StoreError(f"The URL names no database. {EXAMPLE}")
    path = SEARCH_PATH.search(given.get("options", ""))
    schema = schemas[-1] if schemas else path[1] if path else DEFAULT_SCHEMA
    if not schema or {"\0", "%"} & set(schema):
        raise StoreError(f"{schema!r} names no schema. {EXAMPLE}")
    return Address(_defaults() | given, schema)


def _defaults() -> dict[str, str]:
    """All that libpq would look for around it, as it is where there is nothing around it.

    An empty text is "not given" to libpq, and keeps it from looking: a missing user is the one who runs the
    program, a missing password is looked for in ~/.pgpass, and nowhere else.
    """
    ambient = {
        (name := option.keyword.decode()): NOT_EMPTY.get(name) or (option.compiled or b"").decode()
        for option in Conninfo.get_defaults()
        if option.envvar and option.keyword != b"service"
    }
    return ambient | {"application_name": "s2ss_core", "client_encoding": "UTF8", "connect_timeout": PATIENCE}
