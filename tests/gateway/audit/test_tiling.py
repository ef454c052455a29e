"""Tiles made leaf by leaf are the tiles of the tree, wherever the making was interrupted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.audit.merkle import HASH_BYTES, leaf_hash, perfect_root
from gateway.audit.tiles import Tile, TileFault, split_hashes, tiles_of
from gateway.audit.tiling import Tiling, continued, fits, stored
from tests.gateway.audit.ledger import DictTiles
from tests.gateway.audit.test_merkle import naive_root, numbered


def grown(tiling: Tiling, tiles: DictTiles, leaves: list[bytes]) -> None:
    for leaf in leaves:
        for tile, data in tiling.append(leaf_hash(leaf)):
            tiles.put(tile.path, data)
    for tile, data in tiling.partial():
        tiles.put(tile.path, data)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 800), st.integers(0, 800))
def test_tiles_are_those_of_the_tree_also_when_continued(first: int, more: int) -> None:
    leaves, tiles = numbered(first + more), DictTiles()
    grown(Tiling(), tiles, leaves[:first])
    tiling = continued(lambda tile: fits(tile, stored(tiles, tile)), first)
    assert tiling.tree.root() == naive_root(leaves[:first])
    grown(tiling, tiles, leaves[first:])
    assert tiling.size == len(leaves)
    assert tiling.tree.root() == naive_root(leaves)
    for tile in tiles_of(len(leaves)):
        hashes = split_hashes(tiles[tile.path])
        assert len(hashes) == tile.width
        if tile.level == 0:
            assert hashes == [leaf_hash(leaf) for leaf in leaves[tile.start : tile.start + tile.width]]
        else:
            below = [tiles[Tile(level=tile.level - 1, index=tile.index * 256 + at).path] for at in range(tile.width)]
            assert hashes == [perfect_root(split_hashes(data)) for data in below]


@pytest.mark.long
def test_a_tile_of_level_two_is_made() -> None:
    tiling, filled = Tiling(), []
    for number in range(65_536):
        filled += [tile for tile, _ in tiling.append(leaf_hash(str(number).encode())) if tile.level]
    assert filled == [Tile(level=1, index=0)]
    assert [tile.path for tile, _ in tiling.partial()] == ["tile/2/000.p/1"]


def test_a_partial_tile_may_be_the_beginning_of_the_full_one() -> None:
    tiles, tile = DictTiles(), Tile(level=0, index=0, width=3)
    assert stored(tiles, tile) is None
    tiles["tile/0/000"] = bytes(range(256)) * 32
    assert stored(tiles, tile) == tiles["tile/0/000"][: 3 * HASH_BYTES]
    tiles[tile.path] = b"x" * 96
    assert stored(tiles, tile) == b"x" * 96


def test_a_tile_of_another_length_is_refused() -> None:
    tile = Tile(level=0, index=0, width=3)
    assert fits(tile, bytes(96)) == bytes(96)
    for data in (None, b"", bytes(95), bytes(128)):
        with pytest.raises(TileFault):
            fits(tile, data)
    with pytest.raises(TileFault):
        continued(lambda tile: fits(tile, None), 5)
