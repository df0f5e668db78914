"""What differs between a view at one moment and at another, and which entries made the difference."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import attrs

from s2ss_core.errors import NotFound
from s2ss_core.events import cause_of
from s2ss_core.ledger import struck_by
from s2ss_core.projections.engine.as_at import NOW, AsAt, HistoryAsAt
from s2ss_core.projections.engine.figure import Figure
from s2ss_core.projections.engine.paths import figures_in, joined, parts_of
from s2ss_core.projections.engine.projection import Key, Projection, keyed
from s2ss_core.projections.engine.reader import HistoryReader
from s2ss_core.store import Recorded

BASIS = "basis"  # where a document says from which entries it was made: it differs whenever they do


@attrs.frozen(kw_only=True)
class Change:
    """A value that differs, or a row without figures that is in one of the views only; then the other is None.

    `positions` are those of the entries that made the difference, ascending: of the entries that only one of the two
    figures came from, and of what struck them out, the ones that count at one of the moments only. They are empty for a
    value that is no figure.
    """

    path: str
    before: Any
    after: Any
    positions: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class Difference:
    """What differs between two moments of one view, in the order of the view.

    `came` are the entries that count at the later moment only, `went` those that counted at the earlier one only, each
    in order of position. `went` is empty unless the days up to which things had happened differ, or the moments were
    given the other way round.
    """

    changes: tuple[Change, ...]
    came: tuple[Recorded, ...]
    went: tuple[Recorded, ...]


def difference(
    projection: Projection[Any, Any], source: HistoryReader, key: Key, *, before: AsAt, after: AsAt = NOW
) -> Difference:
    """Compare a view of `source`, such as a `Store`, at two moments. Raises `NotFound` if it is at neither."""
    entries = [_counted(projection, source, key, moment) for moment in (before, after)]
    earlier, later = ({entry.position: entry for entry in counted} for counted in entries)
    was, is_now = _views(projection, source, key, before, after)
    strikes, new = _strikes(earlier | later), earlier.keys() ^ later.keys()
    return Difference(
        changes=tuple(_change(*differing, strikes, new) for differing in _differing(was, is_now, "")),
        came=tuple(later[position] for position in sorted(later.keys() - earlier.keys())),
        went=tuple(earlier[position] for position in sorted(earlier.keys() - later.keys())),
    )


def _views(
    projection: Projection[Any, Any], source: HistoryReader, key: Key, before: AsAt, after: AsAt
) -> tuple[Any, Any]:
    found: list[Any] = []
    for moment in (before, after):
        try:
            found.append(projection.live(source, key, as_at=moment))
        except NotFound:
            found.append(None)
    if found == [None, None]:
        raise NotFound(f"there are no events for {' '.join(key)} at either time")
    return found[0], found[1]


def _counted(
    projection: Projection[Any, Any], source: HistoryReader, key: Key, moment: AsAt
) -> Iterator[Recorded]:
    streams = HistoryAsAt(source, moment)
    for name in sorted(set(projection.streams_for(keyed(key), streams))):
        yield from streams.read(name)


def _strikes(entries: Mapping[int, Recorded]) -> Mapping[int, int]:
    """The position of the entry that strikes another out, by the position of that other."""
    places = {(entry.stream, cause_of(entry.event)): entry.position for entry in entries.values()}
    strikes = ((entry, struck_by(entry.event)) for entry in entries.values())
    return {
        places[entry.stream, of]: entry.position
        for entry, of in strikes
        if of and (entry.stream, of) in places
    }


def _differing(was: Any, is_now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """The path of each value that differs, with both values."""
    before, after = parts_of(was), parts_of(is_now)
    if _plain(was) == _plain(is_now) or path == BASIS or (_is_nothing(was) and _is_nothing(is_now)):
        return
    has_figures = figures_in(was) or figures_in(is_now)
    if not (type(was) is type(is_now) or has_figures) or before is after is None:
        names_its_row = (was is None or is_now is None) and str(is_now or was) in path.split(".")
        if not names_its_row:
            yield path, was, is_now
        return
    before, after = before or {}, after or {}
    for name in dict.fromkeys((*before, *after)):
        yield from _differing(before.get(name), after.get(name), joined(path, name))


def _is_nothing(value: Any) -> bool:
    """Whether a value says no more than its absence: no money, no days, an empty table."""
    return value is None or value == () or (isinstance(value, Figure) and not value.value)


def _change(path: str, was: Any, is_now: Any, strikes: Mapping[int, int], new: AbstractSet[int]) -> Change:
    own = frozenset(_positions(was)) ^ frozenset(_positions(is_now))
    all_of_it = own | {strikes[position] for position in own if position in strikes}
    positions = tuple(sorted(all_of_it & new or all_of_it))
    return Change(path=path, before=_plain(was), after=_plain(is_now), positions=positions)


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Figure) else value


def _positions(value: Any) -> tuple[int, ...]:
    return value.positions if isinstance(value, Figure) else ()
