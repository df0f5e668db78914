"""Histories put into a store piece by piece, and every view in it held against the live fold."""

from collections.abc import Iterable
from typing import Any

import attrs

from s2ss_core.errors import NotFound, StoreError
from s2ss_core.projections import Key, Projection
from s2ss_core.projections.serving.document_codec import decode_document
from s2ss_core.projections.serving.materialised import EVERY_PROJECTION, Materialised
from s2ss_core.projections.serving.stream_cache import StreamCache
from s2ss_core.store import Append, Recorded, Store

Every = tuple[tuple[Projection[Any, Any], Key], ...]


def put(store: Store, entries: Iterable[Recorded]) -> None:
    """Record these events again, each at the end of its stream."""
    heads: dict[str, int] = {}
    with store.writing():
        for entry in entries:
            if entry.stream not in heads:
                heads[entry.stream] = len(store.read(entry.stream, texts=False))
            append = Append(entry.stream, heads[entry.stream], (entry.event,))
            store.append((append,), at=entry.recorded_at, by=entry.recorded_by)
            heads[entry.stream] += 1


def every_view(store: Store, projections: Iterable[Projection[Any, Any]] = EVERY_PROJECTION) -> Every:
    """Every projection with every key that any event of the store names."""
    history = tuple(store.history(texts=False))
    streams = StreamCache(store, after=0)
    if history:
        streams.advance(history)
    return tuple(
        dict.fromkeys(
            (projection, key)
            for projection in projections
            for entry in history
            for key in projection.keys(entry, streams)
        )
    )


def live(store: Store, projection: Projection[Any, Any], key: Key, *, texts: bool = False) -> Any:
    """The view folded live, or why there is none."""
    try:
        return attrs.evolve(projection, texts=texts).live(store, key)
    except (NotFound, StoreError) as error:
        return type(error), str(error)


def read(
    materialised: Materialised, projection: Projection[Any, Any], key: Key, *, texts: bool = False
) -> Any:
    """The view as it is served, or why there is none."""
    try:
        return materialised.read(projection, key, texts=texts)
    except (NotFound, StoreError) as error:
        return type(error), str(error)


def kept(store: Store, projection: Projection[Any, Any], key: Key) -> Any:
    """What the document of a key says, None if there is none."""
    found = store.documents.find(projection.name, key)
    return decode_document(projection, found.document.content) if found and found.document else None


def differing(store: Store, materialised: Materialised) -> list[tuple[str, Key]]:
    """The views that are not served as they are folded live."""
    return [
        (projection.name, key)
        for projection, key in every_view(store)
        if read(materialised, projection, key) != live(store, projection, key)
    ]


def wrongly_kept(store: Store) -> list[tuple[str, Key]]:
    """The views whose documents, once all is caught up, are not what is folded live."""
    return [
        (projection.name, key)
        for projection, key in every_view(store)
        if not _agree(kept(store, projection, key), live(store, projection, key))
    ]


def _agree(document: Any, view: Any) -> bool:
    nothing = isinstance(view, tuple)  # why there is none
    return document is None if nothing else document == view
