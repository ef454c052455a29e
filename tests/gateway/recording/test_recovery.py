"""Sealing afterwards: nothing is lost that was whole, nothing before the seal is rewritten."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.recording.recovery import NeverBegan, recover
from gateway.recording.seal import SHOWN, Sealed, SealState
from gateway.recording.verdict import Flaw
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import STARTED, Room
from tests.gateway.recording.test_verify import pieces

CHUNKS = [[("o", b"one\r\n")], [("o", b"two\r\n")], [("o", b"three\r\n")]]


def left_open(room: Room) -> Path:
    """A recording whose writer is gone: chunks 1 to 4, no end note, no seal."""
    path = room.path_of(room.record(CHUNKS).recording)
    os.truncate(path, pieces(path)[5].offset)
    return path


def recovered(room: Room, path: Path) -> Sealed:
    found = recover(
        path, vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="session process vanished"
    )
    assert isinstance(found, Sealed)
    return found


def test_R41_an_interrupted_recording_verifies_and_says_until_when(room: Room) -> None:
    path = left_open(room)
    before = path.read_bytes()
    sealed = recovered(room, path)
    assert (sealed.state, sealed.reason) == (SealState.INTERRUPTED, "session process vanished")
    assert SHOWN[sealed.state].ja == "途中終了"
    assert STARTED < sealed.last_at < STARTED + timedelta(minutes=1)
    assert path.read_bytes().startswith(before)
    verdict = room.library.verify(sealed.recording, sealed.final_hash)
    assert verdict.holds
    assert verdict.state is SealState.INTERRUPTED
    assert room.output(sealed.recording) == b"one\r\ntwo\r\nthree\r\n"


@pytest.mark.parametrize("kept", [1, 67, 68, 100, -1])
def test_R41_a_torn_last_record_is_left_out_and_never_rewritten(room: Room, kept: int) -> None:
    path = left_open(room)
    last = pieces(path)[4]
    size = last.offset + kept if kept > 0 else last.end + kept
    os.truncate(path, size)
    before = path.read_bytes()
    sealed = recovered(room, path)
    assert sealed.torn_bytes == size - last.offset
    assert sealed.chunks == 3
    assert path.read_bytes().startswith(before)
    assert room.library.verify(sealed.recording, sealed.final_hash).holds
    assert room.output(sealed.recording) == b"one\r\ntwo\r\n"


def test_R41_blocks_that_never_reached_the_disk_read_as_zeros(room: Room) -> None:
    path = left_open(room)
    last = pieces(path)[4]
    with path.open("r+b") as file:
        file.seek(last.offset + 10)
        file.write(bytes(last.end - last.offset - 10))
    sealed = recovered(room, path)
    assert sealed.chunks == 3
    assert room.library.verify(sealed.recording).holds


def test_R41_a_changed_torn_end_is_named(room: Room) -> None:
    path = left_open(room)
    os.truncate(path, pieces(path)[4].end - 5)
    sealed = recovered(room, path)
    torn = sealed.torn_bytes
    data = bytearray(path.read_bytes())
    data[pieces(path)[4].offset - torn] ^= 1
    path.write_bytes(data)
    assert [finding.flaw for finding in room.library.verify(sealed.recording).findings] == [Flaw.TORN_CHANGED]


def test_R41_recovering_twice_changes_nothing(room: Room) -> None:
    path = left_open(room)
    first = recovered(room, path)
    before = path.read_bytes()
    assert recovered(room, path) == first
    assert path.read_bytes() == before


def test_R41_a_torn_seal_of_an_earlier_recovery_is_torn_bytes(room: Room) -> None:
    path = left_open(room)
    recovered(room, path)
    for cut in (1, 8, 9, 200):
        os.truncate(path, path.stat().st_size - cut)
        sealed = recovered(room, path)
        assert sealed.torn_bytes > 0
        assert room.library.verify(sealed.recording, sealed.final_hash).holds
    assert room.output(sealed.recording) == b"one\r\ntwo\r\nthree\r\n"


def test_R41_a_late_seal_keeps_everything_and_the_true_reason(room: Room) -> None:
    recorder = room.start()
    recorder.output(b"all of it")
    room.keeper.away = True
    with pytest.raises(GatewayFault):
        recorder.seal("client closed")
    room.keeper.away = False
    sealed = recovered(room, recorder.path)
    assert (sealed.state, sealed.reason, sealed.torn_bytes) == (SealState.LATE, "client closed", 0)
    assert room.library.verify(sealed.recording, sealed.final_hash).holds
    assert room.output(sealed.recording) == b"all of it"


def test_R41_damage_in_the_middle_is_not_passed_off_as_a_torn_end(room: Room) -> None:
    path = left_open(room)
    data = bytearray(path.read_bytes())
    data[pieces(path)[2].offset + 80] ^= 1
    path.write_bytes(data)
    sealed = recovered(room, path)
    verdict = room.library.verify(sealed.recording, sealed.final_hash)
    assert [(finding.flaw, finding.chunk) for finding in verdict.findings] == [(Flaw.DAMAGED_BEFORE_SEAL, 2)]


def test_a_living_writer_is_left_alone(room: Room) -> None:
    recorder = room.start()
    with pytest.raises(GatewayFault, match="still lives"):
        recovered(room, recorder.path)
    recorder.output(b"going on")
    assert recorder.seal("end").state is SealState.SEALED


def test_no_whole_header_means_that_no_session_ran(room: Room) -> None:
    path = left_open(room)
    for size in (0, 5, 8, 60, 300):
        os.truncate(path, size) if size < path.stat().st_size else None
        found = recover(path, vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="x")
        assert found == NeverBegan(path=path)
        path.write_bytes(b"SEKISHO\x01" + bytes.fromhex("a5534b52") + b"x" * 8 + b"\x01")
    path.unlink()
    assert recover(path, vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="x") == NeverBegan(
        path=path
    )


def test_a_header_of_another_gateway_is_not_sealed(room: Room, tmp_path: Path) -> None:
    path = left_open(room)
    before = path.read_bytes()
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(GatewayFault, match="not signed"):
        recovered(Room(tmp_path / "elsewhere"), path)
    assert path.read_bytes() == before


def test_a_sealed_recording_that_was_damaged_is_not_called_sealed(room: Room) -> None:
    path = room.path_of(room.record(CHUNKS).recording)
    data = bytearray(path.read_bytes())
    data[pieces(path)[2].offset + 80] ^= 1
    path.write_bytes(data)
    with pytest.raises(GatewayFault, match="does not verify"):
        recovered(room, path)


def test_no_keeper_no_seal_and_the_file_stays(room: Room) -> None:
    path = left_open(room)
    before = path.read_bytes()
    room.keeper.away = True
    with pytest.raises(GatewayFault):
        recovered(room, path)
    assert path.read_bytes() == before
