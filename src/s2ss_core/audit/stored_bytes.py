"""The stored bytes of each entry, against the columns beside them and against the canonical form, and the audit of a store."""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from typing import Any

from s2ss_core.audit.check import Breach, Requirement, finding_of, requirement
from s2ss_core.audit.finding import Finding
from s2ss_core.audit.history import Audit
from s2ss_core.errors import S2ssError
from s2ss_core.store import Recorded, Store, state_of
from s2ss_core.store.codec import is_canonical
from s2ss_core.store.decoder import read_or_set_aside
from s2ss_core.store.documents import SetAside
from s2ss_core.store.recorder import Row

__all__ = ["audited"]

CHOICE = "No source; this library's choice › what is audited is the whole history as it was recorded"
READABLE = requirement("FORM-10", "each entry can be read, and agrees with the columns beside it", CHOICE)
CANONICAL = requirement("FORM-04", "the bytes of each entry are the canonical form of its event", CHOICE)
LEAF = requirement("FORM-05", "the bytes of each entry have the hash that was kept beside them", CHOICE)


def audited(
    store: Store,
    watch: Callable[[int, int], object] = lambda _done, _of: None,
    *,
    upto: int | None = None,
    texts: bool = False,
) -> Audit:
    """Audit a store from its first entry to its newest, or to a position, in one pass and in constant memory.

    `watch` is called with the position reached and the newest one. With `texts`, reasons are shown as far as they are
    there. Raises StoreError only if the store itself cannot be read, and nothing for what it holds.
    """
    whole = Audit(read=partial(store.read, texts=texts))
    newest, after = store.newest() if upto is None else upto, 0
    while rows := store.rows(after=after, upto=newest):
        for row in rows:
            _take(row, whole, texts=texts)
        after = rows[-1].position
        watch(after, newest)
    return whole


def _take(row: Row, whole: Audit, *, texts: bool) -> None:
    flaws = tuple(_of_bytes(row))
    whole.note(*flaws)
    sealed = row._replace(texts=None, leaf=None if flaws else row.leaf)
    entry = read_or_set_aside(sealed)
    if isinstance(entry, SetAside):
        whole.skip(row.position, row.stream)
        whole.note(_found(READABLE, row, reason=entry.reason))
        return
    whole.note(*_of_event(row, entry))
    disclosed = read_or_set_aside(sealed._replace(texts=row.texts)) if texts and row.texts else entry
    whole.take(disclosed if isinstance(disclosed, Recorded) else entry)


def _of_bytes(row: Row) -> Iterator[Finding]:
    if row.leaf is not None and sha256(b"\0" + row.state).digest() != row.leaf:
        yield _found(LEAF, row, kept=row.leaf.hex(), computed=sha256(b"\0" + row.state).hexdigest())
    if not _canonical(row.state):
        yield _found(CANONICAL, row, is_json=False)


def _canonical(state: bytes) -> bool:
    try:
        return is_canonical(state)
    except (ValueError, TypeError, RecursionError):
        return False


def _of_event(row: Row, entry: Recorded) -> Iterator[Finding]:
    try:
        same = state_of(entry) == row.state
    except (S2ssError, ValueError, TypeError) as error:
        yield _found(CANONICAL, row, error=str(error))
        return
    if not same:
        yield _found(CANONICAL, row, is_written_alike=False)


def _found(needed: Requirement, row: Row, **facts: Any) -> Finding:
    return finding_of(needed, Breach(**facts), stream=row.stream, position=row.position)
