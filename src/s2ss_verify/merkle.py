"""Merkle trees and their proofs, step by step as RFC 9162 writes the checks (sections 2.1.1, 2.1.3.2 and 2.1.4.2)."""

from collections.abc import Iterable, Sequence
from hashlib import sha256


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry."""
    return sha256(b"\x00" + entry).digest()


def interior_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node."""
    return sha256(b"\x01" + left + right).digest()


def tree_hash(leaves: Iterable[bytes], sizes: Sequence[int] = ()) -> tuple[int, bytes, dict[int, bytes]]:
    """The size and the root over leaf hashes, and the root at each of some smaller sizes, in one pass."""
    stack: list[tuple[int, bytes]] = []  # height and hash of the complete trees so far
    count, at = 0, dict.fromkeys((size for size in sizes if size == 0), _root([]))
    for leaf in leaves:
        height, node = 0, leaf
        while stack and stack[-1][0] == height:
            node = interior_hash(stack.pop()[1], node)
            height += 1
        stack.append((height, node))
        count += 1
        if count in sizes:
            at[count] = _root(stack)
    return count, _root(stack), at


def _root(stack: list[tuple[int, bytes]]) -> bytes:
    if not stack:
        return sha256(b"").digest()
    node = stack[-1][1]
    for _, left in stack[-2::-1]:
        node = interior_hash(left, node)
    return node


def inclusion_holds(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether an inclusion proof leads from a leaf hash to the root."""
    if not 0 <= index < size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = interior_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = interior_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def consistency_holds(
    first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether a consistency proof shows that the second tree begins with the first."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    if first == 0:
        return not path and first_root == sha256(b"").digest()
    nodes = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not nodes:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = nodes[0]
    for c in nodes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = interior_hash(c, fr), interior_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = interior_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root
