"""Tile arithmetic against the examples of C2SP tlog-tiles and against the tree."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.audit.merkle import GrowingTree, grown_to, leaf_hash
from gateway.audit.tiles import (
    WIDTH,
    Tile,
    TileFault,
    edge_of,
    read_bundle,
    split_hashes,
    subtree_hash,
    tile_at,
    tiles_of,
    write_bundle,
)
from tests.gateway.audit.test_merkle import naive_root, numbered


def test_paths_are_those_of_the_specification() -> None:
    assert Tile(level=0, index=1234067).path == "tile/0/x001/x234/067"
    assert Tile(level=1, index=0, width=1).path == "tile/1/000.p/1"
    assert Tile(level=0, index=273, width=112).bundle_path == "tile/entries/273.p/112"
    assert Tile(level=2, index=1000).path == "tile/2/x001/000"


def test_a_tree_of_70000_has_the_tiles_of_the_specification() -> None:
    tiles = list(tiles_of(70_000))
    assert [tile.path for tile in edge_of(70_000)] == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert sum(tile.level == 0 and tile.width == WIDTH for tile in tiles) == 273
    assert sum(tile.level == 1 and tile.width == WIDTH for tile in tiles) == 1
    assert len(tiles) == 273 + 1 + 3
    assert [tile.path for tile in tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_of(0)) == edge_of(0) == []


@given(st.integers(0, 200_000))
def test_tiles_of_a_level_cover_its_hashes_once(size: int) -> None:
    for level in range(3):
        tiles = [tile for tile in tiles_of(size) if tile.level == level]
        assert sum(tile.width for tile in tiles) == size >> (8 * level)
        assert [tile.index for tile in tiles] == list(range(len(tiles)))
        assert all(tile.width == WIDTH for tile in tiles[:-1])
    assert [tile for tile in tiles_of(size) if tile.width < WIDTH] == edge_of(size)
    assert len({tile.path for tile in tiles_of(size)}) == len(list(tiles_of(size)))


@given(st.integers(0, 7), st.integers(0, 10**9), st.integers(1, WIDTH))
def test_a_path_names_one_tile(level: int, index: int, width: int) -> None:
    parts = Tile(level=level, index=index, width=width).path.split("/")
    tail = parts[3:] if parts[-2].endswith(".p") else parts
    assert int("".join(part.lstrip("x")[:3] for part in parts[2:] if part != tail[-1] or width == WIDTH)) == index
    assert parts[-1] == str(width) or width == WIDTH


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 700), st.integers(0, 9), st.integers(0, 699))
def test_subtrees_read_from_tiles_are_those_of_the_tree(size: int, level: int, index: int) -> None:
    leaves = numbered(size)

    def read(tile: Tile) -> bytes:
        span = 1 << (8 * tile.level)
        start = tile.index * WIDTH
        return b"".join(naive_root(leaves[at * span : (at + 1) * span]) for at in range(start, start + tile.width))

    hash_of = subtree_hash(read, size)
    index %= max(size >> level, 1)
    if (index + 1) << level <= size:
        assert hash_of(level, index) == naive_root(leaves[index << level : (index + 1) << level])
    tree = GrowingTree()
    tree.extend(map(leaf_hash, leaves))
    assert grown_to(size, hash_of).root() == tree.root()


def test_there_is_no_tile_beyond_the_tree() -> None:
    assert tile_at(0, 1, 300).width == 44
    for level, index, size in ((0, 2, 300), (1, 0, 255), (0, 0, 0), (0, -1, 300)):
        with pytest.raises(ValueError):
            tile_at(level, index, size)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_comes_back_as_it_was(bodies: list[bytes]) -> None:
    assert read_bundle(write_bundle(bodies)) == bodies


@given(st.binary(max_size=100))
def test_arbitrary_bytes_are_a_bundle_or_refused(data: bytes) -> None:
    with suppress(TileFault):
        assert write_bundle(read_bundle(data)) == data


def test_a_bundle_that_ends_within_an_entry_is_refused() -> None:
    for data in (b"\x00", b"\x00\x02a", b"\x00\x00\x01"):
        with pytest.raises(TileFault):
            read_bundle(data)
    with pytest.raises(OverflowError):
        write_bundle([bytes(65_536)])
    with pytest.raises(TileFault):
        split_hashes(bytes(33))
