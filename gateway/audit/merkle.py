"""The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1): hashes of leaves and nodes, and a tree that grows in 64 hashes of memory.

A subtree (level, index) is the perfect one over leaves [index * 2**level, (index + 1) * 2**level).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from gateway.crypto.digest import sha256

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"")

SubtreeHash = Callable[[int, int], bytes]
"""(level, index) -> the hash of that perfect subtree."""


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256 of 0x00 and the leaf."""
    return sha256(b"\x00" + leaf)


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and both children."""
    return sha256(b"\x01" + left + right)


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Root over a power of two of sibling hashes (at least one). Raises ValueError for any other number."""
    if not hashes or len(hashes) & (len(hashes) - 1):
        raise ValueError("a perfect tree has a power of two leaves")
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def peaks_of(size: int) -> list[tuple[int, int]]:
    """The perfect subtrees (level, index) a tree of `size` leaves consists of, left to right."""
    return [(level, (size >> level) - 1) for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1]


class GrowingTree:
    """A tree known by its peaks only: append leaf hashes, ask for the root at any moment. Not for proofs."""

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """A tree of `size` leaves whose `peaks_of(size)` have these hashes. Raises ValueError if the number differs."""
        if size < 0 or len(peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks")
        self.size = size
        self._peaks = list(peaks)

    def append(self, leaf: bytes) -> None:
        """One more leaf, by its leaf hash."""
        peaks, carry = self._peaks, self.size
        while carry & 1:
            leaf = node_hash(peaks.pop(), leaf)
            carry >>= 1
        peaks.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Several leaf hashes in order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The Merkle tree hash now; `EMPTY_ROOT` without leaves."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            root = node_hash(peak, root)
        return root

    def copy(self) -> "GrowingTree":
        """An independent tree that grows from here."""
        return GrowingTree(self.size, self._peaks)


def grown_to(size: int, read: SubtreeHash) -> GrowingTree:
    """The tree of `size` leaves whose perfect subtrees `read` knows."""
    return GrowingTree(size, [read(level, index) for level, index in peaks_of(size)])
