"""Everything that the record holds of one person, for the person who asks."""

import datetime as dt
from collections.abc import Callable, Iterator

import attrs

from s2ss_core.errors import BadInput, NotFound, StoreError
from s2ss_core.events import stored_name
from s2ss_core.ids import id_fault, key_of
from s2ss_core.projections.engine.identities import keys_of_one_leader
from s2ss_core.projections.subject_access.mentions import Mention, mentions_of
from s2ss_core.projections.subject_access.retention import Keeping, Kept
from s2ss_core.projections.subject_access.texts import TextAbout, texts_about
from s2ss_core.store import Recorded, Store
from s2ss_core.values import Withheld, is_text


@attrs.frozen(kw_only=True)
class Details:
    """What the directory beside the history holds of one of the person's ids."""

    id: str
    name: str | None
    email: str | None
    telephone: str | None


@attrs.frozen(kw_only=True)
class EntryAbout:
    """An entry that names the person: where it stands, in which places and roles it names them, and its private texts.

    Texts are empty where the entry names the person only as whoever recorded it.
    """

    position: int
    stream: str
    on: dt.date
    recorded_at: dt.datetime
    recorded_by: str
    name: str
    mentions: tuple[Mention, ...]
    texts: tuple[TextAbout, ...]


@attrs.frozen(kw_only=True)
class SubjectAccess:
    """Everything that the record holds of one person, in the order of record.

    `ids` are the keys of all ids under which the record knows them, the one asked for first. `details` are the
    directory's, None where the store has no directory. `kept` says for each stream with an entry until when it is kept.
    """

    person: str
    ids: tuple[str, ...]
    details: tuple[Details, ...] | None
    entries: tuple[EntryAbout, ...]
    kept: tuple[Kept, ...]

    @property
    def erasable(self) -> tuple[int, ...]:
        """The positions of the entries with a private text that is still there."""
        return tuple(
            entry.position
            for entry in self.entries
            if any(not isinstance(text.text, Withheld) for text in entry.texts)
        )

    def kept_until(self, position: int) -> dt.date | None:
        """Until when the entry at this position is kept; None while that is open."""
        streams = {entry.position: entry.stream for entry in self.entries}
        return next(kept.until for kept in self.kept if kept.stream == streams[position])


def subject_access(
    store: Store, person: str, *, so_far: Callable[[int, int], None] = lambda _done, _of: None
) -> SubjectAccess:
    """Everything that a store holds of a person, under every id that they were found to have.

    It reads the whole history once; `so_far` is called with how much is done and of how much. Raises `BadInput` for what is
    no id, and `NotFound` if nothing names the person.
    """
    if fault := id_fault(person) if is_text(person) else "give some text":
        raise BadInput(f"{person!r} is not the id of a person: {fault}")
    keys = keys_of_one_leader(person, store)
    details = _details(store, keys)
    entries = tuple(_entries(store, frozenset(keys), so_far))
    if not entries and not details:
        raise NotFound(f"nothing names {person}: neither an entry nor the directory")
    keeping = Keeping(store)
    return SubjectAccess(
        person=person,
        ids=keys,
        details=details,
        entries=entries,
        kept=tuple(keeping.of(stream) for stream in dict.fromkeys(entry.stream for entry in entries)),
    )


def _details(store: Store, keys: tuple[str, ...]) -> tuple[Details, ...] | None:
    """What the directory has of any spelling of these ids; None where there is none, as without a side database."""
    try:
        known = store.directory.known()
    except StoreError:
        return None
    entries = (store.directory.look_up(name) for name in known if key_of(name) in keys)
    return tuple(
        Details(id=entry.id, name=entry.name, email=entry.email, telephone=entry.telephone)
        for entry in entries
        if entry
    )


def _entries(store: Store, keys: frozenset[str], so_far: Callable[[int, int], None]) -> Iterator[EntryAbout]:
    newest = store.newest()
    for entry in store.history(upto=newest):
        so_far(entry.position, newest)
        mentions = tuple(mentions_of(entry, keys))
        if mentions:
            yield _entry(entry, mentions)


def _entry(entry: Recorded, mentions: tuple[Mention, ...]) -> EntryAbout:
    return EntryAbout(
        position=entry.position,
        stream=entry.stream,
        on=entry.event.on,
        recorded_at=entry.recorded_at,
        recorded_by=entry.recorded_by,
        name=stored_name(type(entry.event)).name,
        mentions=mentions,
        texts=tuple(texts_about(entry, mentions)),
    )
