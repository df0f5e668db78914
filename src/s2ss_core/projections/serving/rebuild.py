"""Rebuilds documents as a second generation, and compares them with a live fold before they are used."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from s2ss_core.errors import NotFound, StoreError
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.serving.document_builder import (
    PAGE,
    DocumentBuilder,
    Progress,
    Watcher,
    catching_up,
)
from s2ss_core.projections.serving.document_codec import encode_document, format_of
from s2ss_core.projections.serving.stream_cache import StreamCache
from s2ss_core.store import Checkpoint, Recorded, Store

OVERTAKEN = "Another process rebuilt these documents meanwhile. Nothing is lost: its documents are in use."
Digests = Mapping[Key, str]


@attrs.frozen(kw_only=True)
class Rebuilt:
    """The result of a rebuild: how many documents, up to which position, and their checksum (SHA-256).

    `differing` are the keys whose documents do not equal a live fold. If there are none, the new generation is in
    use; otherwise it was dropped and the old generation stays in use. `set_aside` counts the entries that could
    not be read or folded.
    """

    projection: str
    documents: int
    position: int
    checksum: str
    set_aside: int
    differing: tuple[Key, ...] = ()

    @property
    def switched(self) -> bool:
        """Whether the new documents are in use."""
        return not self.differing


def rebuilt(
    store: Store, projection: Projection[Any, Any], *, page: int = PAGE, watch: Watcher = lambda _: None
) -> Rebuilt:
    """Build a second generation of a projection's documents; switch to it only if all equal a live fold.

    If it is interrupted, the old generation stays in use. Raises StoreError if another process rebuilt them meanwhile.
    """
    begun = store.documents.begin(projection.name, form=format_of(projection), current=False)
    for _ in catching_up(store, [DocumentBuilder(projection, begun)], page=page, watch=_first_half(watch)):
        _found(store, begun)
    made = _found(store, begun)
    live, unfoldable = _folded_live(store, projection, made.position, page=page, watch=_second_half(watch))
    store.documents.drop(made, keys=unfoldable)
    kept = _kept(store, made)
    differing = tuple(key for key in sorted({*live, *kept}) if live.get(key) != kept.get(key))
    if differing:
        store.documents.drop(made)
    elif not store.documents.switch(made):
        raise StoreError(OVERTAKEN)
    return Rebuilt(
        projection=projection.name,
        documents=len(kept),
        position=made.position,
        checksum=checksum_of(kept),
        set_aside=len(store.documents.set_aside(made.projection, made.generation)),
        differing=differing,
    )


def checksum_of(digests: Digests) -> str:
    """The SHA-256 over the digests of all documents, in order of key."""
    lines = (f"{key!r} {digests[key]}\n" for key in sorted(digests))
    return hashlib.sha256("".join(lines).encode("utf-8", "backslashreplace")).hexdigest()


def _found(store: Store, begun: Checkpoint) -> Checkpoint:
    """The current checkpoint of the generation. Raises StoreError if the generation was dropped."""
    name = (begun.projection, begun.generation)
    for checkpoint in store.documents.checkpoints():
        if (checkpoint.projection, checkpoint.generation) == name:
            return checkpoint
    raise StoreError(OVERTAKEN)


def _kept(store: Store, made: Checkpoint) -> Digests:
    documents = store.documents.every(made.projection, made.generation)
    return {document.key: hashlib.sha256(document.content).hexdigest() for document in documents}


def _folded_live(
    store: Store, projection: Projection[Any, Any], upto: int, *, page: int, watch: Watcher
) -> tuple[Digests, list[Key]]:
    """The digest of every view folded live from the store, and the keys that cannot be folded."""
    streams = StreamCache(store, after=upto)
    digests: dict[Key, str] = {}
    unfoldable: list[Key] = []
    keys = sorted(_keys(store, projection, streams, page))
    for number, key in enumerate(keys, 1):
        try:
            content = encode_document(projection, projection.drawn(streams, key))
            digests[key] = hashlib.sha256(content).hexdigest()
        except NotFound:
            pass
        except Exception:  # noqa: BLE001 -- reading this view raises it; the other views are kept
            unfoldable.append(key)
        watch(Progress(position=int(upto * number / len(keys)), newest=upto))
    return digests, unfoldable


def _keys(store: Store, projection: Projection[Any, Any], streams: StreamCache, page: int) -> set[Key]:
    found: set[Key] = set()
    after = 0
    while entries := store.page(after=after, upto=streams.upto, limit=page):
        found.update(_keys_in(projection, entries, streams))
        after = entries[-1].position
    return found


def _keys_in(projection: Projection[Any, Any], entries: Iterable[Any], streams: StreamCache) -> set[Key]:
    found: set[Key] = set()
    for entry in entries:
        try:
            found.update(projection.keys(entry, streams) if isinstance(entry, Recorded) else ())
        except Exception:  # noqa: BLE001, S112 -- the builder set it aside already
            continue
    return found


def _first_half(watch: Watcher) -> Watcher:
    return lambda progress: watch(attrs.evolve(progress, newest=2 * progress.newest))


def _second_half(watch: Watcher) -> Watcher:
    return lambda progress: watch(
        attrs.evolve(progress, position=progress.newest + progress.position, newest=2 * progress.newest)
    )
