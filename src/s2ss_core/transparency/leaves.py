"""The leaves of a store's tree: the leaf hash of every entry, in order of position."""

from collections.abc import Callable, Collection, Iterator

from s2ss_core.errors import CorruptEntry
from s2ss_core.store import Store
from s2ss_core.store.codec import is_canonical
from s2ss_core.store.decoder import UNREADABLE
from s2ss_core.store.leaf import leaf_of
from s2ss_core.transparency.tree import Range, Tree

Watch = Callable[[int, int], object]
"""Takes how many entries were read, and of how many."""

DENSE = frozenset({"memory", "SQLite", "PostgreSQL"})  # a third-party back end may leave positions out
SHOWN = 1000  # entries, between two calls of `Watch`


def unwatched(_done: int, _of: int) -> None:
    """Nobody watches."""


def sealed_states(store: Store, watch: Watch = unwatched) -> Iterator[bytes]:
    """The stored bytes of every entry up to the newest of now, as they may be sealed, in constant memory.

    Raises CorruptEntry, naming the position, for bytes that are not those recorded or not canonical, and for a gap.
    """
    newest, dense = store.newest(), store.about["back_end"] in DENSE
    for number, (position, state) in enumerate(store.entries(), 1):
        if position > newest:
            break
        if dense and position != number:
            raise CorruptEntry(
                f"The entry at position {number} is missing: somebody deleted it. Stop writing, run s2ss doctor, and"
                " restore a backup."
            )
        _check_canonical(position, state)
        yield state
        if not number % SHOWN:
            watch(number, newest)


def _check_canonical(position: int, state: bytes) -> None:
    try:
        sound = is_canonical(state)
    except UNREADABLE:
        sound = False
    if not sound:
        raise CorruptEntry(
            f"The entry at position {position} is not canonical JSON. Stop writing, run s2ss doctor, and restore a backup."
        )


def tree_of(
    store: Store,
    *,
    size: int | None = None,
    ranges: Collection[Range] = (),
    sizes: Collection[int] = (),
    watch: Watch = unwatched,
) -> Tree:
    """The tree over the first `size` entries, or over all. Its ranges and sizes are as `Tree` says.

    It has fewer leaves if the store has fewer entries. Raises CorruptEntry.
    """
    tree = Tree(ranges, sizes)
    if size == 0:
        return tree
    for state in sealed_states(store, watch):
        tree.add(leaf_of(state))
        if tree.size == size:
            break
    return tree
