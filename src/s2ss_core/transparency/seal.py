"""Seal a history: sign a checkpoint of it, only ever of one that continues what the same key sealed before.

What a key signed last stands beside it in a file. It is read, compared and replaced under one lock, so that two programs
with one key can never sign two histories of which neither continues the other.
"""

from collections.abc import Collection
from pathlib import Path

from s2ss_core.errors import BadInput, StoreError
from s2ss_core.store import Store
from s2ss_core.transparency.checkpoint import LogHead, SignedCheckpoint, signed_checkpoint
from s2ss_core.transparency.files import content_of, locked, replace, text_of
from s2ss_core.transparency.keys import LOG, SecretKey, secret_key
from s2ss_core.transparency.leaves import Watch, tree_of, unwatched
from s2ss_core.transparency.signed_note import SignedNote


def key_in(path: Path, kind: int = LOG) -> SecretKey:
    """The secret key in a file. Raises BadInput if it holds none, or one of the other kind."""
    key = secret_key(text_of(path))
    if key.public.kind != kind:
        raise BadInput(
            f"{path} holds the key of a {'witness' if kind == LOG else 'log'}: name the file with the key of the"
            f" {'log' if kind == LOG else 'witness'}."
        )
    return key


def last_file(key_file: Path) -> Path:
    """The file beside a key with the checkpoint that it signed last."""
    return key_file.with_name(f"{key_file.name}.last")


def last_signed(key_file: Path) -> SignedCheckpoint | None:
    """The checkpoint that the key in a file signed last; None if it signed none. Raises BadInput."""
    file = last_file(key_file)
    return signed_checkpoint(content_of(file)) if file.exists() else None


def sealed(
    store: Store, key_file: Path, *, since: Collection[LogHead] = (), watch: Watch = unwatched
) -> SignedCheckpoint:
    """Sign a checkpoint of the whole history with the key in a file, and return it.

    Raises StoreError if the history does not continue the checkpoint that this key signed last, or one of `since`. Then
    nothing is signed. Sealed again, the same history gives the same bytes. Raises BadInput and CorruptEntry.
    """
    with locked(key_file):
        key, last = key_in(key_file), last_signed(key_file)
        if last and not last.note.is_signed_by(key.public):
            raise BadInput(
                f"{last_file(key_file)} was not signed by the key beside it. Put back the file that was there."
            )
        heads = [*since, *([last.head] if last else [])]
        tree = tree_of(store, sizes={head.size for head in heads}, watch=watch)
        for head in heads:
            check_continues(tree.roots.get(head.size), tree.size, head, key.public.name)
        head = LogHead(key.public.name, tree.size, tree.root)
        checkpoint = SignedCheckpoint(head, SignedNote(head.text).signed(key))
        replace(last_file(key_file), str(checkpoint.note))
    return checkpoint


def check_continues(root: bytes | None, size: int, earlier: LogHead, origin: str) -> None:
    """Raise StoreError unless a history continues an earlier checkpoint; `root` is its root at the earlier size."""
    if earlier.origin != origin:
        raise BadInput(
            f"The earlier checkpoint is of {earlier.origin}, and this is {origin}. Give a checkpoint of this log."
        )
    if size < earlier.size:
        raise StoreError(
            f"This history has {size:,} entries, but {earlier.size:,} were sealed before: entries are missing, or somebody"
            " restored an older backup. Nothing was signed."
        )
    if root != earlier.root:
        raise StoreError(
            f"The first {earlier.size:,} entries are not those that were sealed before: somebody changed them, or this is"
            " another history. Nothing was signed. Compare it with a backup or with exported tiles."
        )
