"""What a fact is like that is recorded already, known before it is recorded."""

from typing import Any

from s2ss_core.events import Subject, stream_of
from s2ss_core.ledger import Likenesses, standing
from s2ss_core.store import Store


class RecordedAlike:
    """The entries that facts may be like. Give it every fact that is recorded from then on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._streams: dict[str, Likenesses] = {}

    def says(self, subject: str, fact: Any, kind: Subject | None = None) -> tuple[str, ...]:
        """A sentence for each recorded entry that a fact is like in all but its id, or in all but how its id is spelled."""
        return tuple(likeness.says for likeness in self._of(subject, fact, kind).of(fact))

    def add(self, subject: str, fact: Any, kind: Subject | None = None) -> None:
        """Take a fact that was recorded."""
        self._of(subject, fact, kind).add(fact)

    def _of(self, subject: str, fact: Any, kind: Subject | None) -> Likenesses:
        stream = stream_of(fact, subject, kind)
        if stream not in self._streams:
            self._streams[stream] = Likenesses()
            for event in standing(entry.event for entry in self._store.read(stream, texts=False)):
                self._streams[stream].add(event)
        return self._streams[stream]
