"""Documents as tables beside the history, in SQL that both SQLite and PostgreSQL understand."""

import json
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, LiteralString

import attrs

from s2ss_core.store.documents import Checkpoint, Document, Documents, Drawn, Found, Key, SetAside

Rows = Sequence[tuple[object, ...]]

# Tables are written {schema}.name, values %s and bytes %b; each back end replaces these.
CREATE: tuple[LiteralString, ...] = (
    """
    CREATE TABLE IF NOT EXISTS {schema}.document_checkpoints (
        projection TEXT NOT NULL, generation INTEGER NOT NULL, position BIGINT NOT NULL, digest TEXT NOT NULL,
        form TEXT NOT NULL, current INTEGER NOT NULL, PRIMARY KEY (projection, generation)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS {schema}.documents (
        projection TEXT NOT NULL, generation INTEGER NOT NULL, key {text} NOT NULL, position BIGINT NOT NULL,
        content {bytes} NOT NULL, PRIMARY KEY (projection, generation, key)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS {schema}.documents_set_aside (
        projection TEXT NOT NULL, generation INTEGER NOT NULL, position BIGINT NOT NULL, stream TEXT NOT NULL,
        reason TEXT NOT NULL, PRIMARY KEY (projection, generation, position)
    )
    """,
)
CHECKPOINTS: LiteralString = (
    "SELECT projection, generation, position, digest, form, current FROM {schema}.document_checkpoints "
    "ORDER BY projection, generation"
)
FIND: LiteralString = (
    "SELECT c.projection, c.generation, c.position, c.digest, c.form, c.current, d.position, d.content, "
    "(SELECT {array}(s.stream) FROM {schema}.documents_set_aside s "
    "WHERE s.projection = c.projection AND s.generation = c.generation) "
    "FROM {schema}.document_checkpoints c LEFT JOIN {schema}.documents d "
    "ON d.projection = c.projection AND d.generation = c.generation AND d.key = %s "
    "WHERE c.projection = %s AND c.current = 1"
)
EVERY: LiteralString = (
    "SELECT key, position, content FROM {schema}.documents "
    "WHERE projection = %s AND generation = %s AND key > %s ORDER BY key LIMIT 200"
)
ASIDE: LiteralString = (
    "SELECT position, stream, reason FROM {schema}.documents_set_aside "
    "WHERE projection = %s AND generation = %s ORDER BY position"
)
PUT_CHECKPOINT: LiteralString = (
    "INSERT INTO {schema}.document_checkpoints VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (projection, generation) DO UPDATE SET position = excluded.position, "
    "digest = excluded.digest, form = excluded.form, current = excluded.current"
)
PUT_DOCUMENT: LiteralString = (
    "INSERT INTO {schema}.documents VALUES (%s, %s, %s, %s, %b) ON CONFLICT (projection, generation, key) "
    "DO UPDATE SET position = excluded.position, content = excluded.content"
)
PUT_ASIDE: LiteralString = (
    "INSERT INTO {schema}.documents_set_aside VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (projection, generation, position) DO UPDATE SET reason = excluded.reason"
)
FORGET: LiteralString = (
    "DELETE FROM {schema}.documents WHERE projection = %s AND generation = %s AND key = %s"
)
DROP: tuple[LiteralString, ...] = (
    "DELETE FROM {schema}.documents_set_aside WHERE projection = %s AND generation = %s",
    "DELETE FROM {schema}.documents WHERE projection = %s AND generation = %s",
    "DELETE FROM {schema}.document_checkpoints WHERE projection = %s AND generation = %s",
)


