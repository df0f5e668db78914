"""Entries in a table of a SQLite file."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from sqlite3 import sqlite_version
from threading import Event
from typing import Any
from uuid import UUID

from eventsourcing.persistence import InfrastructureFactory, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore, SQLiteFactory
from eventsourcing.utils import Environment, EnvType, strtobool

from s2ss_core.errors import NotFound, StoreError
from s2ss_core.store.leaf import leaf_of
from s2ss_core.store.polling import polled
from s2ss_core.store.recorder import (
    WAIT,
    EntryRecorder,
    Row,
    StoredEntry,
    check_order,
    originator_key,
    stored_entry,
)
from s2ss_core.store.sqlite.database import Database
from s2ss_core.store.sqlite.directory import SQLiteDirectory
from s2ss_core.store.sqlite.documents import SQLiteDocuments
from s2ss_core.store.sqlite.file_check import file_flaws
from s2ss_core.store.sqlite.schema import HOME_SCHOOL, OF_A_YEAR
from s2ss_core.store.write_lock import WAIT_SECONDS

INSERT = (
    "INSERT INTO stored_events (originator_id, originator_version, topic, leaf, state, stream, texts) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
NEWEST_VERSION = "SELECT max(originator_version) FROM stored_events WHERE originator_id = ?"
NEWEST_POSITION = "SELECT max(position) FROM stored_events"
# A leaf hash that is missing reads as a wrong one.
STREAM = (
    "SELECT originator_version, topic, state, stream, texts, position, ifnull(leaf, x'') FROM stored_events "
    "WHERE originator_id = ? AND originator_version > ? AND originator_version <= ? ORDER BY originator_version {} LIMIT ?"
)
PAGE = (
    "SELECT position, originator_version, topic, state, stream, {}, originator_id, ifnull(leaf, x'') FROM stored_events "
    "WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"
)
PAGE_WITH_TEXTS, PAGE_WITHOUT = PAGE.format("texts"), PAGE.format("NULL")
STATES = "SELECT position, state, ifnull(leaf, x'') FROM stored_events WHERE position > ? ORDER BY position LIMIT ?"
NEWEST_STAMP = (
    "SELECT position, state, ifnull(leaf, x'') FROM stored_events WHERE substr(state, 8, 27) <= ? "
    "ORDER BY substr(state, 8, 27) DESC LIMIT 1"
)
NEWEST_STAMPED = (
    "SELECT max(position) FROM stored_events WHERE substr(state, 8, 27) > ? AND substr(state, 8, 27) <= ?"
)
LAST_STAMPS = "SELECT substr(state, 8, 27) FROM stored_events ORDER BY position DESC LIMIT ?"
STREAMS = (
    "SELECT DISTINCT stream FROM stored_events WHERE originator_version <= 1 AND stream >= ? "
    "AND substr(stream, 1, ?) = ? ORDER BY stream"
)
# One look at the index for each home school, however many entries name it.
HOME_SCHOOLS = f"""
WITH RECURSIVE named(home_school) AS (
    SELECT (SELECT {HOME_SCHOOL} FROM stored_events WHERE {OF_A_YEAR} ORDER BY {HOME_SCHOOL} LIMIT 1)
    UNION ALL
    SELECT (SELECT {HOME_SCHOOL} FROM stored_events WHERE {OF_A_YEAR} AND {HOME_SCHOOL} > named.home_school
        ORDER BY {HOME_SCHOOL} LIMIT 1)
    FROM named WHERE home_school IS NOT NULL
)
SELECT home_school FROM named WHERE home_school IS NOT NULL
"""  # noqa: S608 -- our own words
YEARS_AT = f"SELECT DISTINCT stream FROM stored_events WHERE {OF_A_YEAR} AND {HOME_SCHOOL} = ?"  # noqa: S608 -- our own words
LAST = 2**63 - 1


class SQLiteRecorder(EntryRecorder, SQLiteApplicationRecorder):
    """Entries in a table whose triggers refuse changes; see `schema`."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.database = database

    def construct_create_table_statements(self) -> list[str]:
        """None: `Database` creates the tables when it opens a new file."""
        return []

    def writing(self) -> AbstractContextManager[Any]:
        """One immediate transaction for everything that this thread does inside."""
        return self.database.writing()

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Insert all entries or none, and return their positions. Raises Conflict."""
        entries = [entry for entry in stored_events if isinstance(entry, StoredEntry)]
        assert len(entries) == len(stored_events)
        with self.database.writing() as connection:
            run = connection.execute
            check_order(
                entries,
                lambda entry: run(NEWEST_VERSION, (originator_key(entry.originator_id),)).fetchone()[0],
            )
            return [run(INSERT, columns_of(entry)).lastrowid or 0 for entry in entries]

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None,
        desc: bool = False, limit: int | None = None,
    ) -> Sequence[StoredEntry]:  # fmt: skip
        """The entries of one stream in order of version, or backwards, within the bounds."""
        bounds = (
            originator_key(originator_id),
            -1 if gt is None else gt,
            LAST if lte is None else lte,
            -1 if limit is None else limit,
        )
        rows = self.database.fetch(STREAM.format("DESC" if desc else "ASC"), bounds)
        return [stored_entry(originator_id, row) for row in rows]

    def page(self, *, after: int, upto: int | None, limit: int, texts: bool) -> Sequence[Row]:
        """At most `limit` rows after a position, in order: one short read."""
        statement = PAGE_WITH_TEXTS if texts else PAGE_WITHOUT
        rows = self.database.fetch(statement, (after, LAST if upto is None else upto, limit))
        self._check_order(rows, after)
        return list(map(Row._make, rows))

    def states(self, *, after: int, limit: int) -> Sequence[tuple[int, bytes, bytes | None]]:
        """At most `limit` positions, stored bytes and leaf hashes after a position, in order."""
        rows = self.database.fetch(STATES, (after, limit))
        self._check_order(rows, after)
        return rows

    def _check_order(self, rows: Sequence[tuple[Any, ...]], after: int) -> None:
        """Raise StoreError for positions that do not rise: whoever reads on from the last one would never end."""
        for position, *_ in rows:
            if position <= after:
                raise StoreError(
                    f"{self.database.path} is damaged: position {position} comes after {after}. Stop writing to it and go"
                    " back to a copy."
                )
            after = position

    def max_notification_id(self) -> int | None:  # type: ignore[override]  # eventsourcing's own gives None too
        """The highest position, or None if there is none."""
        newest: int | None = self.database.fetch(NEWEST_POSITION)[0][0]
        return newest

    def last_stamps(self, limit: int) -> Sequence[bytes]:
        """The stamps of the last entries, at most `limit`, newest position first."""
        return [bytes(stamp) for (stamp,) in self.database.fetch(LAST_STAMPS, (limit,)) if stamp is not None]

    def newest_stamp(self, *, upto: bytes) -> tuple[int, bytes, bytes | None] | None:
        """The position, stored bytes and leaf hash of the entry with the newest stamp up to `upto`, or None."""
        found = self.database.fetch(NEWEST_STAMP, (upto,))
        return (found[0][0], found[0][1], found[0][2]) if found else None

    def newest_stamped(self, *, after: bytes, upto: bytes) -> int:
        """The highest position with a stamp after one time and up to another; 0 if there is none."""
        return self.database.fetch(NEWEST_STAMPED, (after, upto))[0][0] or 0

    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams that begin with `prefix`, sorted."""
        return tuple(name for (name,) in self.database.fetch(STREAMS, (prefix, len(prefix), prefix)))

    def home_schools(self) -> Sequence[bytes]:
        """The home schools that entries of leaders' years name, as those spell them, each once."""
        return [bytes(found) for (found,) in self.database.fetch(HOME_SCHOOLS)]

    def years_at(self, home_school: bytes) -> Sequence[str]:
        """The streams of the leaders' years with an entry that spells its home school so, each once."""
        return [stream for (stream,) in self.database.fetch(YEARS_AT, (home_school,))]

    def about(self) -> Mapping[str, str]:
        """SQLite, its version, and the file."""
        return {"back_end": "SQLite", "version": sqlite_version, "path": self.database.path}

    def flaws(self) -> Iterator[str]:
        """What is wrong with the file, its tables and its triggers, in words."""
        with self.database.reading() as connection:
            yield from file_flaws(connection)

    def changes(self, *, stop: Event, poll: float) -> Iterator[None]:
        """Yield at once, and again after any commit to the file, until `stop` is set."""
        with self.database.watching() as look:
            yield from polled(look, stop=stop, poll=poll)

    def erase(self, position: int) -> str | None:
        """Set the texts of a row to null, leave no trace of them, and give what they were. Raises NotFound."""
        with self.database.writing() as connection:
            found = self.database.fetch("SELECT texts FROM stored_events WHERE position = ?", (position,))
            if not found:
                raise NotFound(f"No entry at position {position}.")
            connection.execute("UPDATE stored_events SET texts = NULL WHERE position = ?", (position,))
            self.database.leave_no_trace()
            texts: str | None = found[0][0]
            return texts


def columns_of(entry: StoredEntry) -> tuple[object, ...]:
    """The values of an entry for `INSERT`."""
    return (
        originator_key(entry.originator_id),
        entry.originator_version,
        entry.topic,
        leaf_of(entry.state),
        entry.state,
        entry.stream,
        entry.texts,
    )


class SQLiteFileFactory(SQLiteFactory):
    """eventsourcing's factory for this back end."""

    datastore: SQLiteDatastore

    def __init__(self, env: Environment | EnvType | None) -> None:
        InfrastructureFactory.__init__(self, env)
        create = bool(strtobool(self.env.get(self.CREATE_TABLE, "yes")))
        wait = float(self.env.get(WAIT, str(WAIT_SECONDS)))
        self.database = Database(self.env.get(self.SQLITE_DBNAME, ""), create=create, wait=wait)
        self.datastore = self.database

    def application_recorder(self) -> SQLiteRecorder:
        """A recorder on the file."""
        return SQLiteRecorder(self.database)

    def directory(self) -> SQLiteDirectory:
        """The directory in the same file."""
        return SQLiteDirectory(self.database)

    def documents(self) -> SQLiteDocuments:
        """The documents in the same file."""
        return SQLiteDocuments(self.database)
