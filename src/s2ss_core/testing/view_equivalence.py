"""Checks that a view is the same however it is served."""

from collections.abc import Sequence
from typing import Any, TypeVar

import attrs

from s2ss_core.errors import NotFound
from s2ss_core.projections import AsAt, Key, Materialised, Projection
from s2ss_core.store import Store, open_store
from s2ss_core.testing.seeding import StreamedEvent, seed

V = TypeVar("V")

MOST_PAGES = 8


def assert_served_alike(projection: Projection[Any, V], key: Key, events: Sequence[StreamedEvent]) -> None:
    """Compare every way of serving a view with the live fold. Raises AssertionError and says which one differs.

    The events are delivered twice and in another order; written in pages, with a read before and after each catch-up;
    and rebuilt from the beginning. The view as at the end of each page must be what it was then. Private texts are
    withheld.
    """
    without_texts = attrs.evolve(projection, texts=False)  # documents hold no private text
    with open_store("memory:", clock_is_right=True) as store:
        _in_pages(without_texts, key, events, store)
        _delivered_twice(without_texts, key, store)
        _rebuilt(without_texts, key, store)


def live(projection: Projection[Any, V], key: Key, store: Store, as_at: AsAt | None = None) -> V | None:
    """The view folded live; None if there are no events for the key."""
    try:
        return projection.live(store, key, as_at=as_at or AsAt())
    except NotFound:
        return None


def _delivered_twice(projection: Projection[Any, Any], key: Key, store: Store) -> None:
    names = sorted(set(projection.streams_for(key, store)))
    entries = [entry for name in names for entry in store.read(name, texts=False)]
    once = projection.fold(key, entries)
    assert projection.fold(key, [*entries, *entries]) == once, (
        f"{projection.name} differs if every event is delivered twice"
    )
    assert projection.fold(key, entries[::-1]) == once, (
        f"{projection.name} differs if the events come in another order"
    )


def _in_pages(
    projection: Projection[Any, Any], key: Key, events: Sequence[StreamedEvent], store: Store
) -> None:
    materialised = Materialised(store, [projection])
    then: dict[int, Any] = {}
    for page in _pages(events):
        seed(store, page)
        newest = store.newest()
        then[newest] = now = live(projection, key, store)
        where = f"{projection.name} at position {newest}"
        assert _read(materialised, projection, key) == now, (
            f"{where}: read before the documents caught up, it differs from the live fold"
        )
        materialised.catch_up(page=3)
        assert _read(materialised, projection, key) == now, (
            f"{where}: read after the documents caught up, it differs from the live fold"
        )
    for position, was in then.items():
        again = live(projection, key, store, AsAt(position=position))
        assert again == was, f"{projection.name} as at position {position} differs from what it was then"


def _rebuilt(projection: Projection[Any, Any], key: Key, store: Store) -> None:
    materialised = Materialised(store, [projection])
    outcome = materialised.rebuild(projection, page=7)
    assert outcome.switched, (
        f"{projection.name}: rebuilt documents differ from the live fold: {outcome.differing}"
    )
    rebuilt = _read(materialised, projection, key)
    assert rebuilt == live(projection, key, store), (
        f"{projection.name}: the rebuilt document differs from the live fold"
    )


def _read(materialised: Materialised, projection: Projection[Any, V], key: Key) -> V | None:
    try:
        return materialised.read(projection, key)
    except NotFound:
        return None


def _pages(events: Sequence[StreamedEvent]) -> list[Sequence[StreamedEvent]]:
    size = -(-len(events) // MOST_PAGES) or 1
    return [events[begun : begun + size] for begun in range(0, len(events), size)]
