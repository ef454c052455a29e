import os
from pathlib import Path

import pytest

from gateway.metrics.places import Place, look, looked, visible, writable


def test_a_folder_tells_how_much_room_it_has(tmp_path):
    space = look({Place.RECORDINGS: tmp_path})[Place.RECORDINGS]
    real = os.statvfs(tmp_path)
    assert space.bytes == real.f_blocks * real.f_frsize
    assert abs(space.free_bytes - real.f_bavail * real.f_frsize) < 1 << 30
    assert space.has_room(1)
    assert not space.has_room(space.bytes + 1)


def test_a_folder_that_is_not_there_is_missing_and_the_others_stay(tmp_path):
    assert set(look({Place.WITNESS: tmp_path / "none", Place.JOURNAL: tmp_path})) == {Place.JOURNAL}


def test_a_file_system_without_room_has_none():
    assert not look({Place.STATE: Path("/proc/sys/kernel")})[Place.STATE].has_room(1)


def test_nobody_makes_files_in_the_states_own_folder(tmp_path):
    found = looked({Place.STATE: tmp_path, Place.JOURNAL: tmp_path})
    assert set(found.spaces) == {Place.STATE, Place.JOURNAL}
    assert found.writable == {Place.JOURNAL: True}


@pytest.mark.skipif(os.getuid() == 0, reason="root may enter anywhere")
def test_what_is_hidden_is_not_looked_at(tmp_path):
    (tmp_path / "db").mkdir(mode=0)
    assert visible({Place.DATABASE: tmp_path / "db", Place.STATE: tmp_path}) == {Place.STATE: tmp_path}


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_one_may_not_write_to(tmp_path):
    tmp_path.chmod(0o500)
    assert writable({Place.JOURNAL: tmp_path}) == {Place.JOURNAL: False}


def test_a_folder_one_may_write_to(tmp_path):
    assert writable({Place.JOURNAL: tmp_path, Place.WITNESS: tmp_path / "none"}) == {
        Place.JOURNAL: True,
        Place.WITNESS: False,
    }
