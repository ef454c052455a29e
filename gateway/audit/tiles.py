"""The tree cut into tiles (C2SP tlog-tiles): pure arithmetic from tree sizes to paths, and hashes from tiles.

A tile of level L holds up to 256 hashes of the tree's level 8 * L; one that is full never changes again. An entry bundle
holds the entries of the level-0 tile of the same index, each after its length (16 bits, big-endian).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gateway.audit.merkle import HASH_BYTES, SubtreeHash, perfect_root

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
LEVEL_MAX: Final = 7  # 8 levels of 8: sizes below 2**64
TILE_BYTES: Final = WIDTH * HASH_BYTES
ENTRY_BYTES_MAX: Final = 65_535


_TILES_KEPT: Final = 32  # a path to the root touches at most eight tiles, and neighbours share them


class TileFault(ValueError):
    """A tile that is missing, has another length than its width says, or a bundle that does not parse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One tile: `width` hashes (1 to 256) from `index * 256` on, in the tree's level `8 * level`."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where the tile's hashes are kept."""
        return f"tile/{self.level}/{_spelled(self.index, self.width)}"

    @property
    def bundle_path(self) -> str:
        """Where the entries of a level-0 tile are kept."""
        return f"tile/entries/{_spelled(self.index, self.width)}"

    @property
    def start(self) -> int:
        """The first leaf beneath the tile."""
        return self.index << (HEIGHT * (self.level + 1))


TileRead = Callable[[Tile], bytes]
"""A tile's hashes joined, exactly `width * 32` bytes; raises TileFault if there are none."""


def tile_at(level: int, index: int, size: int) -> Tile:
    """The tile at a place, as wide as a tree of `size` leaves makes it. Raises ValueError if it is empty there."""
    width = min(WIDTH, (size >> (HEIGHT * level)) - index * WIDTH)
    if width <= 0 or index < 0:
        raise ValueError(f"a tree of {size} has no tile {index} at level {level}")
    return Tile(level=level, index=index, width=width)


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree of `size` leaves, level by level, left to right; the last of a level may be partial."""
    for level in range(LEVEL_MAX + 1):
        hashes = size >> (HEIGHT * level)
        for index in range(-(-hashes // WIDTH)):
            yield tile_at(level, index, size)


def edge_of(size: int) -> list[Tile]:
    """The partial tiles of a tree of `size` leaves, one a level at most: what a longer tree continues."""
    return [
        Tile(level=level, index=hashes >> HEIGHT, width=hashes % WIDTH)
        for level in range(LEVEL_MAX + 1)
        if (hashes := size >> (HEIGHT * level)) % WIDTH
    ]


def subtree_hash(read: TileRead, size: int) -> SubtreeHash:
    """Hashes of perfect subtrees of a tree of `size` leaves, from its tiles; for roots and proofs."""
    seen: dict[Tile, list[bytes]] = {}

    def hashes_of(tile: Tile) -> list[bytes]:
        if tile not in seen:
            if len(seen) >= _TILES_KEPT:
                seen.clear()
            seen[tile] = split_hashes(read(tile))
        return seen[tile]

    def hash_of(level: int, index: int) -> bytes:
        row, height = divmod(level, HEIGHT)
        tile_index, offset = divmod(index << height, WIDTH)
        hashes = hashes_of(tile_at(row, tile_index, size))
        return perfect_root(hashes[offset : offset + (1 << height)])

    return hash_of


def split_hashes(data: bytes) -> list[bytes]:
    """A tile's bytes as hashes. Raises TileFault if it is not whole hashes."""
    if len(data) % HASH_BYTES:
        raise TileFault("a tile is whole hashes")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def write_bundle(bodies: Iterable[bytes]) -> bytes:
    """An entry bundle. Raises OverflowError for an entry over 65,535 bytes."""
    return b"".join(len(body).to_bytes(2, "big") + body for body in bodies)


def read_bundle(data: bytes) -> list[bytes]:
    """The entries of a bundle. Raises TileFault if it ends within one."""
    bodies, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        bodies.append(data[start:at])
    if at != len(data):
        raise TileFault("a bundle ends within an entry")
    return bodies


def _spelled(index: int, width: int) -> str:
    """N as C2SP writes it: three digits a part, all but the last marked with x; `.p/W` for a partial tile."""
    parts = [f"{index % 1000:03d}"]
    while index := index // 1000:
        parts.insert(0, f"x{index % 1000:03d}")
    return "/".join(parts) + ("" if width == WIDTH else f".p/{width}")
