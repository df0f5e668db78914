"""A store in memory whose entries are not committed in the order of their positions."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from s2ss_core.store.memory.recorder import MemoryRecorder
from s2ss_core.store.recorder import Row, StoredEntry, check_order


class TakesItsPlaceEarly(MemoryRecorder):
    """An append gets its positions when it begins, so that lower positions can be committed after higher ones."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self._given = 0
        self._guard = threading.RLock()
        self._own = threading.local()

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.check()
        outermost = not hasattr(self._own, "rows")
        self._own.rows = [] if outermost else self._own.rows
        mark = len(self._own.rows)
        try:
            yield
        except BaseException:
            del self._own.rows[mark:]
            raise
        finally:
            if outermost:
                self._keep(self._own.__dict__.pop("rows"))

    def _keep(self, rows: list[StoredEntry]) -> None:
        with self._guard, self._news:
            self._entries = sorted([*self._entries, *rows], key=lambda entry: entry.position)
            self._news.notify_all()

    def _seen(self) -> list[StoredEntry]:
        self.check()
        return sorted([*self._entries, *getattr(self._own, "rows", ())], key=lambda entry: entry.position)

    def insert_events(self, stored_events: Sequence[Any], **_: Any) -> Sequence[int]:
        with self.writing(), self._guard:
            check_order(stored_events, self._newest_of)
            begun = self._given
            self._given += len(stored_events)
            self._own.rows += [
                replace(entry, position=begun + at) for at, entry in enumerate(stored_events, 1)
            ]
        return list(range(begun + 1, begun + 1 + len(stored_events)))

    def _newest_of(self, entry: StoredEntry) -> int | None:
        mine = [
            earlier.originator_version
            for earlier in self._seen()
            if earlier.originator_id == entry.originator_id
        ]
        return mine[-1] if mine else None

    def select_events(self, originator_id: Any, **bounds: Any) -> Sequence[StoredEntry]:
        after, upto = bounds.get("gt") or -1, bounds.get("lte")
        mine = [entry for entry in self._seen() if entry.originator_id == originator_id]
        return [
            entry
            for entry in mine
            if entry.originator_version > after and (upto is None or entry.originator_version <= upto)
        ]

    def page(self, *, after: int, upto: int | None, limit: int, texts: bool) -> Sequence[Row]:
        within = [e for e in self._seen() if e.position > after and (upto is None or e.position <= upto)]
        return [
            Row(e.position, e.originator_version, e.topic, e.state, e.stream, e.texts if texts else None)
            for e in within[:limit]
        ]

    def max_notification_id(self) -> int | None:
        seen = self._seen()
        return seen[-1].position if seen else None

    def streams(self, prefix: str) -> tuple[str, ...]:
        return tuple(sorted({entry.stream for entry in self._seen() if entry.stream.startswith(prefix)}))
