"""Open a store by its URL."""

from collections.abc import Mapping

from s2ss_core.errors import MissingExtra, StoreError
from s2ss_core.store.decoder import build_decoders
from s2ss_core.store.eventsourcing_app import HistoryApplication
from s2ss_core.store.memory.recorder import MemoryFactory
from s2ss_core.store.recorder import WAIT
from s2ss_core.store.sqlite.recorder import SQLiteFileFactory
from s2ss_core.store.store import Store
from s2ss_core.store.third_party.factory import MODULE, ThirdPartyFactory
from s2ss_core.store.url_password import without_password
from s2ss_core.store.write_lock import WAIT_SECONDS

POSSIBLE = "Write memory:, sqlite:///relative/path.db, sqlite:////absolute/path.db or postgresql://user@host/database."
PERSISTENCE_MODULE, CREATE = "PERSISTENCE_MODULE", "CREATE_TABLE"  # eventsourcing's names

NO_FILES = ("", ":memory:")


def open_store(
    where: str | Mapping[str, str],
    *,
    create: bool = True,
    wait: float = WAIT_SECONDS,
    clock_is_right: bool = False,
) -> Store:
    """Open a store.

    Args:
        where: `memory:`, `sqlite:///relative.db`, `sqlite:////absolute.db`, or `postgresql://user@host/database`,
            there with `?schema=name` for another schema than `public`. Or a mapping of eventsourcing's settings that
            names any persistence module; its `S2SS_SIDE_DATABASE` names a file, such as `sqlite:///side.db`, for the
            data that the module cannot keep.
        create: whether to create the file, or the tables in a schema, if they do not exist. If False, nothing
            is ever created, and a read-only file is opened for reading.
        wait: how many seconds a writer waits for others before it gives up.
        clock_is_right: whether to record with a clock that is more than ten minutes behind the last entries. Say so
            only if their clock was wrong.

    Raises:
        StoreError: if the store cannot be opened; the message says what to do.
        NotOurs: if the file or schema belongs to another program, or is of a format that this version does not know.
        MissingExtra: if PostgreSQL support is not installed; the message names what to install.
    """
    if isinstance(where, str):
        settings = settings_of(where, create=create, wait=wait)
    elif not isinstance(where, Mapping):
        raise StoreError(f"{where!r} is not a store URL. {POSSIBLE}")
    else:
        settings = third_party_settings(where, create=create, wait=wait)
    build_decoders()
    return Store(HistoryApplication(settings), clock_is_right=clock_is_right)


def settings_of(url: str, *, create: bool, wait: float) -> Mapping[str, str]:
    """All settings that eventsourcing gets for a URL. Raises StoreError if the URL names no back end."""
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
    raise StoreError(f"{without_password(url)!r} is not a store URL{_suggestion(url)}")


def _suggestion(url: str) -> str:
    if ":" in url or "=" in url or not url.strip("/"):
        return f". {POSSIBLE}"
    return f"; did you mean sqlite:///{url}? {POSSIBLE}"


def third_party_settings(given: Mapping[str, str], *, create: bool, wait: float) -> Mapping[str, str]:
    """Settings of eventsourcing, completed so that we add what a third-party module lacks. Raises StoreError."""
    module = given.get(PERSISTENCE_MODULE)
    if not module:
        raise StoreError(f"The settings name no back end: set {PERSISTENCE_MODULE}.")
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
