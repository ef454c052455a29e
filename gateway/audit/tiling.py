"""Making tiles as leaves arrive: each full tile leaves at once, so memory is one tile a level however long the journal.

The tree's root comes with it: peaks and tiles grow together from the same leaves.
"""

from collections.abc import Iterator
from dataclasses import replace

from gateway.audit.merkle import HASH_BYTES, GrowingTree, grown_to, perfect_root
from gateway.audit.ports import TileStore
from gateway.audit.tiles import (
    LEVEL_MAX,
    TILE_BYTES,
    WIDTH,
    Tile,
    TileFault,
    TileRead,
    edge_of,
    split_hashes,
    subtree_hash,
)


class Tiling:
    """The growing right edge of the tiles of one tree."""

    __slots__ = ("_edge", "tree")

    def __init__(self, tree: GrowingTree | None = None, edge: dict[int, bytes] | None = None) -> None:
        """A tiling that continues `tree`, whose partial tiles by level are `edge`; an empty one by default."""
        self.tree = GrowingTree() if tree is None else tree
        self._edge = [bytearray((edge or {}).get(level, b"")) for level in range(LEVEL_MAX + 1)]

    @property
    def size(self) -> int:
        """Leaves so far."""
        return self.tree.size

    def append(self, leaf: bytes) -> list[tuple[Tile, bytes]]:
        """One more leaf hash; the tiles it filled, lowest level first (for 255 of 256 leaves there is none)."""
        self.tree.append(leaf)
        row = self._edge[0]
        row += leaf
        return self._filled() if len(row) == TILE_BYTES else []

    def partial(self) -> Iterator[tuple[Tile, bytes]]:
        """The partial tiles at this size."""
        for tile in edge_of(self.tree.size):
            yield tile, bytes(self._edge[tile.level])

    def _filled(self) -> list[tuple[Tile, bytes]]:
        filled = []
        for level, row in enumerate(self._edge):
            if len(row) < TILE_BYTES:
                break
            data = bytes(row)
            row.clear()
            index = (self.tree.size >> (8 * (level + 1))) - 1
            filled.append((Tile(level=level, index=index, width=WIDTH), data))
            if level < LEVEL_MAX:
                self._edge[level + 1] += perfect_root(split_hashes(data))
        return filled


def continued(read: TileRead, size: int) -> Tiling:
    """The tiling of a tree of `size` leaves whose tiles `read` knows. Raises TileFault if they are not all there."""
    edge = {tile.level: read(tile) for tile in edge_of(size)}
    return Tiling(grown_to(size, subtree_hash(read, size)), edge)


def stored(tiles: TileStore, tile: Tile) -> bytes | None:
    """A tile's bytes from a store; a partial one may be the beginning of the full one that replaced it."""
    data = tiles.get(tile.path)
    if data is None and tile.width < WIDTH:
        full = tiles.get(replace(tile, width=WIDTH).path)
        data = None if full is None else full[: tile.width * HASH_BYTES]
    return data


def fits(tile: Tile, data: bytes | None) -> bytes:
    """`data` itself. Raises TileFault if there is none or its length is not that of `tile`."""
    if data is None or len(data) != tile.width * HASH_BYTES:
        raise TileFault(f"{tile.path} is missing or has another length")
    return data
