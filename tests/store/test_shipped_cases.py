"""eventsourcing's own test cases for recorders, on ours.

Not its optional case for subscriptions: eventsourcing begins to listen only after it has begun to pull, so that what is
written in between waits for the next entry, and the case now and then for ever.

They know no streams by name and no `Conflict`: a thin layer gives them plain stored events under ids of their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, Notification, StoredEvent
from eventsourcing.tests.persistence import ApplicationRecorderTestCase

from s2ss_core.errors import Conflict
from s2ss_core.store import Store, open_store
from s2ss_core.store.envelope import stream_id
from s2ss_core.store.memory.recorder import MemoryRecorder
from s2ss_core.store.recorder import EntryRecorder, StoredEntry
from s2ss_core.store.sqlite.recorder import SQLiteRecorder

PATIENCE = 120.0  # seconds: the cases crowd a store, and a busy machine is no fault of it


class Plain(EntryRecorder):
    """Takes and gives eventsourcing's stored events, each stream called by its id."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        entries = [
            StoredEntry(e.originator_id, e.originator_version, e.topic, e.state, stream=str(e.originator_id))
            for e in stored_events
        ]
        try:
            return super().insert_events(entries, **kwargs) or []  # type: ignore[safe-super]
        except Conflict as conflict:
            raise IntegrityError from conflict

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None,
        desc: bool = False, limit: int | None = None,
    ) -> Any:  # fmt: skip
        found = super().select_events(originator_id, gt=gt, lte=lte, desc=desc, limit=limit)  # type: ignore[safe-super]
        return [StoredEvent(e.originator_id, e.originator_version, e.topic, e.state) for e in found]

    def select_notifications(self, *args: Any, **kwargs: Any) -> Sequence[Notification]:
        found = super().select_notifications(*args, **kwargs)
        ids = {stream_id(name): UUID(name) for name in self.streams("")}  # afterwards: none is missing then
        return [replace(n, originator_id=ids[UUID(str(n.originator_id))]) for n in found]


class PlainMemory(Plain, MemoryRecorder):
    pass


class PlainSQLite(Plain, SQLiteRecorder):
    pass


class Shipped(ApplicationRecorderTestCase[ApplicationRecorder]):
    __test__ = False
    url: ClassVar[str]
    store: Store

    @pytest.fixture(autouse=True)
    def _store(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
        url = "memory:" if "Memory" in type(self).__name__ else f"sqlite:///{tmp_path}/support.db"
        if "Postgres" in type(self).__name__:
            url = request.getfixturevalue("postgres_url")
        with open_store(url, wait=PATIENCE) as self.store:
            yield


class TestMemoryRecorder(Shipped):
    __test__ = True

    def create_recorder(self) -> ApplicationRecorder:
        return PlainMemory(PATIENCE)


class TestSQLiteRecorder(Shipped):
    __test__ = True

    def create_recorder(self) -> ApplicationRecorder:
        recorder = self.store._entries
        assert isinstance(recorder, SQLiteRecorder)
        return PlainSQLite(recorder.database)


@pytest.mark.postgres
class TestPostgresRecorder(Shipped):
    __test__ = True

    def create_recorder(self) -> ApplicationRecorder:
        from s2ss_core.store.postgres.recorder import PostgresRecorder

        class PlainPostgres(Plain, PostgresRecorder):
            pass

        recorder = self.store._entries
        assert isinstance(recorder, PostgresRecorder)
        return PlainPostgres(recorder.database)
