import os
from pathlib import Path

import pytest

from gateway.space.ballast import NAME, Ballast
from tests.gateway.space.a_disk import DISK_BYTES, fill, free_bytes

SIZE = 256 * 1024


def test_it_takes_up_what_it_is_large_and_gives_it_back(tmp_path: Path) -> None:
    ballast = Ballast(tmp_path, SIZE)
    assert not ballast.stands
    ballast.make()
    assert ballast.stands
    assert (tmp_path / NAME).stat().st_blocks * 512 >= SIZE, "blocks, not only a length"
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    assert ballast.release() == SIZE
    assert not ballast.stands
    assert ballast.release() == 0
    assert list(tmp_path.iterdir()) == []


def test_one_of_another_size_is_none_and_is_made_anew(tmp_path: Path) -> None:
    Ballast(tmp_path, SIZE).make()
    larger = Ballast(tmp_path, 2 * SIZE)
    assert not larger.stands
    larger.make()
    assert larger.stands


def test_what_a_killed_process_left_half_made_is_no_ballast_and_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "ballast.new").write_bytes(b"half")
    ballast = Ballast(tmp_path, SIZE)
    assert not ballast.stands
    ballast.make()
    assert ballast.stands
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_link_somebody_laid_there_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"keep")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in (NAME, "ballast.new"):
        (folder / name).symlink_to(victim)
    Ballast(folder, SIZE).make()
    assert victim.read_bytes() == b"keep"
    assert not (folder / NAME).is_symlink()


@pytest.mark.root
def test_R11_on_a_real_full_disk_it_gives_room_and_is_not_made_by_halves(disk: Path) -> None:
    ballast = Ballast(disk, SIZE)
    ballast.make()
    fill(disk)
    assert free_bytes(disk) == 0
    with pytest.raises(OSError, match="No space"):
        Ballast(disk, DISK_BYTES).make()
    assert free_bytes(disk) >= SIZE
    assert [path.name for path in disk.iterdir()] == ["filling"]
    assert (disk / "filling").stat().st_size > 0
    os.unlink(disk / "filling")
