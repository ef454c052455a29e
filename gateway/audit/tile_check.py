"""Tiles held against the journal they were cut from; and what they know when a row is gone.

Tiles and rows can contradict each other either way, so a difference waits for the next checkpoint: if its root agrees with
the rows the tile was altered, otherwise the rows were, and the tile names which.
"""

from collections.abc import Iterable
from enum import Enum, auto

from gateway.audit.entry import Entry
from gateway.audit.finding import Finding, Findings, What
from gateway.audit.merkle import HASH_BYTES, grown_to, leaf_hash
from gateway.audit.ports import TileStore
from gateway.audit.tiles import HEIGHT, WIDTH, Tile, TileFault, split_hashes, subtree_hash, tile_at
from gateway.audit.tiling import fits, stored


class Tiles(Enum):
    """Whose tiles they are: the running gateway's (partial ones come and go) or an export's (all are there)."""

    WRITER = auto()
    EXPORT = auto()


class TileCheck:
    """The tiles of a tree of `size` leaves, or none at all."""

    def __init__(self, tiles: TileStore | None, size: int, kind: Tiles, findings: Findings) -> None:
        self.size = size
        self._tiles = tiles
        self._kind = kind
        self._findings = findings
        self._waiting: list[Finding] = []
        self._shown: tuple[int, list[bytes]] = (-1, [])

    def known(self, seq: int) -> bytes | None:
        """The leaf hash a tile holds for `seq`, None if there is no such tile. Not yet believed."""
        if self._tiles is None or not 0 <= seq < self.size:
            return None
        index, offset = divmod(seq, WIDTH)
        if self._shown[0] != index:
            data = stored(self._tiles, tile_at(0, index, self.size))
            self._shown = (index, split_hashes(data[: len(data or b"") // HASH_BYTES * HASH_BYTES]) if data else [])
        hashes = self._shown[1]
        return hashes[offset] if offset < len(hashes) else None

    def compare(self, tile: Tile, data: bytes) -> None:
        """Hold a tile against the bytes it should have; a difference waits for `rows_agree` or `rows_differ`.

        Partial tiles are those at `size`; of others nobody keeps any.
        """
        if self._tiles is None or (tile.index * WIDTH + tile.width) << (HEIGHT * tile.level) > self.size:
            return
        exact = self._kind is Tiles.EXPORT
        found = self._tiles.get(tile.path) if exact else stored(self._tiles, tile)
        if found == data or len(self._waiting) >= WIDTH:
            return
        if found is not None:
            self._waiting.append(Finding(what=What.FILE_ALTERED, place=tile.path, found=_difference(found, data)))
        elif exact or tile.width == WIDTH:
            self._waiting.append(Finding(what=What.FILE_MISSING, place=tile.path))

    def rows_agree(self) -> None:
        """A signed root agrees with the rows: the tiles that differ are wrong."""
        for finding in self._waiting:
            self._findings.add(finding)
        self._waiting.clear()

    def rows_differ(self) -> None:
        """A signed root contradicts the rows: the tiles that differ are not to blame."""
        self._waiting.clear()
        self._tiles = None

    def first_difference(self, rows: Iterable[Entry], size: int, root: bytes) -> int | None:
        """The first row that is not the one in the tiles, if the tiles have this signed root at `size`; else None."""
        if not self._proven(size, root):
            return None
        return next((row.seq for row in rows if leaf_hash(row.body) != self.known(row.seq)), None)

    def _proven(self, size: int, root: bytes) -> bool:
        tiles = self._tiles
        if tiles is None:
            return False
        try:
            read = subtree_hash(lambda tile: fits(tile, stored(tiles, tile)), self.size)
            return grown_to(size, read).root() == root
        except (TileFault, ValueError):
            return False  # tiles of another size or length prove nothing


def _difference(found: bytes, expected: bytes) -> str:
    if len(found) != len(expected):
        return f"{len(found)} bytes, not {len(expected)}"
    at = next(place for place in range(len(found)) if found[place] != expected[place])
    return f"hash {at // HASH_BYTES}"
