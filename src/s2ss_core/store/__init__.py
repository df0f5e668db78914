"""The store: one format, kept in memory, in a SQLite file, in PostgreSQL or by another module of eventsourcing."""

from s2ss_core.store.directory import Directory, Entry
from s2ss_core.store.documents import Checkpoint, Document, Documents, Drawn, Found, SetAside
from s2ss_core.store.encoder import recorded_of, state_of
from s2ss_core.store.recorded import Append, Recorded
from s2ss_core.store.store import Store
from s2ss_core.store.store_url import open_store
from s2ss_core.store.write_lock import WAIT_SECONDS

__all__ = [
    "WAIT_SECONDS",
    "Append",
    "Checkpoint",
    "Directory",
    "Document",
    "Documents",
    "Drawn",
    "Entry",
    "Found",
    "Recorded",
    "SetAside",
    "Store",
    "open_store",
    "recorded_of",
    "state_of",
]
