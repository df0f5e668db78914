"""The address of a PostgreSQL store. It sets every connection parameter, so that nothing outside redirects it."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

import attrs
import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from s2ss_core.errors import StoreError
from s2ss_core.store.url_password import without_password

EXAMPLE = "Write postgresql://user@host/database, or postgresql:///database?host=/socket/folder."
DEFAULT_SCHEMA = "public"
PATIENCE = "10"  # seconds to connect in
# libpq's defaults for the parameters that may not be empty.
NOT_EMPTY = {"sslcertmode": "allow", "min_protocol_version": "3.0", "max_protocol_version": "3.0"}
SEARCH_PATH = re.compile(r"(?:-c\s*|--)search_path\s*=\s*\"?([^\s,\"]+)")


@attrs.frozen
class Address:
    """A schema of a database, and all parameters of a connection to it."""

    parameters: Mapping[str, str] = attrs.field(repr=False)  # may contain a password
    schema: str

    @property
    def name(self) -> str:
        """The name of the store in messages; never contains a password."""
        host = self.parameters["host"] or "this machine"
        return f"the schema {self.schema} of the database {self.parameters['dbname']} on {host}"


def address_of(url: str) -> Address:
    """The address in a URL, with libpq's built-in defaults for everything else. No environment variable is read.

    The schema comes from `?schema=`, else from the first name of a search_path in `?options=`, else it is `public`.
    Raises StoreError if the URL names no database, or names a service: its file could redirect the connection.
    """
    base, _, query = url.partition("?")
    if base.count("@") > 1:  # libpq would take the rest of the password for the host
        raise StoreError(
            f"The URL holds more than one @. Write %40 for each in the user or the password. {EXAMPLE}"
        )
    items = [item for item in query.split("&") if item]
    schemas = [unquote(item.removeprefix("schema=")) for item in items if item.startswith("schema=")]
    others = "&".join(item for item in items if not item.startswith("schema="))
    try:
        given = {key: str(value) for key, value in conninfo_to_dict(f"{base}?{others}").items()}
    except psycopg.Error as error:
        # libpq repeats the part at fault, which may be the password
        why = f": {str(error).strip()}" if without_password(url) == url else ""
        raise StoreError(f"This is not a PostgreSQL URL{why}. {EXAMPLE}") from None
    if "service" in given:
        raise StoreError(f"service= is not allowed: its file could redirect the connection. {EXAMPLE}")
    if not given.get("dbname"):
        raise StoreError(f"The URL names no database. {EXAMPLE}")
    path = SEARCH_PATH.search(given.get("options", ""))
    schema = schemas[-1] if schemas else path[1] if path else DEFAULT_SCHEMA
    if not schema or {"\0", "%"} & set(schema):
        raise StoreError(f"{schema!r} is not a schema name. {EXAMPLE}")
    return Address(_defaults() | given, schema)


def _defaults() -> dict[str, str]:
    """Values for every parameter that libpq would otherwise take from the environment.

    libpq treats an empty text as "not given" but does not look further. So a missing user is the one who runs the
    program, and a missing password is looked for in ~/.pgpass only.
    """
    ambient = {
        (name := option.keyword.decode()): NOT_EMPTY.get(name) or (option.compiled or b"").decode()
        for option in Conninfo.get_defaults()
        if option.envvar and option.keyword != b"service"
    }
    return ambient | {"application_name": "s2ss_core", "client_encoding": "UTF8", "connect_timeout": PATIENCE}
