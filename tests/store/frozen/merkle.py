"""The root of a Merkle tree as RFC 9162, section 2.1.1, defines it."""

from collections.abc import Sequence
from hashlib import sha256


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes in their order: SHA-256 over a one byte and the roots of both halves."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1  # the greatest power of two below the number of leaves
    return sha256(b"\1" + root_of(leaves[:left]) + root_of(leaves[left:])).digest()
