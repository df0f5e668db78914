"""Opening a store by its URL."""

from collections.abc import Mapping

from s2ss_core.errors import MissingExtra, StoreError
from s2ss_core.store.decoder import build_decoders
from s2ss_core.store.eventsourcing_app import HistoryApplication
from s2ss_core.store.memory.recorder import MemoryFactory
from s2ss_core.store.recorder import WAIT
from s2ss_core.store.sqlite.recorder import SQLiteFileFactory
from s2ss_core.store.store import Store
from s2ss_core.store.third_party.factory import MODULE, ThirdPartyFactory
from s2ss_core.store.write_lock import WAIT_SECONDS

POSSIBLE = "Write memory:, sqlite:///relative/path.db, sqlite:////absolute/path.db or postgresql://user@host/database."
PERSISTENCE_MODULE, CREATE = "PERSISTENCE_MODULE", "CREATE_TABLE"  # eventsourcing's names

NO_FILES = ("", ":memory:")


def open_store(where: str | Mapping[str, str], *, create: bool = True, wait: float = WAIT_SECONDS) -> Store:
    """Open a store.

    Args:
        where: `memory:`, `sqlite:///relative.db`, `sqlite:////absolute.db`, or `postgresql://user@host/database`,
            there with `?schema=name` for another schema than `public`. Or a mapping of eventsourcing's settings that
            names any persistence module of its own; `S2SS_SIDE_DATABASE` in it is where that which the module has
            no place for is kept, such as `sqlite:///side.db`.
        create: whether to begin a new file, or the tables in a schema, where there is none. Without it nothing
            is ever created, and a file that may only be read is opened for reading.
        wait: how many seconds a writer waits for others before it gives up.

    Raises:
        StoreError: in words that say what to do, if the store cannot be opened.
        NotOurs: if the file or schema is something else, or a newer version wrote it.
        MissingExtra: naming what to install for PostgreSQL.
    """
    if isinstance(where, str):
        settings = settings_of(where, create=create, wait=wait)
    else:
        settings = third_party_settings(where, create=create, wait=wait)
    build_decoders()
    return Store(HistoryApplication(settings))


def settings_of(url: str, *, create: bool, wait: float) -> Mapping[str, str]:
    """What eventsourcing is told for a URL, and all it is told. Raises StoreError for a URL that names no back end."""
    scheme, colon, rest = url.partition(":")
    if scheme == "memory" and colon and not rest:
        return {PERSISTENCE_MODULE: _topic(MemoryFactory), WAIT: str(wait)}
    if scheme == "sqlite" and rest.startswith("///") and rest[3:] not in NO_FILES and "\0" not in rest:
        return {
            PERSISTENCE_MODULE: _topic(SQLiteFileFactory),
            SQLiteFileFactory.SQLITE_DBNAME: rest[3:],
            CREATE: "yes" if create else "no",
            WAIT: str(wait),
        }
    if scheme in {"postgresql", "postgres"} and rest.startswith("//"):
        return _postgres(url) | {CREATE: "yes" if create else "no", WAIT: str(wait)}
    raise StoreError(f"{url!r} does not say where the store is. {POSSIBLE}")


def third_party_settings(given: Mapping[str, str], *, create: bool, wait: float) -> Mapping[str, str]:
    """Settings of eventsourcing's, led through what a foreign persistence module lacks. Raises StoreError."""
    module = given.get(PERSISTENCE_MODULE)
    if not module:
        raise StoreError(f"The settings do not say which back end to use: {PERSISTENCE_MODULE}=….")
    settings = {CREATE: "yes" if create else "no", WAIT: str(wait), **given}
    if module.startswith("s2ss_core."):
        return settings
    return settings | {PERSISTENCE_MODULE: _topic(ThirdPartyFactory), MODULE: module}


def _postgres(url: str) -> dict[str, str]:
    try:
        from s2ss_core.store.postgres.recorder import (  # noqa: PLC0415  an extra
            URL,
            PostgresSchemaFactory,
        )
    except ImportError as error:
        if (error.name or "").startswith("s2ss_core"):
            raise
        raise MissingExtra(
            f"To keep history in PostgreSQL, install psycopg ({error}): pip install 's2ss-core[postgres]'"
        ) from error
    return {PERSISTENCE_MODULE: _topic(PostgresSchemaFactory), URL: url}


def _topic(factory: type) -> str:
    return f"{factory.__module__}:{factory.__qualname__}"
