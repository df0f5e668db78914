"""Proofs over the tree, as RFC 9162 defines them: that a leaf is in a tree, and that a tree continues an older one.

A proof is a list of hashes. Each is the root over a range of leaves, so both sides first list the ranges.
"""

from collections.abc import Iterable, Mapping, Sequence

from s2ss_core.transparency.tree import Range, Tree, greatest_power_below, joined, node_of, perfect_ranges

Proof = tuple[bytes, ...]


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges beside a leaf on its way to the root, from below (section 2.1.3.1)."""
    start, end, found = 0, size, list[Range]()
    while end - start > 1:
        middle = start + greatest_power_below(end - start)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def consistency_ranges(old: int, size: int) -> list[Range]:
    """The ranges from which both roots are computed (section 2.1.4.1). The old tree itself is none of them."""
    if not 0 < old < size:
        return []
    start, end, found = 0, size, list[Range]()
    while old != end:
        middle = start + greatest_power_below(end - start)
        if old <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((start, middle))
            start = middle
    if start:
        found.append((start, end))
    return found[::-1]


def parts(ranges: Iterable[Range]) -> frozenset[Range]:
    """The perfect ranges that a tree must keep so that it can give the hashes of these ranges."""
    return frozenset(part for wanted in ranges for part in perfect_ranges(*wanted))


def proof_from(tree: Tree, ranges: Iterable[Range]) -> Proof:
    """The hashes of the ranges, from a tree that kept their parts."""
    return tuple(tree.range_root(*wanted) for wanted in ranges)


def includes(root: bytes, *, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree with this root and size has the leaf hash at the index."""
    if not 0 <= index < size:
        return False
    ranges = inclusion_ranges(index, size)
    if len(ranges) != len(proof):
        return False
    node = leaf
    for (start, _), beside in zip(ranges, proof, strict=True):
        node = node_of(node, beside) if start > index else node_of(beside, node)
    return node == root


def continues(old_root: bytes, root: bytes, *, old: int, size: int, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the first `old` leaves of the tree with this root and size are those of the old tree."""
    if not 0 <= old <= size:
        return False
    ranges = consistency_ranges(old, size)
    if len(ranges) != len(proof):
        return False
    if old in {0, size}:
        return old_root == (root if old == size else joined(()))
    known = dict(zip(ranges, proof, strict=True))
    if old.bit_count() == 1:
        known[0, old] = old_root  # a perfect tree is a part of the new one as it is
    return _root(0, size, known) == root and _root(0, old, known) == old_root


def _root(start: int, end: int, known: Mapping[Range, bytes]) -> bytes | None:
    if (start, end) in known:
        return known[start, end]
    if end - start < 2:
        return None
    middle = start + greatest_power_below(end - start)
    left, right = _root(start, middle, known), _root(middle, end, known)
    return None if left is None or right is None else node_of(left, right)
