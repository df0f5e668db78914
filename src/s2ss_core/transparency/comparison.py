"""Compare a store with a checkpoint that is kept elsewhere, and with the leaf hashes that were sealed if they are there."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import attrs

from s2ss_core.errors import BadInput, StoreError
from s2ss_core.store import Store
from s2ss_core.store.leaf import leaf_of
from s2ss_core.transparency.checkpoint import LogHead, SignedCheckpoint, signed_checkpoint
from s2ss_core.transparency.files import content_of
from s2ss_core.transparency.keys import PublicKey
from s2ss_core.transparency.leaves import Watch, tree_of, unwatched
from s2ss_core.transparency.tiles import exported_checkpoint, exported_leaves


@attrs.frozen
class SealedDifference:
    """A difference from what was sealed. `position` is where the entry stands or stood; None for the history as a whole."""

    position: int | None
    says: str


def checkpoint_at(path: Path, key: PublicKey | None) -> SignedCheckpoint:
    """The checkpoint in a file or in a folder of tiles. Raises BadInput, also if a key is given that did not sign it."""
    checkpoint = exported_checkpoint(path) if path.is_dir() else signed_checkpoint(content_of(path))
    if key and not (checkpoint.head.origin == key.name and checkpoint.note.is_signed_by(key)):
        raise BadInput(
            f"The checkpoint in {path} was not signed by {key.name}. Somebody changed it, or it is of another log."
        )
    return checkpoint


def sealed_differences(
    store: Store, path: Path, checkpoint: SignedCheckpoint, watch: Watch = unwatched
) -> tuple[SealedDifference, ...]:
    """How a store differs from a checkpoint. Only a folder of tiles shows which entries differ. Raises BadInput."""
    summary = tuple(_as_a_whole(store, checkpoint.head, watch))
    if not summary or not path.is_dir():
        return summary
    return (*summary, *_entry_by_entry(tuple(exported_leaves(path, checkpoint)), _leaves(store)))


def _as_a_whole(store: Store, head: LogHead, watch: Watch) -> Iterator[SealedDifference]:
    try:
        tree = tree_of(store, size=head.size, watch=watch)
    except StoreError as error:
        yield SealedDifference(None, f"The store cannot give the root that was sealed. {error}")
        return
    if tree.size < head.size:
        yield SealedDifference(
            None,
            f"{head.size - tree.size:,} of the {head.size:,} entries that were sealed are missing at the end, or somebody"
            " restored an older backup.",
        )
    elif tree.root != head.root:
        yield SealedDifference(
            None,
            f"The first {head.size:,} entries are not those that were sealed: somebody changed, inserted, deleted or moved"
            " entries, or this is another history.",
        )


def _leaves(store: Store) -> tuple[bytes, ...]:
    """The hash of every entry's bytes as they are now, whatever stands beside them."""
    found: list[bytes] = []
    after = 0
    while rows := store.rows(after=after):
        for row in rows:
            state: object = row.state  # a planted row may hold text where bytes belong
            found.append(leaf_of(state if isinstance(state, bytes) else str(state).encode()))
        after = rows[-1].position
    return tuple(found)


def _entry_by_entry(sealed: tuple[bytes, ...], now: tuple[bytes, ...]) -> Iterator[SealedDifference]:
    sealed_at = {leaf: position for position, leaf in enumerate(sealed, 1)}
    now_at = {leaf: position for position, leaf in enumerate(now, 1)}
    for position, leaf in enumerate(sealed, 1):
        if leaf not in now_at:
            yield SealedDifference(position, "The entry that was sealed here was changed or deleted.")
    for position, leaf in enumerate(now[: len(sealed)], 1):
        if leaf not in sealed_at:
            yield SealedDifference(position, "The entry that stands here now was not sealed.")
    yield from _moved(sealed, now_at)


def _moved(sealed: tuple[bytes, ...], now_at: Mapping[bytes, int]) -> Iterator[SealedDifference]:
    """Runs of entries that stand elsewhere now, each run once."""
    places = ((position, now_at.get(leaf, position)) for position, leaf in enumerate(sealed, 1))
    for shift, run in groupby(places, key=lambda place: place[1] - place[0]):
        if shift:
            moved = tuple(run)
            (first, now), count = moved[0], len(moved)
            says = (
                f"The {count:,} entries that were sealed from here on"
                if count > 1
                else "The entry that was sealed here"
            )
            yield SealedDifference(
                first, f"{says} now {'stand from' if count > 1 else 'stands at'} position {now}."
            )
