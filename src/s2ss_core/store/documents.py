"""Documents: views that were folded beforehand and are kept beside the history. History can always give them again."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

import attrs

Key = tuple[str, ...]


@attrs.frozen(kw_only=True)
class Checkpoint:
    """The progress of one generation of a projection's documents.

    Its documents contain all entries up to `position`; `digest` is the SHA-256 of the bytes stored there (empty at 0).
    `form` identifies the code that made them. One generation of a projection is `current`.
    """

    projection: str
    generation: int
    position: int
    digest: str
    form: str
    current: bool


@attrs.frozen(kw_only=True)
class Document:
    """The view of a key as bytes, made from all entries up to `position`. If `content` is empty, fold the view anew."""

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
    """The document of a key in the current generation, and the streams in which an entry was set aside."""

    checkpoint: Checkpoint
    document: Document | None
    set_aside: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Drawn:
    """The changes that one page of history makes: new documents, keys to delete, entries set aside."""

    documents: Sequence[Document] = ()
    gone: Sequence[Key] = ()
    set_aside: Sequence[SetAside] = ()


class Documents(ABC):
    """Kept beside the history, in the same database. Reading never writes, not even an empty table."""

    @abstractmethod
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Every generation of every projection, by projection and generation."""

    @abstractmethod
    def find(self, projection: str, key: Key) -> Found | None:
        """The document of a key and its checkpoint, read together; None if the projection was never materialised."""

    @abstractmethod
    def every(self, projection: str, generation: int) -> Iterator[Document]:
        """All documents of a generation by key; nothing is held open between two of them."""

    @abstractmethod
    def set_aside(self, projection: str, generation: int) -> tuple[SetAside, ...]:
        """The entries that a generation left out, by position."""

    @abstractmethod
    def begin(self, projection: str, *, form: str, current: bool) -> Checkpoint:
        """A new generation at position 0. If `current` is True and there is a current one already, that one."""

    @abstractmethod
    def advance(self, before: Checkpoint, after: Checkpoint, drawn: Drawn) -> bool:
        """Keep the changes and the checkpoint in one transaction. Return False, and keep nothing, if it was moved since."""

    @abstractmethod
    def switch(self, checkpoint: Checkpoint) -> bool:
        """Make a generation current and drop all others. Return False, and change nothing, if it no longer exists."""

    @abstractmethod
    def drop(self, checkpoint: Checkpoint, *, keys: Iterable[Key] | None = None) -> None:
        """Drop a whole generation, or its documents of these keys."""
