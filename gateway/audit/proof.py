"""Inclusion and consistency proofs (RFC 6962 §2.1.1-2.1.2), made from subtree hashes, verified from nothing but values.

Verification follows RFC 9162 §2.1.3.2 and §2.1.4.2: whatever is malformed is simply no proof, it never raises.
"""

from collections.abc import Iterator, Sequence

from gateway.audit.merkle import EMPTY_ROOT, HASH_BYTES, SubtreeHash, node_hash, peaks_of


def inclusion(index: int, size: int, read: SubtreeHash) -> tuple[bytes, ...]:
    """The path from leaf `index` to the root of the first `size` leaves. Raises ValueError unless 0 <= index < size."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return tuple(_path(index, 0, size, read))


def consistency(old_size: int, new_size: int, read: SubtreeHash) -> tuple[bytes, ...]:
    """Proof that the first `old_size` leaves of the tree of `new_size` are the older tree.

    Empty when the sizes are equal or the older tree is empty. Raises ValueError unless 0 <= old_size <= new_size.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {new_size} cannot continue one of {old_size}")
    if old_size in (0, new_size):
        return ()
    return tuple(_subproof(old_size, 0, new_size, read, whole=(0, old_size)))


def verify_inclusion(index: int, size: int, leaf: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """True if `proof` leads from the leaf hash at `index` to the root of a tree of `size`."""
    if not 0 <= index < size or not _well_formed(proof, leaf, root):
        return False
    node, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and computed == root


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """True if `proof` shows the tree (old_size, old_root) to be the beginning of (new_size, new_root).

    An empty tree (its root is `EMPTY_ROOT`) begins every tree, with an empty proof.
    """
    if not 0 <= old_size <= new_size or not _well_formed(proof, old_root, new_root):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    return _consistent(old_size, old_root, new_size, new_root, proof)


def _consistent(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162 §2.1.4.2 for 0 < old_size < new_size."""
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old, new = path[0], path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _path(index: int, start: int, stop: int, read: SubtreeHash) -> Iterator[bytes]:
    """PATH(index, D[start:stop]), deepest sibling first. `start` is a multiple of the split's power of two."""
    if stop - start == 1:
        return
    middle = start + _split(stop - start)
    if index < middle:
        yield from _path(index, start, middle, read)
        yield _range_hash(middle, stop, read)
    else:
        yield from _path(index, middle, stop, read)
        yield _range_hash(start, middle, read)


def _subproof(old: int, start: int, stop: int, read: SubtreeHash, whole: tuple[int, int]) -> Iterator[bytes]:
    """SUBPROOF of leaves [start, stop), `old` an absolute position in it; the verifier knows the hash of `whole`."""
    if old == stop:
        if (start, stop) != whole:
            yield _range_hash(start, stop, read)
        return
    middle = start + _split(stop - start)
    if old <= middle:
        yield from _subproof(old, start, middle, read, whole)
        yield _range_hash(middle, stop, read)
    else:
        yield from _subproof(old, middle, stop, read, whole)
        yield _range_hash(start, middle, read)


def _split(size: int) -> int:
    """The largest power of two below `size` (at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_hash(start: int, stop: int, read: SubtreeHash) -> bytes:
    """Tree hash of leaves [start, stop), `start` aligned as the recursion leaves it: made of perfect subtrees."""
    hashes = [read(level, index + (start >> level)) for level, index in peaks_of(stop - start)]
    computed = hashes.pop()
    while hashes:
        computed = node_hash(hashes.pop(), computed)
    return computed


def _well_formed(proof: Sequence[bytes], *hashes: bytes) -> bool:
    return all(len(item) == HASH_BYTES for item in (*proof, *hashes))