class TableDocuments(Documents):
    """Documents in tables of their own, created when the first is kept; the store's format number does not change."""

    _there = False

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Any]:
        """The back end's write transaction: a connection of Python's database interface."""

    @abstractmethod
    def _fetch(self, statement: LiteralString, values: Sequence[object]) -> Sequence[Any]:
        """The rows of one short read."""

    @abstractmethod
    def _spelled(self, statement: LiteralString) -> Any:
        """A statement in the syntax of the back end."""

    @abstractmethod
    def _look(self) -> bool:
        """Whether the tables exist."""

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        return tuple(map(_checkpoint, self._rows(CHECKPOINTS)))

    def find(self, projection: str, key: Key) -> Found | None:
        for row in self._rows(FIND, key_text(key), projection):
            document = None if row[6] is None else Document(key=key, position=row[6], content=bytes(row[7]))
            aside = json.loads(row[8]) if isinstance(row[8], str) else row[8]
            return Found(checkpoint=_checkpoint(row[:6]), document=document, set_aside=frozenset(aside or ()))
        return None

    def every(self, projection: str, generation: int) -> Iterator[Document]:
        after = ""
        while rows := self._rows(EVERY, projection, generation, after):
            after = rows[-1][0]
            for key, position, content in rows:
                yield Document(key=tuple(json.loads(key)), position=position, content=bytes(content))

    def set_aside(self, projection: str, generation: int) -> tuple[SetAside, ...]:
        rows = self._rows(ASIDE, projection, generation)
        return tuple(SetAside(position=at, stream=stream, reason=reason) for at, stream, reason in rows)

    def begin(self, projection: str, *, form: str, current: bool) -> Checkpoint:
        with self._writing() as connection:
            if not self._look():
                for statement in CREATE:
                    connection.execute(self._spelled(statement))
            own = [checkpoint for checkpoint in self.checkpoints() if checkpoint.projection == projection]
            there = next((checkpoint for checkpoint in own if checkpoint.current), None) if current else None
            if there:
                return there
            begun = Checkpoint(
                projection=projection,
                generation=1 + max((checkpoint.generation for checkpoint in own), default=0),
                position=0,
                digest="",
                form=form,
                current=current,
            )
            self._put(connection, begun)
            return begun

    def advance(self, before: Checkpoint, after: Checkpoint, drawn: Drawn) -> bool:
        name = (before.projection, before.generation)
        with self._writing() as connection:
            if before not in self.checkpoints():
                return False
            documents = [
                (*name, key_text(document.key), document.position, document.content)
                for document in drawn.documents
            ]
            aside = [(*name, entry.position, entry.stream, entry.reason) for entry in drawn.set_aside]
            self._insert(connection, PUT_DOCUMENT, documents)
            self._each(connection, FORGET, [(*name, key_text(key)) for key in drawn.gone])
            self._insert(connection, PUT_ASIDE, aside)
            self._put(connection, after)
            return True

    def switch(self, checkpoint: Checkpoint) -> bool:
        with self._writing() as connection:
            own = [
                checkpoint_of_view
                for checkpoint_of_view in self.checkpoints()
                if checkpoint_of_view.projection == checkpoint.projection
            ]
            chosen = [known for known in own if known.generation == checkpoint.generation]
            for known in own:
                if chosen and known not in chosen:
                    self.drop(known)
            for known in chosen:
                self._put(connection, attrs.evolve(known, current=True))
            return bool(chosen)

    def drop(self, checkpoint: Checkpoint, *, keys: Iterable[Key] | None = None) -> None:
        name = (checkpoint.projection, checkpoint.generation)
        with self._writing() as connection:
            if keys is not None:
                self._each(connection, FORGET, [(*name, key_text(key)) for key in keys])
                return
            for statement in DROP:
                connection.execute(self._spelled(statement), name)

    def _put(self, connection: Any, checkpoint: Checkpoint) -> None:
        values = (
            checkpoint.projection,
            checkpoint.generation,
            checkpoint.position,
            checkpoint.digest,
            checkpoint.form,
            int(checkpoint.current),
        )
        self._insert(connection, PUT_CHECKPOINT, [values])

    def _insert(self, connection: Any, statement: LiteralString, rows: Rows) -> None:
        """Insert rows, or replace those that exist."""
        self._each(connection, statement, rows)

    def _each(self, connection: Any, statement: LiteralString, rows: Rows) -> None:
        if rows:
            connection.cursor().executemany(self._spelled(statement), rows)

    def _rows(self, statement: LiteralString, *values: object) -> Sequence[Any]:
        if not (self._there or self._look()):
            return ()
        return self._fetch(statement, values)


def key_text(key: Key) -> str:
    """A key as text: a JSON array."""
    return json.dumps(key, ensure_ascii=False, separators=(",", ":"))


def _checkpoint(row: Sequence[Any]) -> Checkpoint:
    projection, generation, position, digest, form, current = row
    return Checkpoint(
        projection=projection,
        generation=generation,
        position=position,
        digest=digest,
        form=form,
        current=bool(current),
    )
