"""R-84: a retired recording's key slots are blank on the disk before its name goes."""

import os

from gateway.recording import opening, removal
from gateway.recording.removal import remove
from tests.gateway.recording.scene import Room


def test_the_slots_are_zeros_before_the_name_goes_and_again_is_no_fault(tmp_path, monkeypatch):
    room = Room(tmp_path)
    recorder = room.start()
    recorder.output(b"x")
    recorder.seal("left")
    kept = tmp_path / "hard link"
    os.link(recorder.path, kept)
    before = kept.read_bytes()
    remove(recorder.path)
    assert not recorder.path.exists()
    with kept.open("rb") as file:
        found = opening.read(file, kept.stat().st_size)
    assert found.destroyed() == (0,)
    after = kept.read_bytes()
    assert len(after) == len(before)
    assert after[found.start :] == before[found.start :], "nothing else was touched"
    remove(recorder.path)


def test_a_file_that_is_no_recording_goes_as_well(tmp_path):
    path = tmp_path / "x.rec"
    path.write_bytes(b"half a header")
    removal.remove(path)
    assert not path.exists()
