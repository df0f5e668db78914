"""The tree and its proofs: known vectors, a second way of computing them, and proofs that were changed."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.transparency.proofs import (
    Proof,
    consistency_ranges,
    continues,
    includes,
    inclusion_ranges,
    parts,
    proof_from,
)
from s2ss_core.transparency.tree import Tree
from tests.transparency.given import EIGHT, leaves, mth, path, subproof

# Computed by implementations of certificate transparency over the eight leaves.
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUSIONS = (
    (0, 8, (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    )),
    (5, 8, (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    )),
    (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
)  # fmt: skip
CONSISTENCIES = (
    (1, 8, (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    )),
    (6, 8, (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    )),
    (2, 5, (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    )),
)  # fmt: skip
MOST = 260


def grown(over: Sequence[bytes], ranges: Sequence[tuple[int, int]] = ()) -> Tree:
    tree = Tree(parts(ranges), range(len(over) + 1))
    for leaf in over:
        tree.add(leaf)
    return tree


def inclusion(index: int, over: Sequence[bytes]) -> Proof:
    ranges = inclusion_ranges(index, len(over))
    return proof_from(grown(over, ranges), ranges)


def consistency(old: int, over: Sequence[bytes]) -> Proof:
    ranges = consistency_ranges(old, len(over))
    return proof_from(grown(over, ranges), ranges)


def test_roots_are_those_of_the_published_vectors() -> None:
    tree = grown(EIGHT)

    assert [tree.roots[size].hex() for size in range(9)] == list(ROOTS)


@pytest.mark.parametrize(("index", "size", "hashes"), INCLUSIONS)
def test_inclusion_proofs_are_those_of_the_published_vectors(
    index: int, size: int, hashes: tuple[str, ...]
) -> None:
    assert [node.hex() for node in inclusion(index, EIGHT[:size])] == list(hashes)


@pytest.mark.parametrize(("old", "size", "hashes"), CONSISTENCIES)
def test_consistency_proofs_are_those_of_the_published_vectors(
    old: int, size: int, hashes: tuple[str, ...]
) -> None:
    assert [node.hex() for node in consistency(old, EIGHT[:size])] == list(hashes)


@given(st.integers(0, MOST), st.data())
def test_roots_and_proofs_are_those_of_the_definition(size: int, data: st.DataObject) -> None:
    over = leaves(size)
    index = data.draw(st.integers(0, max(size - 1, 0)))
    old = data.draw(st.integers(0, size))

    tree = grown(over)

    assert tree.root == mth(over)
    assert tree.roots[old] == mth(over[:old])
    if size:
        assert list(inclusion(index, over)) == path(index, over)
    if old:
        assert list(consistency(old, over)) == subproof(old, over)


@given(st.integers(1, MOST), st.data())
def test_a_proof_shows_what_is_so_and_nothing_else(size: int, data: st.DataObject) -> None:
    over = leaves(size)
    root, index = mth(over), data.draw(st.integers(0, size - 1))
    proof = inclusion(index, over)

    assert includes(root, size=size, index=index, leaf=over[index], proof=proof)
    for wrong in range(-1, size + 2):
        if wrong != index:
            assert not includes(root, size=size, index=wrong, leaf=over[index], proof=proof)
    assert not includes(root, size=size, index=index, leaf=leaves(size + 1)[-1], proof=proof)
    assert not includes(root, size=size, index=index, leaf=over[index], proof=(*proof, root))


@given(st.integers(1, MOST), st.data())
def test_a_tree_continues_its_beginning_and_no_other(size: int, data: st.DataObject) -> None:
    over = leaves(size)
    root, old = mth(over), data.draw(st.integers(1, size))
    proof = consistency(old, over)

    assert continues(mth(over[:old]), root, old=old, size=size, proof=proof)
    assert not continues(mth([*over[: old - 1], over[0] + b"x"]), root, old=old, size=size, proof=proof)
    assert not continues(mth(over[:old]), mth([*over, over[0]]), old=old, size=size, proof=proof)
    assert not continues(mth(over[:old]), root, old=old, size=size, proof=(*proof, root))


@given(st.integers(2, MOST), st.data())
def test_a_proof_with_one_other_bit_shows_nothing(size: int, data: st.DataObject) -> None:
    over = leaves(size)
    root, index, old = mth(over), data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    bit = data.draw(st.integers(0, 255))

    def shows_inclusion(proof: Proof) -> bool:
        return includes(root, size=size, index=index, leaf=over[index], proof=proof)

    def shows_consistency(proof: Proof) -> bool:
        return continues(mth(over[:old]), root, old=old, size=size, proof=proof)

    for nodes, shows in (
        (inclusion(index, over), shows_inclusion),
        (consistency(old, over), shows_consistency),
    ):
        which = data.draw(st.integers(0, len(nodes) - 1))
        changed = bytearray(nodes[which])
        changed[bit // 8] ^= 1 << bit % 8
        assert shows(nodes)
        assert not shows((*nodes[:which], bytes(changed), *nodes[which + 1 :]))
        assert not shows(nodes[:-1])


def test_everything_continues_the_empty_tree() -> None:
    assert continues(mth([]), mth(leaves(3)), old=0, size=3, proof=())
    assert not continues(mth([]), mth(leaves(3)), old=0, size=3, proof=(mth([]),))
    assert not continues(mth([]), mth(leaves(3)), old=0, size=0, proof=())
    assert not continues(mth(leaves(1)), mth(leaves(3)), old=0, size=3, proof=())
    assert not continues(mth(leaves(3)), mth(leaves(2)), old=3, size=2, proof=())
