"""Projections: one definition of a view, whether it is folded live or served from a stored document.

Most projections collect, then compute: `step` only collects the events of a key, and `view` computes everything from
them at the end. A deployment has fewer than a thousand events, so this is quick, and each view reads like a query.
"""

from collections.abc import Callable, Iterable
from decimal import Context, localcontext
from functools import reduce
from typing import Generic, TypeVar

import attrs

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.ids import key_of
from s2ss_core.projections.engine.as_at import NOW, AsAt, HistoryAsAt
from s2ss_core.projections.engine.reader import HistoryReader, StreamReader
from s2ss_core.store import Recorded
from s2ss_core.values import is_text

Key = tuple[str, ...]
"""The kind of a view, the keys of the ids that it is of, and the year, if it is of one year."""

S = TypeVar("S")
V = TypeVar("V")

OWN_ARITHMETIC = Context(prec=60)  # figures must not depend on the host's decimal rounding mode


def keyed(key: Key) -> Key:
    """The key of a view with the key of each id in it, whatever the ids' spelling."""
    return tuple(map(key_of, key))


@attrs.frozen(kw_only=True)
class Projection(Generic[S, V]):
    """One kind of view: how to compute it, and which events belong to which key.

    - `name`: what commands and stored documents call it.
    - `keys(entry, streams)`: the keys of all views that this event affects. It may read other streams to find out.
    - `streams_for(key, streams)`: the names of the streams that hold every event of one key.
    - `initial(key)`, `step(state, entry)`: the fold, over the events of those streams in order of position. `initial`
      makes a new state for each fold, and `step` may change it in place. Most projections only collect events here,
      as `EventSet` does.
    - `view(state)`: the view itself, usually computed here from all collected events. Annotate its return type.
    - `texts`: True if the view shows private text.

    `initial`, `step` and `view` must not raise, whatever the events are: report what does not fit as a `Note`.
    """

    name: str
    keys: Callable[[Recorded, StreamReader], tuple[Key, ...]]
    streams_for: Callable[[Key, StreamReader], tuple[str, ...]]
    initial: Callable[[Key], S]
    step: Callable[[S, Recorded], S]
    view: Callable[[S], V]
    texts: bool = False

    def live(self, source: HistoryReader, key: Key, *, as_at: AsAt = NOW) -> V:
        """The view of a key, folded now from its streams in `source`, such as a `Store`.

        Raises `NotFound` if there are no events for that key, or none that `as_at` includes.
        """
        if not all(map(is_text, key)):
            raise BadInput(f"{self.name}: give the id of what to show as text, not {key[-1]!r}")
        return self.drawn(HistoryAsAt(source, as_at, texts=self.texts), keyed(key), texts=self.texts)

    def drawn(self, streams: StreamReader, key: Key, *, texts: bool = False) -> V:
        """The view of a key, folded from these streams. Raises `NotFound` if they have no event for it."""
        names = sorted(set(self.streams_for(key, streams)))
        entries = [entry for name in names for entry in streams.read(name, texts=texts)]
        if not any(key in self.keys(entry, streams) for entry in entries):
            raise NotFound(f"there are no events for {' '.join(key)} at the time asked for")
        return self.fold(key, entries)

    def fold(self, key: Key, entries: Iterable[Recorded]) -> V:
        """The view of a key from these entries. They may come in any order; duplicates are ignored."""
        once = {entry.position: entry for entry in entries}
        in_order = (once[position] for position in sorted(once))
        with localcontext(OWN_ARITHMETIC):
            return self.view(reduce(self.step, in_order, self.initial(key)))
