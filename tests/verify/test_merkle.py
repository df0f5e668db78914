"""The verifier's tree and proofs, against the definition and against those that the library makes."""

from hypothesis import given
from hypothesis import strategies as st

from s2ss_core.transparency.proofs import continues, includes
from s2ss_verify.merkle import consistency_holds, inclusion_holds, tree_hash
from tests.transparency.given import leaves, mth, path, subproof

MOST = 260


@given(st.integers(0, MOST), st.data())
def test_roots_are_those_of_the_definition(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))

    assert tree_hash(leaves(size), (old,)) == (size, mth(leaves(size)), {old: mth(leaves(old))})


@given(st.integers(1, MOST), st.data())
def test_both_sides_accept_the_same_proofs_of_inclusion(size: int, data: st.DataObject) -> None:
    over = leaves(size)
    index, claimed = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-1, size + 2))
    proof = path(index, over)
    changed = data.draw(
        st.sampled_from((proof, proof[:-1], [*proof, proof[0] if proof else over[0]], proof[::-1]))
    )
    claimed_size = data.draw(st.integers(0, size + 3))
    leaf = over[index]

    assert inclusion_holds(leaf, index, size, proof, mth(over))
    theirs = inclusion_holds(leaf, claimed, claimed_size, changed, mth(over))
    ours = includes(mth(over), size=claimed_size, index=claimed, leaf=leaf, proof=changed)
    assert theirs == ours


@given(st.integers(1, MOST), st.data())
def test_both_sides_accept_the_same_proofs_of_consistency(size: int, data: st.DataObject) -> None:
    over = leaves(size)
    old = data.draw(st.integers(1, size))
    proof = subproof(old, over)
    changed = data.draw(st.sampled_from((proof, proof[:-1], [*proof, over[0]], proof[::-1])))
    claimed, claimed_size = data.draw(st.integers(0, size + 2)), data.draw(st.integers(0, size + 2))
    first = mth(over[: min(claimed, size)])

    assert consistency_holds(old, size, mth(over[:old]), mth(over), proof)
    theirs = consistency_holds(claimed, claimed_size, first, mth(over), changed)
    ours = continues(first, mth(over), old=claimed, size=claimed_size, proof=changed)
    assert theirs == ours
