"""Documents: views that were folded beforehand, kept beside the history and always to be had from it again."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

import attrs

Key = tuple[str, ...]


@attrs.frozen(kw_only=True)
class Checkpoint:
    """How far one generation of a projection's documents has come.

    Its documents are drawn from everything up to `position`; `digest` is the SHA-256 of the bytes stored there,
    empty at 0. `form` says by which code they were made. One generation of a projection is `current`.
    """

    projection: str
    generation: int
    position: int
    digest: str
    form: str
    current: bool


@attrs.frozen(kw_only=True)
class Document:
    """The view of a key in bytes, drawn from everything up to `position`; without bytes it is to be folded."""

    key: Key
    position: int
    content: bytes


@attrs.frozen(kw_only=True)
class SetAside:
    """An entry that could not be read or folded, and why."""

    position: int
    stream: str
    reason: str


@attrs.frozen(kw_only=True)
class Found:
    """What is kept of a key in the current generation, and the streams in which something was set aside."""

    checkpoint: Checkpoint
    document: Document | None
    set_aside: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Drawn:
    """What one page of history made of a generation: its documents, keys without any, entries set aside."""

    documents: Sequence[Document] = ()
    gone: Sequence[Key] = ()
    set_aside: Sequence[SetAside] = ()


class Documents(ABC):
    """Lies beside the history, in the same database. Reading writes nothing, not even an empty table."""

    @abstractmethod
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Every generation of every projection, by projection and generation."""

    @abstractmethod
    def find(self, projection: str, key: Key) -> Found | None:
        """What is kept of a key, at one moment; None if the projection was never materialised."""

    @abstractmethod
    def every(self, projection: str, generation: int) -> Iterator[Document]:
        """All documents of a generation, by key, holding nothing open in between."""

    @abstractmethod
    def set_aside(self, projection: str, generation: int) -> tuple[SetAside, ...]:
        """What a generation had to leave out, by position."""

    @abstractmethod
    def begin(self, projection: str, *, form: str, current: bool) -> Checkpoint:
        """A new generation at position 0. For a current one where there is one already: that one."""

    @abstractmethod
    def advance(self, before: Checkpoint, after: Checkpoint, drawn: Drawn) -> bool:
        """Keep what was drawn, and the checkpoint, in one transaction. False, and nothing, if it was moved since."""

    @abstractmethod
    def switch(self, checkpoint: Checkpoint) -> bool:
        """Make a generation the current one and drop all others. False, and nothing, if it is no longer there."""

    @abstractmethod
    def drop(self, checkpoint: Checkpoint, *, keys: Iterable[Key] | None = None) -> None:
        """Drop a whole generation, or its documents of these keys."""
