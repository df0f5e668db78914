"""Entries in a PostgreSQL table whose triggers refuse changes; see `schema`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, LiteralString
from uuid import UUID

from eventsourcing.persistence import InfrastructureFactory, StoredEvent
from eventsourcing.utils import Environment, EnvType, strtobool
from psycopg.sql import SQL

from s2ss_core.errors import NotFound
from s2ss_core.store.leaf import leaf_of
from s2ss_core.store.postgres.database import Database
from s2ss_core.store.postgres.directory import PostgresDirectory
from s2ss_core.store.postgres.documents import PostgresDocuments
from s2ss_core.store.postgres.eventsourcing_patches import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from s2ss_core.store.postgres.read_back import check_read_back
from s2ss_core.store.postgres.schema import HOME_SCHOOL, OF_A_YEAR, written
from s2ss_core.store.postgres.schema_check import FOUND, OURS, TRIGGERS, schema_flaws
from s2ss_core.store.recorder import (
    WAIT,
    EntryRecorder,
    Row,
    StoredEntry,
    check_order,
    originator_key,
    stored_entry,
)
from s2ss_core.store.write_lock import WAIT_SECONDS

HEADS = (
    "SELECT originator_id, max(originator_version) FROM {schema}.stored_events "
    "WHERE originator_id = ANY(%b) GROUP BY originator_id"
)
INSERT = (
    "INSERT INTO {schema}.stored_events (originator_id, originator_version, topic, leaf, state, stream, texts) "
    "SELECT id, version, topic, leaf, state, stream, texts FROM unnest(%b::text[], %b::bigint[], %b::text[], "
    "%b::bytea[], %b::bytea[], %b::text[], %b::text[]) WITH ORDINALITY "
    "AS given(id, version, topic, leaf, state, stream, texts, nth) ORDER BY nth "
    "RETURNING originator_id, originator_version, topic, leaf, state, stream, texts, position"
)
STREAM = (
    "SELECT originator_version, topic, state, stream, texts, position, coalesce(leaf, '') "
    "FROM {schema}.stored_events WHERE originator_id = %s AND originator_version > %s AND originator_version <= %s ORDER BY originator_version"
)
PAGE = (
    "SELECT position, originator_version, topic, state, stream, texts, originator_id, coalesce(leaf, '') "
    "FROM {schema}.stored_events WHERE position > %s AND position <= %s ORDER BY position LIMIT %s"
)
STATES = (
    "SELECT position, state, coalesce(leaf, '') FROM {schema}.stored_events "
    "WHERE position > %s ORDER BY position LIMIT %s"
)
NEWEST_STAMP = (
    "SELECT position, state, coalesce(leaf, '') FROM {schema}.stored_events WHERE substring(state FROM 8 FOR 27) <= %b "
    "ORDER BY substring(state FROM 8 FOR 27) DESC, position DESC LIMIT 1"
)
NEWEST_STAMPED = (
    "SELECT max(position) FROM (SELECT position FROM {schema}.stored_events "
    "WHERE substring(state FROM 8 FOR 27) > %b AND substring(state FROM 8 FOR 27) <= %b OFFSET 0) AS within"
)
LAST_STAMPS = (
    "SELECT substring(state FROM 8 FOR 27) FROM {schema}.stored_events ORDER BY position DESC LIMIT %s"
)
STREAMS = (
    "SELECT DISTINCT stream FROM {schema}.stored_events WHERE originator_version <= 1 AND stream >= %s "
    "AND starts_with(stream, %s) ORDER BY stream"
)
# One look at the index for each home school, however many entries name it.
HOME_SCHOOLS: LiteralString = f"""
WITH RECURSIVE named(home_school) AS (
    (SELECT {HOME_SCHOOL} FROM {{schema}}.stored_events WHERE {OF_A_YEAR} ORDER BY {HOME_SCHOOL} LIMIT 1)
    UNION ALL
    SELECT (SELECT {HOME_SCHOOL} FROM {{schema}}.stored_events WHERE {OF_A_YEAR} AND {HOME_SCHOOL} > named.home_school
        ORDER BY {HOME_SCHOOL} LIMIT 1)
    FROM named WHERE home_school IS NOT NULL
)
SELECT home_school FROM named WHERE home_school IS NOT NULL
"""  # noqa: S608 -- our own words
YEARS_AT: LiteralString = (
    f"SELECT DISTINCT stream FROM {{schema}}.stored_events WHERE {OF_A_YEAR} AND {HOME_SCHOOL} = %b"  # noqa: S608 -- our own words
)
LAST = 2**63 - 1
URL = "S2SS_POSTGRES_URL"


class PostgresRecorder(EntryRecorder, PostgresApplicationRecorder):
    """Entries in a table of a schema. An insert holds the writers' lock until its transaction ends."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.database = database
        self._heads, self._insert = written(HEADS, database.schema), written(INSERT, database.schema)
        self._stream, self._backwards = (
            written(STREAM + order + " LIMIT %s", database.schema) for order in ("", " DESC")
        )
        self._page = written(PAGE, database.schema)
        self._page_without = written(PAGE.replace(" texts,", " NULL,"), database.schema)
        self._states, self._streams = written(STATES, database.schema), written(STREAMS, database.schema)
        self._last_stamps = written(LAST_STAMPS, database.schema)
        self._newest_stamp = written(NEWEST_STAMP, database.schema)
        self._newest_stamped = written(NEWEST_STAMPED, database.schema)
        self._home_schools = written(HOME_SCHOOLS, database.schema)
        self._years_at = written(YEARS_AT, database.schema)
        self._newest = written("SELECT max(position) FROM {schema}.stored_events", database.schema)

    def create_table(self) -> None:
        """Do nothing: `Database` creates the tables when it opens a new schema."""

    def writing(self) -> AbstractContextManager[Any]:
        """One transaction under the writers' lock, for everything that this thread does inside."""
        return self.database.writing()

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Insert all entries or none, and return their positions. Raises Conflict."""
        entries = [entry for entry in stored_events if isinstance(entry, StoredEntry)]
        assert len(entries) == len(stored_events)
        if not entries:
            return []
        given = list(map(_columns, entries))
        columns = [list(column) for column in zip(*given, strict=True)]
        with self.database.writing() as connection:
            heads: dict[str, int] = dict(connection.execute(self._heads, (columns[0],)).fetchall())
            check_order(entries, lambda entry: heads.get(originator_key(entry.originator_id)))
            connection.execute("SELECT pg_notify(%s, '')", (self.channel_name,))
            kept = connection.execute(self._insert, columns, binary=True).fetchall()
            check_read_back(given, (row[:-1] for row in kept), self.database.name)
            return [row[-1] for row in kept]

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None,
        desc: bool = False, limit: int | None = None,
    ) -> Sequence[StoredEntry]:  # fmt: skip
        """The entries of one stream in order of version, or backwards, within the bounds."""
        bounds = (
            originator_key(originator_id),
            -1 if gt is None else gt,
            LAST if lte is None else lte,
            limit,
        )
        rows = self.database.fetch(self._backwards if desc else self._stream, bounds)
        return [stored_entry(originator_id, row) for row in rows]

    def page(self, *, after: int, upto: int | None, limit: int, texts: bool) -> Sequence[Row]:
        """At most `limit` rows after a position, in order: one short read."""
        statement = self._page if texts else self._page_without
        bounds = (min(after, LAST), LAST if upto is None else min(upto, LAST), limit)
        return list(map(Row._make, self.database.fetch(statement, bounds)))

    def states(self, *, after: int, limit: int) -> Sequence[tuple[int, bytes, bytes | None]]:
        """At most `limit` positions, stored bytes and leaf hashes after a position, in order."""
        rows = self.database.fetch(self._states, (after, limit))
        return [(position, state, leaf) for position, state, leaf in rows]

    def max_notification_id(self) -> int | None:
        """The highest position, or None if there is none."""
        newest: int | None = self.database.fetch(self._newest)[0][0]
        return newest

    def last_stamps(self, limit: int) -> Sequence[bytes]:
        """The stamps of the last entries, at most `limit`, newest position first."""
        return [stamp for (stamp,) in self.database.fetch(self._last_stamps, (limit,))]

    def newest_stamp(self, *, upto: bytes) -> tuple[int, bytes, bytes | None] | None:
        """The position, stored bytes and leaf hash of the entry with the newest stamp up to `upto`, or None."""
        found = self.database.fetch(self._newest_stamp, (upto,))
        return (found[0][0], found[0][1], found[0][2]) if found else None

    def newest_stamped(self, *, after: bytes, upto: bytes) -> int:
        """The highest position with a stamp after one time and up to another; 0 if there is none."""
        return self.database.fetch(self._newest_stamped, (after, upto))[0][0] or 0

    def streams(self, prefix: str) -> tuple[str, ...]:
        """The names of all streams that begin with `prefix`, sorted."""
        return tuple(name for (name,) in self.database.fetch(self._streams, (prefix, prefix)))

    def home_schools(self) -> Sequence[bytes]:
        """The home schools that entries of leaders' years name, as those spell them, each once."""
        return [found for (found,) in self.database.fetch(self._home_schools)]

    def years_at(self, home_school: bytes) -> Sequence[str]:
        """The streams of the leaders' years with an entry that spells its home school so, each once."""
        return [stream for (stream,) in self.database.fetch(self._years_at, (home_school,))]

    def about(self) -> Mapping[str, str]:
        """PostgreSQL and the server's version."""
        ((version,),) = self.database.fetch(SQL("SHOW server_version").format())
        return {"back_end": "PostgreSQL", "version": version}

    def flaws(self) -> Iterator[str]:
        """What is wrong with the columns, constraints, indexes, triggers and functions of the schema, in words."""
        named = (self.database.schema, list(OURS), self.database.schema, list(TRIGGERS))
        return schema_flaws(self.database.fetch(SQL(FOUND).format(), named), self.database.schema)

    def erase(self, position: int) -> str | None:
        """Set the texts of a row to null and give what they were. Raises NotFound."""
        schema = self.database.schema
        with self.database.writing() as connection:
            found = connection.execute(
                written("SELECT texts FROM {schema}.stored_events WHERE position = %s", schema), (position,)
            ).fetchone()
            if found is None:
                raise NotFound(f"No entry at position {position}.")
            connection.execute(
                written("UPDATE {schema}.stored_events SET texts = NULL WHERE position = %s", schema),
                (position,),
            )
            texts: str | None = found[0]
            return texts


def _columns(entry: StoredEntry) -> tuple[object, ...]:
    return (
        originator_key(entry.originator_id), entry.originator_version, entry.topic, leaf_of(entry.state), entry.state,
        entry.stream, entry.texts,
    )  # fmt: skip


class PostgresSchemaFactory(PostgresFactory):
    """eventsourcing's factory for this back end."""

    datastore: PostgresDatastore

    def __init__(self, env: Environment | EnvType | None) -> None:
        InfrastructureFactory.__init__(self, env)
        create = bool(strtobool(self.env.get(self.CREATE_TABLE, "yes")))
        wait = float(self.env.get(WAIT, str(WAIT_SECONDS)))
        self.database = Database(self.env.get(URL, ""), create=create, wait=wait)
        self.datastore = self.database

    def application_recorder(self) -> PostgresRecorder:
        """A recorder in the schema."""
        return PostgresRecorder(self.database)

    def directory(self) -> PostgresDirectory:
        """The directory in the same schema."""
        return PostgresDirectory(self.database)

    def documents(self) -> PostgresDocuments:
        """The documents in the same schema."""
        return PostgresDocuments(self.database)
