"""Check the form of a whole store, reading only. Whether its facts are right is the audit's work."""

from collections.abc import Callable, Iterator

import attrs

from s2ss_core.errors import StoreError
from s2ss_core.store.documents import SetAside
from s2ss_core.store.encoder import recorded_of
from s2ss_core.store.recorded import Recorded
from s2ss_core.store.store import PAGE, Store

DENSE = frozenset({"memory", "SQLite", "PostgreSQL"})  # a third-party back end may leave positions out


@attrs.frozen
class Flaw:
    """What is wrong with an entry, or with its place after the entry before it."""

    position: int
    says: str


@attrs.frozen(kw_only=True)
class IntegrityReport:
    """The size of the store, and every flaw by position."""

    entries: int
    streams: int
    newest: int
    flaws: tuple[Flaw, ...]


def check_integrity(
    store: Store, watch: Callable[[int, int], object] = lambda _done, _of: None
) -> IntegrityReport:
    """Read every entry: check positions and versions for gaps, columns for agreement, bytes for canonical form."""
    newest, after, entries = store.newest(), 0, 0
    dense, versions = store.about["back_end"] in DENSE, dict[str, int]()
    flaws: list[Flaw] = []
    while page := store.page(after=after, upto=newest, limit=PAGE):
        for entry, (position, state) in zip(page, store.entries(after), strict=False):
            flaws += _out_of_place(entry, after if dense else entry.position - 1, versions)
            flaws += _malformed(entry, position, state)
            after = entry.position
        entries += len(page)
        watch(after, newest)
    return IntegrityReport(entries=entries, streams=len(versions), newest=newest, flaws=tuple(flaws))


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


def _malformed(entry: Recorded | SetAside, position: int, state: bytes) -> Iterator[Flaw]:
    if isinstance(entry, SetAside):
        yield Flaw(entry.position, entry.reason)
        return
    try:
        recorded_of(state, position=position)
    except StoreError as error:
        yield Flaw(position, str(error))
