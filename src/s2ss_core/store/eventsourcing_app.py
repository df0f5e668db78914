"""eventsourcing's mapper and application, restricted to our format and to the given settings."""

from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import EventStore, JSONTranscoder, Mapper, StoredEvent
from eventsourcing.utils import Environment, EnvType

from s2ss_core.errors import StoreError
from s2ss_core.store.decoder import read
from s2ss_core.store.directory import Directory
from s2ss_core.store.documents import Documents
from s2ss_core.store.encoder import write
from s2ss_core.store.envelope import Draft
from s2ss_core.store.recorder import EntryRecorder, StoredEntry

# Each of these settings would change what is stored, or where.
REFUSED = ("COMPRESSOR_TOPIC", "CIPHER_TOPIC", "CIPHER_KEY", "TRANSCODER_TOPIC", "MAPPER_TOPIC",
           "IS_SNAPSHOTTING_ENABLED", "POSTGRES_ENABLE_DB_FUNCTIONS")  # fmt: skip


class EntryMapper(Mapper[UUID]):
    """Maps drafts to stored entries, and stored entries to recorded events."""

    def __init__(self, *, texts: bool = True) -> None:
        super().__init__(JSONTranscoder())
        self._texts = texts

    def to_stored_event(self, domain_event: Any) -> StoredEntry:
        """The row of a draft. Raises BadInput."""
        assert isinstance(domain_event, Draft)
        recorded = domain_event.recorded
        topic, state, texts = write(recorded)
        return StoredEntry(
            domain_event.originator_id, recorded.version, topic, state, stream=recorded.stream, texts=texts
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """The recorded event of a row, a `Recorded`. Raises UnknownEvent and CorruptEntry."""
        entry = stored_event
        assert isinstance(entry, StoredEntry)
        texts = entry.texts if self._texts else None
        return read(
            (entry.position, entry.originator_version, entry.topic, entry.state, entry.stream, texts,
             entry.originator_id, entry.leaf)
        )  # fmt: skip


class HistoryApplication(Application[UUID]):
    """The application: it uses the given settings only, and reads streams with or without their texts."""

    # Some modules name their tables after it, and settings may begin with it: it never changes.
    name = "History"

    directory: Directory
    documents: Documents
    entries: EntryRecorder

    def __init__(self, settings: EnvType) -> None:
        super().__init__(settings)
        factory: Any = self.factory
        self.directory = factory.directory()
        self.documents = factory.documents()
        assert isinstance(self.recorder, EntryRecorder)
        self.entries = self.recorder
        self.with_texts = self.events
        self.without_texts: EventStore[UUID] = EventStore(EntryMapper(texts=False), self.recorder)

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """The given settings only: the process's environment never redirects a store. Raises StoreError."""
        settings = Environment(name, dict(env or {}))
        for key in REFUSED:
            if settings.get(key) is not None:
                raise StoreError(
                    f"The setting {key} is not allowed: entries are stored exactly as they are hashed. Remove it."
                )
        return settings

    def construct_mapper(self) -> Mapper[UUID]:
        """Our own mapper: without compressor, cipher or topics."""
        return EntryMapper()
