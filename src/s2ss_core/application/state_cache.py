"""A cache of states. Before each use it applies the entries that came since the last one."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any, TypeVar

import attrs

from s2ss_core.events import named_ids, natural_id
from s2ss_core.ids import key_of
from s2ss_core.ledger import stands, struck_by, struck_out
from s2ss_core.store import Recorded, SetAside, Store

S = TypeVar("S")
Evolve = Callable[[Any, Any], Any]
MOST = 2_000  # streams
FURTHEST = 2_000  # entries: if more are missing, it is cheaper to replay the streams on demand


@attrs.define(kw_only=True)
class CachedState:
    """The state of a stream, its newest version, the version of each natural id, and the first spelling of each key."""

    evolve: Evolve
    state: Any = None
    version: int = 0
    versions: dict[tuple[str, ...], int] = attrs.field(factory=dict)
    _spellings: dict[str, str] = attrs.field(factory=dict)
    _unspelled: list[Any] = attrs.field(factory=list)

    @classmethod
    def of(cls, evolve: Evolve, entries: Iterable[Recorded]) -> "CachedState":
        """The state of a stream with these entries, folded from those that stand."""
        cached, recorded = cls(evolve=evolve), tuple(entries)
        struck = struck_out(entry.event for entry in recorded)
        for entry in recorded:
            cached.apply(entry, stands=stands(entry.event, struck))
        return cached

    def apply(self, entry: Recorded, *, stands: bool = True) -> None:
        """Apply the next entry of the stream, if it stands."""
        if stands:
            self.state = self.evolve(self.state, entry.event)
        self.version = entry.version
        self.versions[natural_id(entry.event)] = entry.version
        self._unspelled.append(entry.event)

    @property
    def spellings(self) -> Mapping[str, str]:
        """The first spelling of each key in the entries; looked for when it is asked for, because a replay never asks."""
        for event in self._unspelled:
            for _, name in named_ids(event):
                self._spellings.setdefault(key_of(name), name)
        self._unspelled.clear()
        return self._spellings


class StateCache:
    """Caches the states, without private texts, of the streams used last. Read them only inside `current`.

    All cached states are of one position. `current` reads the store from the newest known entry and applies newer
    entries. If the newest known entry has changed or gone (its transaction was rolled back, or a backup was restored),
    it clears the cache.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._states: OrderedDict[str, CachedState] = OrderedDict()
        self._read: dict[str, CachedState] = {}
        self._newest: Recorded | SetAside | None = None
        self._lock = RLock()

    @contextmanager
    def current(self) -> Iterator[None]:
        """Bring the states to the newest position and keep other threads out until the block ends.

        Take the write lock before this block, never inside it.
        """
        with self._lock:
            self._read.clear()
            try:
                self._catch_up()
            except BaseException:
                self._forget()
                raise
            yield

    def load(self, stream: str, evolve: Callable[[S | None, Any], S]) -> tuple[S | None, int]:
        """The state of a stream, or None, and the version of its newest entry, or 0."""
        cached = self._states.get(stream)
        if cached is None:
            cached = CachedState.of(evolve, self._store.read(stream, texts=False))
            self._states[stream] = cached
            while len(self._states) > MOST:
                self._states.popitem(last=False)
        self._states.move_to_end(stream)
        self._read[stream] = cached
        return cached.state, cached.version

    def version_of(self, stream: str, identity: tuple[str, ...]) -> int | None:
        """The version with a natural id in a loaded stream, or None."""
        return self._states[stream].versions.get(identity)

    def spelling(self, key: str) -> str | None:
        """The first spelling of a key in the streams that were loaded since `current` began, or None."""
        return next(
            (cached.spellings[key] for cached in self._read.values() if key in cached.spellings), None
        )

    def spelling_in(self, stream: str, key: str) -> str | None:
        """The first spelling of a key in a loaded stream, or None."""
        return self._states[stream].spellings.get(key)

    def _catch_up(self) -> None:
        since = self._since(self._newest)
        if since is None:
            self._forget()
            since = self._store.page(after=self._store.newest() - 1, limit=1)
        for entry in since:
            self._apply(entry)
            self._newest = entry

    def _since(self, known: Recorded | SetAside | None) -> Sequence[Recorded | SetAside] | None:
        """The entries after the newest known entry; None if that entry has gone, or too many came since."""
        if known is None:
            return None
        first, *since = self._store.page(after=known.position - 1, limit=FURTHEST) or (None,)
        if first is None or _identity(first) != _identity(known) or len(since) + 1 == FURTHEST:
            return None
        return since

    def _apply(self, entry: Recorded | SetAside) -> None:
        if isinstance(entry, SetAside) or struck_by(entry.event):
            self._states.pop(entry.stream, None)
        elif cached := self._states.get(entry.stream):
            cached.apply(entry)

    def _forget(self) -> None:
        self._states.clear()
        self._newest = None


def _identity(entry: Recorded | SetAside) -> tuple[int, str]:
    return entry.position, entry.event_id if isinstance(entry, Recorded) else entry.reason
