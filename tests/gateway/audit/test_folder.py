"""Tiles in a directory: immutable, durable, tidy."""

import os
from pathlib import Path

import pytest

from gateway.audit.folder import FolderTiles, file_hash, open_regular, write_durably
from gateway.audit.journal import Journal
from gateway.audit.report import Outcome
from gateway.audit.verify import verify
from gateway.audit.witness import FolderWitness
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.audit.ledger import KEY, Ledger, Noted


def test_a_tile_is_written_once(tmp_path: Path) -> None:
    tiles = FolderTiles(tmp_path / "journal")
    assert tiles.get("tile/0/x001/000") is None
    tiles.put("tile/0/x001/000", b"abc")
    tiles.put("tile/0/x001/000", b"abc")
    assert tiles.get("tile/0/x001/000") == b"abc"
    with pytest.raises(GatewayFault, match="audit verify"):
        tiles.put("tile/0/x001/000", b"abd")
    assert [path.name for path in (tmp_path / "journal").rglob("*") if path.is_file()] == ["000"]


def test_partial_tiles_make_room(tmp_path: Path) -> None:
    tiles = FolderTiles(tmp_path)
    for width in (1, 9, 10, 100):
        tiles.put(f"tile/0/000.p/{width}", bytes(width))
    assert sorted(path.name for path in (tmp_path / "tile/0/000.p").iterdir()) == ["10", "100"]
    tiles.put("tile/0/000", bytes(256))
    assert not (tmp_path / "tile/0/000.p").exists()


@pytest.fixture
def a_servers_umask():
    """What `sekisho serve` sets: nothing for others."""
    before = os.umask(0o007)
    yield
    os.umask(before)


@pytest.mark.usefixtures("a_servers_umask")
def test_R44_other_processes_may_read_tiles_and_what_a_witness_keeps(tmp_path: Path) -> None:
    """The office verifies and proves from them, as another user."""
    ledger = Ledger(tmp_path / "witness")
    Journal(ledger.store, FolderTiles(tmp_path / "journal"), node="n", key=KEY, clock=ledger.clock).append(
        [Noted(number=n) for n in range(300)]
    )
    Journal(ledger.store, FolderTiles(tmp_path / "journal"), node="n", key=KEY, clock=ledger.clock).checkpoint(
        ledger.signer
    )
    FolderWitness(tmp_path / "witness", KEY).keep(ledger.store.signed[0])
    kept = [*(tmp_path / "journal").rglob("*"), *(tmp_path / "witness").rglob("*")]
    assert len(kept) > 5
    for path in kept:
        assert path.stat().st_mode & 0o007 == (0o005 if path.is_dir() else 0o004), path


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "tile/../../x"])
def test_a_path_stays_inside(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError):
        FolderTiles(tmp_path).get(path)


def test_a_disk_that_fails_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "tile").write_bytes(b"in the way")
    tiles = FolderTiles(tmp_path)
    assert tiles.get("tile/0/000") is None
    with pytest.raises(GatewayFault, match="cannot be written"):
        tiles.put("tile/0/000", b"x")


def test_a_crash_while_writing_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file.part").write_bytes(b"half")
    (tmp_path / "file.part").chmod(0o444)
    write_durably(tmp_path / "file", b"whole", mode=0o444)
    assert (tmp_path / "file").read_bytes() == b"whole"
    assert not (tmp_path / "file.part").exists()
    with pytest.raises(FileNotFoundError):
        write_durably(tmp_path / "nowhere" / "file", b"x")


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "none", "file/beneath", "."):
        assert open_regular(tmp_path / name) is None
        with pytest.raises(FileNotFoundError):
            file_hash(tmp_path / name)
    assert file_hash(tmp_path / "file") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_R44_a_journal_keeps_its_tiles_in_a_folder(tmp_path: Path) -> None:
    ledger, tiles = Ledger(tmp_path / "witness"), FolderTiles(tmp_path / "journal")
    for count in (10, 200, 100, 1, 300):
        Journal(ledger.store, tiles, node="n", key=KEY, clock=ledger.clock).append(
            [Noted(number=n) for n in range(count)]
        )
        Journal(ledger.store, tiles, node="n", key=KEY, clock=ledger.clock).checkpoint(ledger.signer)
    assert verify(ledger.store, key=KEY, now=ledger.clock.moment, tiles=tiles).outcome is Outcome.HOLDS
    names = sorted(
        path.relative_to(tmp_path / "journal").as_posix()
        for path in (tmp_path / "journal").rglob("*")
        if path.is_file()
    )
    assert names == ["tile/0/000", "tile/0/001", "tile/0/002.p/99", "tile/1/000.p/1", "tile/1/000.p/2"]
