"""Your own back end: a persistence module for eventsourcing that writes a text file with one line for each append.

An append is one write of one line. If the machine fails, the line is complete, or it has no end and does not count.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    InfrastructureFactory,
    IntegrityError,
    Notification,
    StoredEvent,
    Subscription,
)


class LineFileRecorder(ApplicationRecorder):
    """Events in a file that is read from the beginning each time: for few events that people want to read."""

    def __init__(self, path: str) -> None:
        self._path = path

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        with self._opened(fcntl.LOCK_EX) as (file, known):
            there = {(entry.originator_id, entry.originator_version) for entry in known}
            new = [
                (stored_event.originator_id, stored_event.originator_version)
                for stored_event in stored_events
            ]
            if there & set(new) or len(set(new)) < len(new):
                raise IntegrityError("there is such a version already")
            rows = [
                [str(e.originator_id), e.originator_version, e.topic, e.state.decode()] for e in stored_events
            ]
            os.write(file, json.dumps(rows).encode() + b"\n")
            os.fsync(file)
            return list(range(len(known) + 1, len(known) + len(new) + 1))

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None,
        desc: bool = False, limit: int | None = None,
    ) -> Sequence[StoredEvent]:  # fmt: skip
        with self._opened(fcntl.LOCK_SH) as (_, known):
            found = [
                StoredEvent(entry.originator_id, entry.originator_version, entry.topic, entry.state)
                for entry in known
                if entry.originator_id == originator_id
                and (gt is None or entry.originator_version > gt)
                and (lte is None or entry.originator_version <= lte)
            ]
        return (found[::-1] if desc else found)[:limit]

    def select_notifications(
        self, start: int | None, limit: int, stop: int | None = None, topics: Sequence[str] = (),
        *, inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:  # fmt: skip
        first = (start or 1) + (start is not None and not inclusive_of_start)
        with self._opened(fcntl.LOCK_SH) as (_, known):
            found = [entry for entry in known if entry.id >= first and (stop is None or entry.id <= stop)]
        return [entry for entry in found if not topics or entry.topic in topics][:limit]

    def max_notification_id(self) -> int | None:
        with self._opened(fcntl.LOCK_SH) as (_, known):
            return len(known) or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[Any]:
        raise NotImplementedError("a file tells nobody: read it again")

    @contextmanager
    def _opened(self, lock: int) -> Iterator[tuple[int, list[Notification]]]:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, lock)
            with open(file, "rb", closefd=False) as reading:
                whole, _, torn = reading.read().rpartition(b"\n")
            if torn and lock == fcntl.LOCK_EX:
                os.truncate(file, len(whole) + 1 if whole else 0)
            yield file, list(_notifications(whole))
        finally:
            os.close(file)


def _notifications(whole: bytes) -> Iterator[Notification]:
    rows = [row for line in whole.splitlines() for row in json.loads(line)]
    for position, (originator_id, version, topic, state) in enumerate(rows, 1):
        yield Notification(UUID(originator_id), version, topic, state.encode(), position)


class LineFileFactory(InfrastructureFactory[Any]):
    """The factory that eventsourcing asks for a recorder. The setting `LINE_FILE` gives the file."""

    def application_recorder(self) -> LineFileRecorder:
        return LineFileRecorder(self.env["LINE_FILE"])

    def aggregate_recorder(self, purpose: str = "events") -> Any:
        raise NotImplementedError

    process_recorder = tracking_recorder = aggregate_recorder
