"""What a projection is: one definition from which a view is served, however it is served."""

from collections.abc import Callable, Iterable
from decimal import Context, localcontext
from functools import reduce
from typing import Generic, TypeVar

import attrs

from s2ss_core.errors import BadInput, NotFound
from s2ss_core.projections.engine.as_at import NOW, AsAt, HistoryAsAt
from s2ss_core.projections.engine.reader import HistoryReader, StreamReader
from s2ss_core.store import Recorded
from s2ss_core.values import is_text

Key = tuple[str, ...]
S = TypeVar("S")
V = TypeVar("V")

OWN_ARITHMETIC = Context(prec=60)  # a host may have decimals rounded as it likes: no figure may come of that


@attrs.frozen(kw_only=True)
class Projection(Generic[S, V]):
    """One view of history: a fold, and which events go into the view of which key.

    `keys` gives the keys of the views that an event has a part in, and may read other streams to find out;
    `streams_for` gives the streams that hold every event of one key. Between them a view can be kept up to date
    or read alone. `initial`, `step` and `view` never raise, whatever the events; what does not fit becomes a
    note in the view. `texts` says whether the fold wants private text.
    """

    name: str
    keys: Callable[[Recorded, StreamReader], tuple[Key, ...]]
    streams_for: Callable[[Key, StreamReader], tuple[str, ...]]
    initial: Callable[[Key], S]
    step: Callable[[S, Recorded], S]
    view: Callable[[S], V]
    texts: bool = False

    def live(self, source: HistoryReader, key: Key, *, as_at: AsAt = NOW) -> V:
        """The view of a key, folded now from nothing but the streams it draws on.

        Raises `NotFound` where nothing had happened, or nothing was known, of that key.
        """
        if not all(map(is_text, key)):
            raise BadInput(f"{self.name}: give the id of what to show as text, not {key[-1]!r}")
        return self.drawn(HistoryAsAt(source, as_at), key, texts=self.texts)

    def drawn(self, streams: StreamReader, key: Key, *, texts: bool = False) -> V:
        """The view of a key from streams as they are given. Raises `NotFound` where they hold nothing of it."""
        names = sorted(set(self.streams_for(key, streams)))
        entries = [entry for name in names for entry in streams.read(name, texts=texts)]
        if not any(key in self.keys(entry, streams) for entry in entries):
            raise NotFound(f"nothing is recorded of {' '.join(key)}, as far as is asked for")
        return self.fold(key, entries)

    def fold(self, key: Key, entries: Iterable[Recorded]) -> V:
        """The view of a key from these entries, which may come in any order, and some more than once."""
        once = {entry.position: entry for entry in entries}
        in_order = (once[position] for position in sorted(once))
        with localcontext(OWN_ARITHMETIC):
            return self.view(reduce(self.step, in_order, self.initial(key)))
