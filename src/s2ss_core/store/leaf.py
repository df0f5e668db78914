"""The leaf hash of an entry: kept in a column beside the stored bytes, and compared whenever they are read."""

from hashlib import sha256

from s2ss_core.errors import CorruptEntry

LEAF_BYTES = 32
PREFIX = b"\0"  # RFC 9162 hashes a leaf of a Merkle tree behind a zero byte


def leaf_of(state: bytes) -> bytes:
    """The leaf hash of stored bytes: SHA-256 over a zero byte and the bytes, as in RFC 9162."""
    return sha256(PREFIX + state).digest()


def check_leaf(position: int, state: object, leaf: object) -> None:
    """Raise CorruptEntry, naming the position, unless `leaf` is the leaf hash of `state`."""
    if not isinstance(state, bytes) or sha256(PREFIX + state).digest() != leaf:
        raise CorruptEntry(
            f"The entry at position {position} was changed or damaged: its bytes do not have the hash that was kept"
            " beside them. Stop writing to this store, and restore a backup."
        )
