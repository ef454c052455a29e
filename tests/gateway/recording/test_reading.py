"""Reading with a key, and only with the right one."""

from pathlib import Path

import pytest

from gateway.crypto.aead import SealBroken
from gateway.crypto.digest import sha256
from gateway.recording import beginning
from gateway.recording.frame import RecordKind
from gateway.recording.reading import Reading
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import PERSONAL, Keeper, Room
from tests.gateway.recording.test_verify import pieces

CHUNKS = [[("o", b"one\r\n")], [("o", b"two\r\n"), ("i", b"ls\r")], [("o", b"three\r\n")]]


def test_R40_the_key_is_asked_for_once_and_only_when_something_is_read(room: Room) -> None:
    sealed = room.record(CHUNKS)
    with room.reading(sealed.recording) as reading:
        assert room.keeper.opened == []
        assert reading.header.username == "sato"
        assert reading.sealed == sealed
        assert [event.data for event in reading.events()] == [b"one\r\n", b"two\r\n", b"ls\r", b"three\r\n"]
        assert reading.personal() == PERSONAL
    assert room.keeper.opened == [(sealed.recording, 0)]


def test_R40_without_the_keepers_key_no_frame_is_readable(room: Room) -> None:
    sealed = room.record(CHUNKS)
    stranger = Keeper(seed=room.keeper.seed)
    with Reading(room.path_of(sealed.recording), vkey=room.keeper.vkey, opener=stranger) as reading:
        with pytest.raises(SealBroken):
            next(reading.events())
        with pytest.raises(SealBroken):
            reading.personal()


def test_the_personal_half_is_no_event(room: Room) -> None:
    assert Code.PERSONAL not in {event.code for event in room.read(room.record(CHUNKS).recording)}


def test_from_a_moment_on(room: Room) -> None:
    sealed = room.record(CHUNKS)
    every = room.read(sealed.recording)
    with room.reading(sealed.recording) as reading:
        for event in every:
            later = list(reading.events(event.at_us))
            assert later == [one for one in every if one.at_us >= event.at_us]
        assert list(reading.events(10**12)) == []
        assert reading.duration_us() >= every[-1].at_us


def test_two_iterations_one_inside_the_other_do_not_disturb_the_file_position(room: Room) -> None:
    sealed = room.record(CHUNKS)
    with room.reading(sealed.recording) as reading:
        seen = []
        for event in reading.events():
            reading.personal()
            seen.append(event.data)
    assert seen == [b"one\r\n", b"two\r\n", b"ls\r", b"three\r\n"]


def test_R40_a_destroyed_key_leaves_a_marker_where_data_was(room: Room) -> None:
    sealed = room.record(CHUNKS)
    path = room.path_of(sealed.recording)
    head, first = pieces(path)[:2]
    data = bytearray(path.read_bytes())
    data[head.end : first.offset] = bytes(first.offset - head.end)
    path.write_bytes(data)
    with Reading(path, vkey=room.keeper.vkey, opener=room.keeper) as reading:
        events = list(reading.events())
        assert {event.code for event in events} == {Code.MARKER}
        assert "鍵消去済み" in events[0].data.decode()
        assert reading.personal() is None
    assert room.keeper.opened == []


def test_damage_is_reported_after_what_stands_before_it(room: Room) -> None:
    sealed = room.record(CHUNKS)
    path = room.path_of(sealed.recording)
    data = bytearray(path.read_bytes())
    data[pieces(path)[3].offset + 70] ^= 1
    path.write_bytes(data)
    seen = []
    with (
        Reading(path, vkey=room.keeper.vkey, opener=room.keeper) as reading,
        pytest.raises(GatewayFault, match="chunk 3"),
    ):
        seen += [event.data for event in iter(reading.events().__next__, None)]
    assert seen == []
    assert [event.data for event in _as_far_as_it_goes(path, room)] == [b"one\r\n"]


def _as_far_as_it_goes(path: Path, room: Room) -> list[TerminalEvent]:
    found = []
    with Reading(path, vkey=room.keeper.vkey, opener=room.keeper) as reading:
        events = reading.events()
        while True:
            try:
                found.append(next(events))
            except (GatewayFault, StopIteration):
                return found


@pytest.mark.parametrize("content", [b"", b"nothing of ours" * 20])
def test_what_is_no_recording(room: Room, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.rec"
    path.write_bytes(content)
    with pytest.raises(GatewayFault):
        Reading(path, vkey=room.keeper.vkey, opener=room.keeper)
    with pytest.raises(GatewayFault):
        Reading(tmp_path / "absent.rec", vkey=room.keeper.vkey, opener=room.keeper)


def test_a_header_of_another_gateway_is_not_read(room: Room) -> None:
    sealed = room.record(CHUNKS)
    with pytest.raises(GatewayFault, match="not signed"):
        Reading(room.path_of(sealed.recording), vkey=Keeper().vkey, opener=room.keeper)


def test_R38_a_personal_half_that_is_not_the_signed_one_is_not_shown(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session that signs one person and stores another's name."""
    with monkeypatch.context() as patched:
        patched.setattr(beginning, "sha256", lambda data: bytes(32) if data.startswith(b"{") else sha256(data))
        sealed = room.record(CHUNKS)
    with room.reading(sealed.recording) as reading, pytest.raises(GatewayFault, match="not the signed one"):
        reading.personal()


def test_R37_from_any_moment_of_several_runs_on_it_is_the_same_as_from_the_start(room: Room) -> None:
    sealed = room.record([[("o", b"line %d of what a screen repeats\r\n" % number)] for number in range(150)])
    steps = [one.prefix.step for one in pieces(room.path_of(sealed.recording)) if one.prefix.kind is RecordKind.CHUNK]
    assert steps[:3] == [0, 0, 1]  # the first chunk holds a name, and nothing goes on from it
    assert steps.count(0) == 3
    every = room.read(sealed.recording)
    with room.reading(sealed.recording) as reading:
        for event in every[::7]:
            assert list(reading.events(event.at_us)) == [one for one in every if one.at_us >= event.at_us]
