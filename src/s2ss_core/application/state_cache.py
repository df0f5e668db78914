"""States that were folded before, kept with the position they are true at, and advanced by what came since."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any, TypeVar

import attrs

from s2ss_core.events import natural_id
from s2ss_core.store import Recorded, SetAside, Store

S = TypeVar("S")
Evolve = Callable[[Any, Any], Any]
MOST = 2_000  # streams
FURTHEST = 2_000  # entries: further behind, folding anew when asked costs less


@attrs.define(kw_only=True)
class CachedState:
    """The state of a stream, its newest version, and which version recorded which natural id."""

    evolve: Evolve
    state: Any = None
    version: int = 0
    versions: dict[tuple[str, ...], int] = attrs.field(factory=dict)

    def apply(self, entry: Recorded) -> None:
        """Advance by the next entry of the stream."""
        self.state = self.evolve(self.state, entry.event)
        self.version = entry.version
        self.versions[natural_id(entry.event)] = entry.version


class StateCache:
    """States without private texts, of the streams used last. Read them only inside `current`.

    All states are true at one position. One look from the newest entry known says whether anything came since: what
    came is applied; where that entry is not there any more (its transaction was undone, a backup was restored)
    everything is forgotten.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._states: OrderedDict[str, CachedState] = OrderedDict()
        self._newest: Recorded | SetAside | None = None
        self._lock = RLock()

    @contextmanager
    def current(self) -> Iterator[None]:
        """The states as of the newest position, for this thread alone until the block ends.

        Take the writers' lock before it and never inside it.
        """
        with self._lock:
            try:
                self._catch_up()
            except BaseException:
                self._forget()
                raise
            yield

    def load(self, stream: str, evolve: Callable[[S | None, Any], S]) -> tuple[S | None, int]:
        """The state of a stream, None if there is none, and the version of its newest entry, 0 for none."""
        cached = self._states.get(stream)
        if cached is None:
            cached = CachedState(evolve=evolve)
            for entry in self._store.read(stream, texts=False):
                cached.apply(entry)
            self._states[stream] = cached
            while len(self._states) > MOST:
                self._states.popitem(last=False)
        self._states.move_to_end(stream)
        return cached.state, cached.version

    def version_of(self, stream: str, identity: tuple[str, ...]) -> int | None:
        """The version that recorded a natural id in a stream that was loaded, None if none did."""
        return self._states[stream].versions.get(identity)

    def _catch_up(self) -> None:
        since = self._since(self._newest)
        if since is None:
            self._forget()
            since = self._store.page(after=self._store.newest() - 1, limit=1)
        for entry in since:
            self._apply(entry)
            self._newest = entry

    def _since(self, known: Recorded | SetAside | None) -> Sequence[Recorded | SetAside] | None:
        """What came after the newest entry known; None if that is gone, or too far behind."""
        if known is None:
            return None
        first, *since = self._store.page(after=known.position - 1, limit=FURTHEST) or (None,)
        if first is None or _identity(first) != _identity(known) or len(since) + 1 == FURTHEST:
            return None
        return since

    def _apply(self, entry: Recorded | SetAside) -> None:
        if isinstance(entry, SetAside):
            self._states.pop(entry.stream, None)
        elif cached := self._states.get(entry.stream):
            cached.apply(entry)

    def _forget(self) -> None:
        self._states.clear()
        self._newest = None


def _identity(entry: Recorded | SetAside) -> tuple[int, str]:
    return entry.position, entry.event_id if isinstance(entry, Recorded) else entry.reason
