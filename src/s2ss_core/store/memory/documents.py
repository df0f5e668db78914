"""Documents as dictionaries beside the history."""

from collections.abc import Iterable, Iterator

import attrs

from s2ss_core.store.documents import Checkpoint, Document, Documents, Drawn, Found, Key, SetAside
from s2ss_core.store.memory.directory import Undoing


@attrs.frozen(kw_only=True)
class Generation:
    """One generation, immutable, so that readers see a document and its checkpoint together."""

    checkpoint: Checkpoint
    documents: dict[Key, Document] = attrs.field(factory=dict)
    set_aside: dict[int, SetAside] = attrs.field(factory=dict)


Kept = dict[tuple[str, int], Generation]


class MemoryDocuments(Documents):
    """Documents as dictionaries; each change replaces the dictionary by a new one."""

    def __init__(self, undoing: Undoing) -> None:
        self._undoing = undoing
        self._kept: Kept = {}

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        self._undoing.check()
        return tuple(
            generation.checkpoint for _, generation in sorted(self._kept.items(), key=lambda item: item[0])
        )

    def find(self, projection: str, key: Key) -> Found | None:
        self._undoing.check()
        for generation in self._kept.values():
            if generation.checkpoint.projection == projection and generation.checkpoint.current:
                aside = frozenset(entry.stream for entry in generation.set_aside.values())
                return Found(
                    checkpoint=generation.checkpoint, document=generation.documents.get(key), set_aside=aside
                )
        return None

    def every(self, projection: str, generation: int) -> Iterator[Document]:
        found = self._kept.get((projection, generation))
        return iter(sorted(found.documents.values(), key=lambda document: document.key) if found else ())

    def set_aside(self, projection: str, generation: int) -> tuple[SetAside, ...]:
        found = self._kept.get((projection, generation))
        return tuple(found.set_aside[position] for position in sorted(found.set_aside)) if found else ()

    def begin(self, projection: str, *, form: str, current: bool) -> Checkpoint:
        with self._undoing.writing():
            own = [
                generation.checkpoint for (name, _), generation in self._kept.items() if name == projection
            ]
            there = next((checkpoint for checkpoint in own if checkpoint.current), None) if current else None
            if there:
                return there
            begun = Checkpoint(
                projection=projection,
                generation=1 + max((checkpoint.generation for checkpoint in own), default=0),
                position=0,
                digest="",
                form=form,
                current=current,
            )
            self._put({**self._kept, (projection, begun.generation): Generation(checkpoint=begun)})
            return begun

    def advance(self, before: Checkpoint, after: Checkpoint, drawn: Drawn) -> bool:
        with self._undoing.writing():
            name = (before.projection, before.generation)
            generation = self._kept.get(name)
            if generation is None or generation.checkpoint != before:
                return False
            documents = generation.documents | {document.key: document for document in drawn.documents}
            for key in drawn.gone:
                documents.pop(key, None)
            aside = generation.set_aside | {entry.position: entry for entry in drawn.set_aside}
            changed = Generation(checkpoint=after, documents=documents, set_aside=aside)
            self._put({**self._kept, name: changed})
            return True

    def switch(self, checkpoint: Checkpoint) -> bool:
        with self._undoing.writing():
            chosen = self._kept.get((checkpoint.projection, checkpoint.generation))
            if chosen is None:
                return False
            others = {name: kept for name, kept in self._kept.items() if name[0] != checkpoint.projection}
            current = attrs.evolve(chosen, checkpoint=attrs.evolve(chosen.checkpoint, current=True))
            self._put({**others, (checkpoint.projection, checkpoint.generation): current})
            return True

    def drop(self, checkpoint: Checkpoint, *, keys: Iterable[Key] | None = None) -> None:
        with self._undoing.writing():
            name = (checkpoint.projection, checkpoint.generation)
            rest = {other: kept for other, kept in self._kept.items() if other != name}
            generation = self._kept.get(name)
            if keys is not None and generation is not None:
                dropped = set(keys)
                left = {key: kept for key, kept in generation.documents.items() if key not in dropped}
                rest[name] = attrs.evolve(generation, documents=left)
            self._put(rest)

    def _put(self, kept: Kept) -> None:
        before = self._kept
        self._undoing.on_failure(lambda: self._set(before))
        self._set(kept)

    def _set(self, kept: Kept) -> None:
        self._kept = kept
