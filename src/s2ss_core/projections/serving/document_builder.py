"""Builds the documents of a projection from the history, page by page."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from s2ss_core.errors import CorruptEntry, NotFound, UnknownEvent
from s2ss_core.projections.engine.projection import Key, Projection
from s2ss_core.projections.serving.document_codec import encode_document
from s2ss_core.projections.serving.stream_cache import MOST_HELD, StreamCache
from s2ss_core.store import Checkpoint, Document, Drawn, Recorded, SetAside, Store

PAGE = MOST_HELD  # entries; each page folds a view that it touches once, so larger pages mean fewer folds

Watcher = Callable[["Progress"], object]


@attrs.frozen(kw_only=True)
class Progress:
    """Progress of a catch-up: positions done (`position` of `newest`), documents folded, entries set aside."""

    position: int
    newest: int
    documents: int = 0
    set_aside: int = 0


@attrs.frozen
class DocumentBuilder:
    """Builds one generation of a projection's documents, from its checkpoint onwards."""

    projection: Projection[Any, Any]
    checkpoint: Checkpoint

    def touched(
        self, page: Sequence[Recorded | SetAside], streams: StreamCache
    ) -> tuple[dict[Key, Recorded], list[SetAside]]:
        """The keys that a page affects, each with the newest entry that affects it; and the entries set aside.

        An entry is set aside if it cannot be read or its keys cannot be computed.
        """
        keys: dict[Key, Recorded] = {}
        aside: list[SetAside] = []
        for entry in page:
            if entry.position <= self.checkpoint.position:
                continue
            if isinstance(entry, SetAside):
                aside.append(entry)
                continue
            try:
                keys |= dict.fromkeys(self.projection.keys(entry, streams), entry)
            except Exception as error:  # noqa: BLE001 -- one entry must not stop all the others
                aside.append(_aside(entry, error))
        return keys, aside

    def draw(
        self, page: Sequence[Recorded | SetAside], streams: StreamCache, folded: Callable[[float], object]
    ) -> Drawn:
        """Fold each key that a page affects once, up to the page's end. Calls `folded` with the share done, 0 to 1."""
        keys, aside = self.touched(page, streams)
        documents: list[Document] = []
        gone: list[Key] = []
        for number, (key, newest) in enumerate(keys.items(), 1):
            try:
                content = encode_document(self.projection, self.projection.drawn(streams, key))
                documents.append(Document(key=key, position=streams.upto, content=content))
            except (NotFound, UnknownEvent, CorruptEntry):  # of the latter two, the entry itself is set aside
                gone.append(key)
            except Exception as error:  # noqa: BLE001 -- one view must not stop all the others
                gone.append(key)
                aside.append(_aside(newest, error))
            folded(number / len(keys))
        return Drawn(documents=documents, gone=gone, set_aside=aside)

    def at(self, position: int, digest: str) -> Checkpoint:
        """The checkpoint after a page."""
        return attrs.evolve(self.checkpoint, position=position, digest=digest)


def catching_up(
    store: Store, generations: Sequence[DocumentBuilder], *, page: int = PAGE, watch: Watcher = lambda _: None
) -> Iterator[bool]:
    """Read from the checkpoints to the entry that is newest now. Each page is read once for all builders.

    Yields True after each page that was saved. If another process moved a checkpoint meanwhile, yields False and stops.
    """
    newest, after = store.newest(), min(builder.checkpoint.position for builder in generations)
    streams = StreamCache(store, after=after)
    while entries := store.page(after=streams.upto, upto=newest, limit=page):
        begun = streams.upto
        streams.advance(entries)
        behind = [builder for builder in generations if builder.checkpoint.position < streams.upto]
        drawn = _drawn(behind, entries, streams, _between(begun, streams.upto, newest, watch))
        digest = digest_at(store, streams.upto)
        moved = [attrs.evolve(builder, checkpoint=builder.at(streams.upto, digest)) for builder in behind]
        with store.writing():
            kept = [
                store.documents.advance(builder.checkpoint, then.checkpoint, what)
                for builder, then, what in zip(behind, moved, drawn, strict=True)
            ]
        generations = [
            *moved,
            *(builder for builder in generations if builder.checkpoint.position >= streams.upto),
        ]
        watch(_progress(streams.upto, newest, drawn))
        yield all(kept)
        if not all(kept):
            return


def _drawn(
    generations: Sequence[DocumentBuilder],
    page: Sequence[Recorded | SetAside],
    streams: StreamCache,
    share: Callable[[float], object],
) -> list[Drawn]:
    def part(number: int) -> Callable[[float], object]:
        return lambda done: share((number + done) / len(generations))

    return [builder.draw(page, streams, part(number)) for number, builder in enumerate(generations)]


def _between(begun: int, ended: int, newest: int, watch: Watcher) -> Callable[[float], object]:
    return lambda share: watch(Progress(position=begun + int(share * (ended - begun)), newest=newest))


def digest_at(store: Store, position: int) -> str:
    """The SHA-256 of the bytes stored at a position, in hexadecimal; empty if there is no entry."""
    found = store.rows(after=position - 1, upto=position, limit=1)
    return hashlib.sha256(found[0].state).hexdigest() if found else ""


def _progress(position: int, newest: int, drawn: Sequence[Drawn]) -> Progress:
    return Progress(
        position=position,
        newest=newest,
        documents=sum(len(page.documents) for page in drawn),
        set_aside=sum(len(page.set_aside) for page in drawn),
    )


def _aside(entry: Recorded, error: Exception) -> SetAside:
    reason = str(error) or type(error).__name__
    return SetAside(position=entry.position, stream=entry.stream, reason=reason)
