"""The documents of a store without a side database."""
# ruff: noqa: ARG002  it refuses every call

from collections.abc import Iterable, Iterator

from s2ss_core.errors import StoreError
from s2ss_core.store.documents import Checkpoint, Document, Documents, Drawn, Found, Key, SetAside

NO_PLACE = (
    "This back end cannot keep documents: name a side database in the settings, "
    "S2SS_SIDE_DATABASE=sqlite:///side.db, or use live views."
)


class NoDocuments(Documents):
    """There are no documents, and none can be kept."""

    def checkpoints(self) -> tuple[Checkpoint, ...]:
        return ()

    def find(self, projection: str, key: Key) -> Found | None:
        return None

    def every(self, projection: str, generation: int) -> Iterator[Document]:
        return iter(())

    def set_aside(self, projection: str, generation: int) -> tuple[SetAside, ...]:
        return ()

    def begin(self, projection: str, *, form: str, current: bool) -> Checkpoint:
        raise StoreError(NO_PLACE)

    def advance(self, before: Checkpoint, after: Checkpoint, drawn: Drawn) -> bool:
        return False

    def switch(self, checkpoint: Checkpoint) -> bool:
        return False

    def drop(self, checkpoint: Checkpoint, *, keys: Iterable[Key] | None = None) -> None:
        """Do nothing: there is nothing to drop."""
