"""The shelf."""

import pytest

from gateway.recording.library import RecordingDamaged
from gateway.recording.verdict import Flaw
from tests.gateway.recording.scene import Room, header


def test_R39_recordings_are_listed_the_newest_day_first_with_their_state(room: Room) -> None:
    room.record([[("o", b"x")]], header(recording="R-20261120-0000000001"))
    running = room.start(header(recording="R-20261122-0000000002"))
    (room.directory / "20261121").mkdir()
    (room.directory / "20261121" / "R-20261121-0000000003.rec").write_bytes(b"junk")
    entries = list(room.library.entries())
    assert [entry.recording[2:10] for entry in entries] == ["20261122", "20261121", "20261120"]
    assert [entry.header is not None for entry in entries] == [True, False, True]
    assert [entry.sealed is not None for entry in entries] == [False, False, True]
    assert entries[2].stored_bytes == entries[2].path.stat().st_size
    running.seal("end")


def test_R41_what_does_not_verify_is_not_opened_as_if_it_did(room: Room) -> None:
    sealed = room.record([[("o", b"x")]])
    with pytest.raises(RecordingDamaged) as damaged:
        room.library.open(sealed.recording, opener=room.keeper, expected_final_hash=bytes(32))
    assert [finding.flaw for finding in damaged.value.verdict.findings] == [Flaw.REPLACED]
    assert room.keeper.opened == []
    with room.library.open_damaged(sealed.recording, opener=room.keeper) as reading:
        assert [event.data for event in reading.events()] == [b"x"]


def test_R41_a_missing_recording_is_named(room: Room) -> None:
    with pytest.raises(RecordingDamaged, match="missing"):
        room.library.open("R-20261122-0000000000", opener=room.keeper)


def test_a_running_recording_opens_as_far_as_it_got(room: Room) -> None:
    recorder = room.start()
    with room.library.open(recorder.path.stem, opener=room.keeper) as reading:
        assert reading.sealed is None
        assert list(reading.events()) == []
    recorder.seal("end")


@pytest.mark.parametrize("name", ["../x", "R-20261122-0000000000/../../x", "", "R-20261122-0000000000.rec"])
def test_only_identifiers_become_paths(room: Room, name: str) -> None:
    with pytest.raises(ValueError):
        room.library.path_of(name)
