"""Check the form of a whole store, reading only. Whether its facts are right is the audit's work."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import attrs

from s2ss_core.errors import StoreError
from s2ss_core.store.clock import ClockCheck
from s2ss_core.store.decoder import read_or_set_aside
from s2ss_core.store.documents import SetAside
from s2ss_core.store.encoder import recorded_of
from s2ss_core.store.private_texts import text_flaw
from s2ss_core.store.recorded import Recorded
from s2ss_core.store.recorder import Row
from s2ss_core.store.store import Store

DENSE = frozenset({"memory", "SQLite", "PostgreSQL"})  # a third-party back end may leave positions out


@attrs.frozen
class Flaw:
    """What is wrong with an entry or its place; without a position, with the file or table that holds it."""

    position: int | None
    says: str


@attrs.frozen(kw_only=True)
class IntegrityReport:
    """The size of the store, and every flaw: of the file first, then by position.

    `notes` name entries whose time of recording cannot be true beside those of their neighbours. They cannot be mended.
    """

    entries: int
    streams: int
    newest: int
    flaws: tuple[Flaw, ...]
    notes: tuple[Flaw, ...] = ()


def check_integrity(
    store: Store, watch: Callable[[int, int], object] = lambda _done, _of: None
) -> IntegrityReport:
    """Check the file, then every entry: gaps, columns that disagree, bytes that are not canonical, altered texts, clocks.

    No flaw repeats a private text.
    """
    flaws = [Flaw(None, says) for says in _of_the_file(store)]
    check = _EntryCheck(dense=store.about["back_end"] in DENSE, clock=ClockCheck(datetime.now(UTC)))
    newest = 0
    try:
        newest = store.newest()
        while rows := store.rows(after=check.after, upto=newest):
            for row in rows:
                flaws += check.flaws(row)
            watch(check.after, newest)
    except StoreError as error:
        flaws.append(Flaw(None, f"Entries after position {check.after} cannot be read. {error}"))
    return IntegrityReport(
        entries=check.entries,
        streams=len(check.versions),
        newest=newest,
        flaws=tuple(flaws),
        notes=tuple(check.notes),
    )


def _of_the_file(store: Store) -> Iterator[str]:
    try:
        yield from store.flaws()
    except StoreError as error:
        yield str(error)


@attrs.define
class _EntryCheck:
    """Checks entries in order of position."""

    dense: bool
    clock: ClockCheck
    after: int = 0
    entries: int = 0
    versions: dict[str, int] = attrs.field(factory=dict)
    notes: list[Flaw] = attrs.field(factory=list)

    def flaws(self, row: Row) -> Iterator[Flaw]:
        entry = read_or_set_aside(row._replace(texts=None))
        yield from _out_of_place(entry, self.after if self.dense else row.position - 1, self.versions)
        yield from _malformed(entry, row.state)
        if isinstance(entry, Recorded):
            says = text_flaw(row.texts, row.state), self.clock.in_the_future(entry.recorded_at)
            yield from (Flaw(row.position, flaw) for flaw in says if flaw)
            self.notes += (Flaw(*note) for note in self.clock.out_of_order(row.position, entry.recorded_at))
        self.after, self.entries = row.position, self.entries + 1


def _out_of_place(entry: Recorded | SetAside, before: int, versions: dict[str, int]) -> Iterator[Flaw]:
    if entry.position != before + 1:
        yield Flaw(
            entry.position, f"The position before it is {before}: {entry.position - before - 1} are missing."
        )
    known = versions.get(entry.stream)
    if isinstance(entry, SetAside):
        versions[entry.stream] = (known or 0) + 1  # whatever it says, something stands there
        return
    if entry.version not in ((0, 1) if known is None else (known + 1,)):
        yield Flaw(entry.position, f"{entry.stream} goes from version {known or 0} to {entry.version}.")
    versions[entry.stream] = entry.version


def _malformed(entry: Recorded | SetAside, state: bytes) -> Iterator[Flaw]:
    if isinstance(entry, SetAside):
        yield Flaw(entry.position, entry.reason)
        return
    try:
        recorded_of(state, position=entry.position)
    except StoreError as error:
        yield Flaw(entry.position, str(error))
