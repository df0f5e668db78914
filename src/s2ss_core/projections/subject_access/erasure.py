"""What an erasure would take away, found out before anything is erased."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

import attrs

from s2ss_core.errors import NotFound
from s2ss_core.events import stream_kind
from s2ss_core.events.streams import stream_parts
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.projections.forms.catalogue import every_form
from s2ss_core.projections.forms.form import Chosen
from s2ss_core.projections.serving.materialised import EVERY_PROJECTION
from s2ss_core.projections.subject_access.retention import Keeping, Kept
from s2ss_core.projections.subject_access.texts import texts_of
from s2ss_core.store import Recorded
from s2ss_core.values import Withheld


@attrs.frozen(kw_only=True)
class ErasedEntry:
    """An entry whose private texts would be erased: all of them, for an entry has them or has none.

    `withheld` are the paths of the texts that would be withheld afterwards, `already` of those that are so now.
    """

    position: int
    stream: str
    withheld: tuple[str, ...]
    already: tuple[str, ...]
    kept: Kept


@attrs.frozen(kw_only=True)
class LessShown:
    """A view that would show less: its name, its key, and for each entry how many of its texts it would lose."""

    projection: str
    key: Key
    texts: int


@attrs.frozen(kw_only=True)
class LessFilled:
    """A form that would show less: its name, its deployment, which of several it is, and how many of its texts it would lose."""

    form: str
    deployment: str
    chosen: Chosen
    texts: int


@attrs.frozen(kw_only=True)
class Erasure:
    """What the erasure of these entries' private texts would take away. Nothing is erased by finding it out.

    Positions, hashes, figures, rules and every document of grant usage stay as they are.
    """

    entries: tuple[ErasedEntry, ...]
    views: tuple[LessShown, ...]
    forms: tuple[LessFilled, ...]

    @property
    def texts(self) -> int:
        """How many texts would be withheld that are not so now."""
        return sum(len(entry.withheld) for entry in self.entries)


def erasure(source: HistoryReader, positions: Iterable[int]) -> Erasure:
    """What `Store.erase` would take away at each of these positions. Raises `NotFound` for a position without an entry."""
    wanted = sorted(set(positions))
    entries = [_at(source, position) for position in wanted]
    keeping = Keeping(source)
    return Erasure(
        entries=tuple(_erased(entry, keeping.of(entry.stream)) for entry in entries),
        views=tuple(_less_shown(source, entries, frozenset(wanted))),
        forms=tuple(_less_filled(source, entries, frozenset(wanted))),
    )


def _at(source: HistoryReader, position: int) -> Recorded:
    entry = next(iter(source.history(after=position - 1, upto=position)), None) if position > 0 else None
    if entry is None:
        raise NotFound(f"There is no entry at position {position}: the newest is at {source.newest()}.")
    return entry


def _erased(entry: Recorded, kept: Kept) -> ErasedEntry:
    texts = [(path, isinstance(text, Withheld)) for path, text in texts_of(entry.event)]
    return ErasedEntry(
        position=entry.position,
        stream=entry.stream,
        withheld=tuple(path for path, gone in texts if not gone),
        already=tuple(path for path, gone in texts if gone),
        kept=kept,
    )


def _less_shown(
    source: HistoryReader, entries: Iterable[Recorded], positions: Collection[int]
) -> Iterator[LessShown]:
    """Each view that shows private text, folded from the history as it is and as it would be."""
    afterwards = _Afterwards(source, positions)
    for projection in EVERY_PROJECTION:
        if projection.texts:
            keys = dict.fromkeys(key for entry in entries for key in projection.keys(entry, source))
            for key in keys:
                lost = _texts_shown(projection, source, key) - _texts_shown(projection, afterwards, key)
                if lost:
                    yield LessShown(projection=projection.name, key=key, texts=lost)


def _less_filled(
    source: HistoryReader, entries: Iterable[Recorded], positions: Collection[int]
) -> Iterator[LessFilled]:
    """Each form of a deployment that shows private text, as it is and as it would be."""
    afterwards = _Afterwards(source, positions)
    streams = dict.fromkeys(entry.stream for entry in entries if stream_kind(entry.stream) == "deployment")
    for stream in streams:
        deployment = stream_parts(stream)[0]
        forms = zip(every_form(source, deployment), every_form(afterwards, deployment), strict=True)
        for (chosen, now), (_, then) in forms:
            if lost := _withheld(then) - _withheld(now):
                yield LessFilled(form=now.name, deployment=now.deployment, chosen=chosen, texts=lost)


def _texts_shown(projection: Projection[Any, Any], source: HistoryReader, key: Key) -> int:
    """The number of places in which a view withholds a text, below nought."""
    return -_withheld(projection.live(source, key))


def _withheld(value: Any) -> int:
    if isinstance(value, Withheld):
        return 1
    if isinstance(value, tuple):
        return sum(map(_withheld, value))
    if attrs.has(type(value)):
        return sum(_withheld(getattr(value, field.name)) for field in attrs.fields(type(value)))
    return 0


class _Afterwards:
    """A history as it would read after the erasure: the entries at these positions have no texts any more."""

    def __init__(self, source: HistoryReader, positions: Collection[int]) -> None:
        self._source, self._positions = source, positions

    def read(self, stream: str, *, texts: bool = True) -> tuple[Recorded, ...]:
        entries = self._source.read(stream, texts=texts)
        without = {entry.position: entry for entry in self._source.read(stream, texts=False)}
        return tuple(
            without[entry.position] if entry.position in self._positions else entry for entry in entries
        )

    def history(self, *, after: int = 0, upto: int | None = None, texts: bool = True) -> Iterator[Recorded]:
        return self._source.history(after=after, upto=upto, texts=texts)

    def streams(self, prefix: str) -> tuple[str, ...]:
        return self._source.streams(prefix)

    def years_at(self, home_school: str) -> tuple[str, ...]:
        return self._source.years_at(home_school)

    def newest(self) -> int:
        return self._source.newest()

    def known_at(self, at: datetime) -> int:
        return self._source.known_at(at)
