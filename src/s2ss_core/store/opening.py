"""Opening a store by its URL."""

from collections.abc import Mapping

from s2ss_core.errors import StoreError
from s2ss_core.store.history import History
from s2ss_core.store.memory import MemoryFactory
from s2ss_core.store.recorder import WAIT
from s2ss_core.store.sqlite import SQLiteFileFactory
from s2ss_core.store.store import Store
from s2ss_core.store.turn import WAIT_SECONDS

POSSIBLE = "Write memory:, sqlite:///relative/path.db or sqlite:////absolute/path.db."

NO_FILES = ("", ":memory:")


def open_store(url: str, *, create: bool = True, wait: float = WAIT_SECONDS) -> Store:
    """Open a store.

    Args:
        url: `memory:`, `sqlite:///relative.db` or `sqlite:////absolute.db`.
        create: whether to begin a new file where there is none. Without it nothing is ever created, and a
            file that may only be read is opened for reading.
        wait: how many seconds a writer waits for others before it gives up.

    Raises:
        StoreError: in words that say what to do, if the store cannot be opened.
        NotOurs: if the file is something else, or a newer version wrote it.
    """
    return Store(History(settings_of(url, create=create, wait=wait)))


def settings_of(url: str, *, create: bool, wait: float) -> Mapping[str, str]:
    """What eventsourcing is told for a URL, and all it is told. Raises StoreError for a URL that names no back end."""
    scheme, colon, rest = url.partition(":")
    if scheme == "memory" and colon and not rest:
        return {"PERSISTENCE_MODULE": _topic(MemoryFactory), WAIT: str(wait)}
    if scheme == "sqlite" and rest.startswith("///") and rest[3:] not in NO_FILES and "\0" not in rest:
        return {
            "PERSISTENCE_MODULE": _topic(SQLiteFileFactory),
            SQLiteFileFactory.SQLITE_DBNAME: rest[3:],
            SQLiteFileFactory.CREATE_TABLE: "yes" if create else "no",
            WAIT: str(wait),
        }
    if scheme in {"postgresql", "postgres"}:
        raise StoreError(f"This version of s2ss_core cannot keep its history in PostgreSQL yet. {POSSIBLE}")
    raise StoreError(f"{url!r} does not say where the store is. {POSSIBLE}")


def _topic(factory: type) -> str:
    return f"{factory.__module__}:{factory.__qualname__}"
