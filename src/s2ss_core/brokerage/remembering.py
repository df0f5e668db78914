"""States that were folded before, carried forward: a stream is read from where it was left."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, TypeVar

import attrs

from s2ss_core.events import natural_id
from s2ss_core.store import Store

S = TypeVar("S")
MOST = 2_000  # streams


@attrs.frozen
class Folded:
    """The state of a stream at a version, the id of the event that made it so, and which version told which fact."""

    state: Any
    version: int
    event_id: str
    told: Mapping[tuple[str, ...], int]


class Remembered:
    """States without private texts, the most recently used. They are frozen, so threads may share them.

    The newest event known is read again each time: if it is no longer the one remembered (its transaction was
    undone, or a backup restored) the stream is folded from its beginning.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folded: OrderedDict[str, Folded] = OrderedDict()
        self._lock = Lock()

    def load(self, stream: str, evolve: Callable[[S | None, Any], S]) -> tuple[S | None, int]:
        """The state of a stream, None if there is none, and the version of its newest event, 0 for none."""
        known = self._folded.get(stream)
        entries = self._store.read(stream, after=known.version - 1 if known else 0, texts=False)
        if known and entries and entries[0].event_id == known.event_id:
            state, told, entries = known.state, dict(known.told), entries[1:]
        else:
            state, told = None, dict[tuple[str, ...], int]()
            entries = self._store.read(stream, texts=False) if known else entries
            known = None
        for entry in entries:
            state = evolve(state, entry.event)
        if entries:
            told |= {natural_id(entry.event): entry.version for entry in entries}
            known = Folded(state, entries[-1].version, entries[-1].event_id, told)
            self._keep(stream, known)
        return state, known.version if known else 0

    def kept(self, stream: str, fact: Any) -> Any | None:
        """The event that told a fact before, as it is kept, private texts and all; None if none did."""
        known = self._folded.get(stream)
        version = known.told.get(natural_id(fact)) if known else None
        if version is None:
            return None
        return next((one.event for one in self._store.read(stream, after=version - 1, upto=version)), None)

    def _keep(self, stream: str, folded: Folded) -> None:
        with self._lock:
            self._folded[stream] = folded
            self._folded.move_to_end(stream)
            while len(self._folded) > MOST:
                self._folded.popitem(last=False)
