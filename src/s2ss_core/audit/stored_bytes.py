"""The stored bytes of each entry, against the columns beside them and against the canonical form, and the audit of a store."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import Any

from s2ss_core.audit.check import Breach, Requirement, finding_of, requirement
from s2ss_core.audit.finding import Finding
from s2ss_core.audit.history import Audit
from s2ss_core.audit.record import Draw
from s2ss_core.errors import S2ssError
from s2ss_core.events import stored_name
from s2ss_core.store import Recorded, Store, state_of
from s2ss_core.store.codec import is_canonical
from s2ss_core.store.decoder import read_or_set_aside
from s2ss_core.store.documents import SetAside
from s2ss_core.store.recorder import Row

__all__ = ["audited", "is_in_canonical_form"]

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
    draw: Draw | None = None,
) -> Audit:
    """Audit a store from its first entry to its newest, or to a position, in one pass and in constant memory.

    What was recorded together with the last entry is taken too. `watch` is called with the position reached and the newest
    one. With `texts`, reasons are shown as far as they are there. With `draw`, certificates are recomputed and compared:
    see `Audit`. Raises StoreError only if the store itself cannot be read, and nothing for what it holds.
    """
    whole = Audit(read=partial(store.read, texts=texts), draw=draw)
    newest, after = store.newest() if upto is None else upto, 0
    with _older_objects_left_alone():
        while rows := store.rows(after=after, upto=newest):
            for row in rows:
                _take(row, whole, texts=texts)
            after = rows[-1].position
            watch(after, newest)
        while whole.awaits(rest := store.page(after=after, limit=1)):
            _take(store.rows(after=after, limit=1)[0], whole, texts=texts)
            after = rest[0].position
    return whole


@contextmanager
def _older_objects_left_alone() -> Iterator[None]:
    """Let the garbage collector pass over what the program had made before: looking at it is a fifth of an audit's time."""
    ours = gc.get_freeze_count() == 0
    if ours:
        gc.freeze()
    try:
        yield
    finally:
        if ours:
            gc.unfreeze()


def _take(row: Row, whole: Audit, *, texts: bool) -> None:
    read = row if row.texts is None else row._replace(texts=None)
    entry, hashed = read_or_set_aside(read), True
    if isinstance(entry, SetAside) and (computed := _other_leaf(row)):
        whole.note(_found(LEAF, row, computed=computed))
        entry, hashed = read_or_set_aside(read._replace(leaf=None)), False
    if isinstance(entry, SetAside):
        whole.skip(row.position, row.stream)
        whole.note(_found(READABLE, row, reason=entry.reason))
        return
    if not is_in_canonical_form(row, entry):
        whole.note(_found(CANONICAL, row, is_written_alike=False))
    disclosed = read_or_set_aside(row) if texts and row.texts and hashed else entry
    whole.take(disclosed if isinstance(disclosed, Recorded) else entry)


def _other_leaf(row: Row) -> str | None:
    """The hash of the bytes of an entry, if it is another one than that which was kept beside them."""
    computed = sha256(b"\0" + row.state)
    return None if row.leaf in (None, computed.digest()) else computed.hexdigest()


def is_in_canonical_form(row: Row, entry: Recorded) -> bool:
    """Whether the event gives the same bytes when it is written again; for one of an old version, whether JSON does.

    An entry that can be read has no unknown key and one spelling of each value. So JSON written again says it, but for
    a key without a value.
    """
    if not _is_json(row.state):
        return False
    stored = stored_name(type(entry.event))
    if b"null" not in row.state or row.topic != f"{stored.name}@{stored.version}":
        return True
    try:
        return state_of(entry) == row.state
    except (S2ssError, ValueError, TypeError):
        return False


def _is_json(state: bytes) -> bool:
    try:
        return is_canonical(state)
    except (ValueError, TypeError, RecursionError):
        return False


def _found(needed: Requirement, row: Row, **facts: Any) -> Finding:
    return finding_of(needed, Breach(**facts), stream=row.stream, position=row.position)
