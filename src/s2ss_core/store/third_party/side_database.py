"""The side database: a SQLite file of ours for the data that a third-party module has no column for.

Its directory is the directory of the store, and its history stays empty. One more table holds private texts by the
SHA-256 of the stored bytes they belong to. A second, empty file beside it is the writers' lock.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from s2ss_core.errors import StoreError
from s2ss_core.store.recorder import StoredEntry
from s2ss_core.store.sqlite.database import Database
from s2ss_core.store.sqlite.directory import SQLiteDirectory
from s2ss_core.store.sqlite.documents import SQLiteDocuments
from s2ss_core.store.sqlite.schema import TEXTS_BESIDE
from s2ss_core.store.url_password import without_password

PREFIX = "sqlite:///"
UNSETTLED_SECONDS = 3600  # an insertion never takes so long

THERE = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'texts_beside'"
KEEP = "INSERT INTO texts_beside VALUES (?, ?, ?, ?, ?, 0)"
SETTLE = "UPDATE texts_beside SET settled = 1 WHERE entry = ?"
DROP = "DELETE FROM texts_beside WHERE entry = ?"
UNSETTLED = (
    "SELECT entry, originator_id, originator_version FROM texts_beside WHERE NOT settled AND kept_at < ?"
)


def digest_of(state: bytes) -> bytes:
    """The key of an entry in the side database."""
    return hashlib.sha256(state).digest()


class SideDatabase:
    """Private texts and the directory beside a third-party history, and one lock for all who share the file."""

    def __init__(self, url: str, *, create: bool, wait: float) -> None:
        path = url.removeprefix(PREFIX)
        if path == url or path in {"", ":memory:"}:
            raise StoreError(
                f"{without_password(url)!r} cannot be a side database. Write sqlite:///relative/path.db."
            )
        self._database = Database(path, create=create, wait=wait)
        try:
            self._turns = Database(f"{path}-lock", create=True, wait=wait)
        except BaseException:
            self._database.close()
            raise
        self.directory = SQLiteDirectory(self._database)
        self.documents = SQLiteDocuments(self._database)
        with self._database.reading() as connection:
            (there,) = connection.execute(THERE).fetchone()
        if not there:
            with self._database.writing() as connection:
                connection.execute(TEXTS_BESIDE)

    def writing(self) -> AbstractContextManager[Any]:
        """The writers' lock. Texts that are kept meanwhile are committed at once."""
        return self._turns.writing()

    def keep(self, entries: Iterable[StoredEntry]) -> list[bytes]:
        """Keep the texts of entries that will be inserted next, and return their keys for `settle` or `drop`."""
        now = int(time.time())
        rows = [
            (digest_of(e.state), str(e.originator_id), e.originator_version, e.texts, now)
            for e in entries
            if e.texts is not None
        ]
        if rows:
            with self._database.writing() as connection:
                connection.executemany(KEEP, rows)
        return [row[0] for row in rows]

    def settle(self, digests: Sequence[bytes]) -> None:
        """Mark texts whose entries were inserted."""
        if digests:
            with self._database.writing() as connection:
                connection.executemany(SETTLE, [(digest,) for digest in digests])

    def drop(self, digests: Sequence[bytes]) -> None:
        """Delete, without a trace, texts whose entries were not inserted."""
        if digests:
            with self._database.writing() as connection:
                connection.executemany(DROP, [(digest,) for digest in digests])
                self._database.leave_no_trace()

    def texts(self, states: Iterable[bytes]) -> Mapping[bytes, str]:
        """The texts of these entries, by their keys."""
        found: dict[bytes, str] = {}
        for digest in {digest_of(state) for state in states}:
            for (texts,) in self._database.fetch("SELECT texts FROM texts_beside WHERE entry = ?", (digest,)):
                found[digest] = texts
        return found

    def erase(self, state: bytes) -> str | None:
        """Delete the texts of an entry, leave no trace of them, and give what they were."""
        digest = digest_of(state)
        with self._database.writing():
            found = self.texts([state]).get(digest)
            self.drop([digest])
        return found

    def sweep(self, is_there: Callable[[UUID, int, bytes], bool]) -> None:
        """Settle or drop texts that a process left unsettled because it died between the two databases."""
        with self._database.reading() as connection:
            rows = connection.execute(UNSETTLED, (int(time.time()) - UNSETTLED_SECONDS,)).fetchall()
        for digest, originator_id, version in rows:
            settled = is_there(UUID(originator_id), version, digest)
            (self.settle if settled else self.drop)([digest])

    def close(self) -> None:
        """Close both files."""
        self._database.close()
        self._turns.close()
