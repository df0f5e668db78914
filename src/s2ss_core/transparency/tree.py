"""A Merkle tree as RFC 9162, section 2.1.1, defines it, over leaf hashes that arrive one after the other."""

from collections.abc import Collection, Mapping
from hashlib import sha256

HASH_BYTES = 32
NODE_PREFIX = b"\1"  # a leaf is hashed behind a zero byte, so no leaf can be taken for a node

Range = tuple[int, int]
"""The leaves from one index up to, and without, another."""


def node_of(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return sha256(NODE_PREFIX + left + right).digest()


def greatest_power_below(size: int) -> int:
    """The greatest power of two below a size of 2 or more: where a tree of this size is split."""
    return 1 << ((size - 1).bit_length() - 1)


def perfect_ranges(start: int, end: int) -> list[Range]:
    """The perfect trees that a range of a tree consists of, from the left; each has a power of two of leaves."""
    found: list[Range] = []
    while start < end:
        middle = start + (1 << ((end - start).bit_length() - 1))
        found.append((start, middle))
        start = middle
    return found


def joined(roots: Collection[bytes]) -> bytes:
    """The root over perfect trees that stand side by side, the largest first."""
    if not roots:
        return sha256().digest()
    *before, root = roots
    for left in reversed(before):
        root = node_of(left, root)
    return root


class Tree:
    """A tree that takes one leaf hash after the other and keeps one hash for each bit of its size.

    It also keeps the roots of the perfect ranges that are asked for at the beginning, and its own root at the sizes that
    are asked for.
    """

    def __init__(self, ranges: Collection[Range] = (), sizes: Collection[int] = ()) -> None:
        self.size = 0
        self._peaks: list[bytes] = []
        self._asked, self._sizes = frozenset(ranges), frozenset(sizes)
        self._found: dict[Range, bytes] = {}
        self._roots: dict[int, bytes] = {0: joined(())}

    @property
    def root(self) -> bytes:
        """The root over the leaves so far, 32 bytes."""
        return joined(self._peaks)

    @property
    def roots(self) -> Mapping[int, bytes]:
        """The root at each of the sizes asked for that the tree has reached; always that of the empty tree."""
        return self._roots

    def add(self, leaf: bytes) -> None:
        """Add the next leaf hash."""
        self.size += 1
        node, leaves = leaf, 1
        self._keep(leaves, node)
        while not self.size & leaves:
            node, leaves = node_of(self._peaks.pop(), node), leaves * 2
            self._keep(leaves, node)
        self._peaks.append(node)
        if self.size in self._sizes:
            self._roots[self.size] = self.root

    def _keep(self, leaves: int, node: bytes) -> None:
        if self._asked and (self.size - leaves, self.size) in self._asked:
            self._found[self.size - leaves, self.size] = node

    def range_root(self, start: int, end: int) -> bytes:
        """The root over a range whose perfect ranges were asked for. Raises KeyError if one of them was not."""
        return joined([self._found[part] for part in perfect_ranges(start, end)])
