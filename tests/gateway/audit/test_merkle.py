"""The tree against the vectors of the RFC 6962 reference implementation and against ten naive lines."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.merkle import EMPTY_ROOT, GrowingTree, grown_to, leaf_hash, node_hash, peaks_of, perfect_root

# Leaves and roots of the certificate-transparency reference tests (RFC 6962 §2.1).
LEAVES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def numbered(size: int) -> list[bytes]:
    return [str(number).encode() for number in range(size)]


def test_R44_the_vectors_of_the_reference_implementation() -> None:
    tree = GrowingTree()
    assert tree.root() == EMPTY_ROOT == bytes.fromhex(ROOTS[0])
    for leaf, root in zip(LEAVES, ROOTS[1:], strict=True):
        tree.append(leaf_hash(leaf))
        assert tree.root().hex() == root


@given(st.lists(st.binary(max_size=3), max_size=70))
def test_R44_any_tree_has_the_naive_root(leaves: list[bytes]) -> None:
    tree = GrowingTree()
    tree.extend(leaf_hash(leaf) for leaf in leaves)
    assert tree.size == len(leaves)
    assert tree.root() == naive_root(leaves)


@given(st.integers(0, 200), st.integers(0, 60))
def test_a_tree_goes_on_from_its_peaks(size: int, more: int) -> None:
    leaves = numbered(size + more)
    tree = grown_to(size, lambda level, index: naive_root(leaves[index << level : (index + 1) << level]))
    other = tree.copy()
    tree.extend(map(leaf_hash, leaves[size:]))
    assert tree.root() == naive_root(leaves)
    assert other.root() == naive_root(leaves[:size])


@given(st.integers(0, 2**63))
def test_peaks_cover_every_leaf_once_from_left_to_right(size: int) -> None:
    at = 0
    for level, index in peaks_of(size):
        assert index << level == at
        at += 1 << level
    assert at == size


def test_a_perfect_tree_has_a_power_of_two_leaves() -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    assert perfect_root(hashes).hex() == ROOTS[8]
    assert perfect_root(hashes[:2]) == node_hash(hashes[0], hashes[1])
    for number in (0, 3, 6):
        with pytest.raises(ValueError):
            perfect_root(hashes[:number])
    with pytest.raises(ValueError):
        GrowingTree(3, [b"one peak only"])
