"""Proofs against the reference vectors, the naive tree, and everything that is no proof."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.merkle import EMPTY_ROOT, SubtreeHash, leaf_hash
from gateway.audit.proof import consistency, inclusion, verify_consistency, verify_inclusion
from tests.gateway.audit.test_merkle import LEAVES, ROOTS, naive_root, numbered

SIZES = st.integers(1, 80).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1)))


def reader(leaves: list[bytes]) -> SubtreeHash:
    return lambda level, index: naive_root(leaves[index << level : (index + 1) << level])


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2."""
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


def test_R44_the_vectors_of_the_reference_implementation() -> None:
    def hexes(proof: tuple[bytes, ...]) -> list[str]:
        return [one.hex()[:8] for one in proof]

    assert hexes(inclusion(0, 8, reader(LEAVES))) == ["96a296d2", "5f083f0a", "6b47aaf2"]
    assert hexes(inclusion(5, 8, reader(LEAVES))) == ["bc1a0643", "ca854ea1", "d37ee418"]
    assert hexes(inclusion(2, 3, reader(LEAVES))) == ["fac54203"]
    assert hexes(consistency(1, 8, reader(LEAVES))) == ["96a296d2", "5f083f0a", "6b47aaf2"]
    assert hexes(consistency(6, 8, reader(LEAVES))) == ["0ebc5d34", "ca854ea1", "d37ee418"]
    assert hexes(consistency(2, 5, reader(LEAVES))) == ["5f083f0a", "bc1a0643"]


@given(SIZES)
def test_R44_inclusion_is_the_naive_path_and_verifies(case: tuple[int, int]) -> None:
    size, index = case
    leaves = numbered(size)
    proof = inclusion(index, size, reader(leaves))
    assert list(proof) == naive_path(index, leaves)
    root, leaf = naive_root(leaves), leaf_hash(leaves[index])
    assert verify_inclusion(index, size, leaf, root, proof)
    assert not verify_inclusion(index, size, leaf_hash(b"other"), root, proof)
    assert not verify_inclusion(index, size, leaf, EMPTY_ROOT, proof)
    assert not verify_inclusion(index, size, leaf, root, [*proof, EMPTY_ROOT])
    assert not verify_inclusion(size, size, leaf, root, proof)
    assert not verify_inclusion(-1, size, leaf, root, proof)
    if size > 1:
        assert not verify_inclusion(index, size, leaf, root, proof[:-1])
        assert not verify_inclusion((index + 1) % size, size, leaf, root, proof)


@given(SIZES)
def test_R44_consistency_is_the_naive_subproof_and_verifies(case: tuple[int, int]) -> None:
    size, old = case
    leaves = numbered(size)
    proof = consistency(old, size, reader(leaves))
    assert list(proof) == (naive_subproof(old, leaves, True) if old else [])
    before, now = naive_root(leaves[:old]), naive_root(leaves)
    assert verify_consistency(old, before, size, now, proof)
    assert verify_consistency(size, now, size, now, ())
    other = naive_root([b"rewritten", *leaves[1:old]]) if old else leaf_hash(b"")
    assert not verify_consistency(old, other, size, now, proof)
    assert verify_consistency(old, before, size, hashlib.sha256(b"").digest(), proof) == (
        old == 0
    )  # nothing to contradict
    assert not verify_consistency(old, before, size, now, [*proof, now])
    assert not verify_consistency(size, now, old, before, proof)
    if proof:
        assert not verify_consistency(old, before, size, now, proof[:-1])
        assert not verify_consistency(old, before, size, now, ())


@given(st.integers(-3, 40), st.integers(-3, 40), st.lists(st.binary(min_size=30, max_size=33), max_size=6))
def test_R44_arbitrary_proofs_are_refused_and_never_crash(old: int, new: int, proof: list[bytes]) -> None:
    root = hashlib.sha256(b"root").digest()
    assert not verify_inclusion(old, new, EMPTY_ROOT, root, proof)
    assert verify_consistency(old, root, new, root, proof) == (old == new >= 0 and not proof)


def test_what_cannot_be_asked_is_refused() -> None:
    for index in (-1, 3):
        with pytest.raises(ValueError):
            inclusion(index, 3, reader(LEAVES))
    with pytest.raises(ValueError):
        consistency(4, 3, reader(LEAVES))
    assert consistency(3, 3, reader(LEAVES)) == ()
    assert verify_consistency(0, EMPTY_ROOT, 8, bytes.fromhex(ROOTS[8]), ())
    assert not verify_consistency(0, bytes(32), 8, bytes.fromhex(ROOTS[8]), ())


def test_R44_a_proof_for_a_smaller_tree_proves_nothing_about_a_larger_one() -> None:
    root = bytes.fromhex(ROOTS[8])
    assert not verify_inclusion(0, 16, leaf_hash(LEAVES[0]), root, inclusion(0, 8, reader(LEAVES)))
    assert not verify_consistency(4, bytes.fromhex(ROOTS[4]), 16, root, consistency(4, 8, reader(LEAVES)))
    assert not verify_consistency(3, bytes.fromhex(ROOTS[3]), 16, root, consistency(3, 8, reader(LEAVES)))


def test_R44_two_trees_of_one_size_are_consistent_only_if_they_are_one() -> None:
    root = bytes.fromhex(ROOTS[8])
    assert verify_consistency(8, root, 8, root, ())
    assert not verify_consistency(8, root, 8, naive_root(numbered(8)), ())
    assert not verify_consistency(0, EMPTY_ROOT, 0, root, ())
