"""Watching live."""

import os
import time

import pytest

from gateway.recording.following import STUCK_SECONDS, TOUCH_SECONDS, Following
from gateway.recording.limits import RecorderLimits
from gateway.recording.recovery import recover
from gateway.recording.seal import SealState
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.recording.watched import SUFFIX
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import Room
from tests.gateway.recording.test_verify import pieces


class Ahead(SystemClock):
    """The system's clock, some seconds on."""

    seconds = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.seconds


def state(following: Following) -> SealState | None:
    return following.state


def until(following: Following, wanted: bytes, seconds: float = 3.0) -> tuple[list[TerminalEvent], float]:
    began, seen = time.monotonic(), list[TerminalEvent]()
    while not any(event.data == wanted for event in seen):
        assert time.monotonic() - began < seconds, "not seen in time"
        time.sleep(0.02)
        seen += following.poll()
    return seen, time.monotonic() - began


def test_R42_a_watcher_sees_within_a_second_and_sooner_once_noticed(room: Room) -> None:
    recorder = room.start(limits=RecorderLimits(look_seconds=0.2))
    with room.library.watch(recorder.path.stem, opener=room.keeper, clock=room.clock) as following:
        recorder.output(b"first")
        _, first = until(following, b"first")
        assert first < 1.1
        time.sleep(0.5)  # the writer looks for the flag
        recorder.output(b"second")
        seen, second = until(following, b"second")
        assert second < 0.6
        assert [event.data for event in seen] == [b"second"]
        assert state(following) is None
        assert following.header.recording == recorder.path.stem
        recorder.seal("client closed")
        assert following.poll() == []
        assert state(following) is SealState.SEALED
    assert not recorder.path.with_suffix(SUFFIX).exists()


def test_R42_a_watcher_sees_the_end_that_recovery_writes_behind_torn_bytes(room: Room) -> None:
    path = room.path_of(room.record([[("o", b"one")], [("o", b"two")]]).recording)
    os.truncate(path, pieces(path)[3].end - 7)
    with room.library.watch(path.stem, opener=room.keeper, clock=room.clock) as following:
        assert [event.data for event in following.poll()] == [b"one"]
        assert state(following) is None
        recover(path, vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="vanished")
        assert following.poll() == []
        assert state(following) is SealState.INTERRUPTED


def test_a_half_written_record_is_waited_for(room: Room) -> None:
    path = room.path_of(room.record([[("o", b"one")], [("o", b"two")]]).recording)
    whole, last = path.read_bytes(), pieces(path)[3]
    for size in (last.offset + 1, last.offset + 70, last.end - 1):
        path.write_bytes(whole[:size])
        with room.library.watch(path.stem, opener=room.keeper, clock=room.clock) as following:
            assert [event.data for event in following.poll()] == [b"one"]
            assert following.poll() == []
            with path.open("ab") as file:
                file.write(whole[size:])
            assert [event.data for event in following.poll()] == [b"two"]
            assert state(following) is SealState.SEALED


def test_R41_damage_is_not_waited_for_for_ever(room: Room) -> None:
    path = room.path_of(room.record([[("o", b"one")], [("o", b"two")]]).recording)
    data = bytearray(path.read_bytes())
    data[pieces(path)[2].offset + 70] ^= 1
    path.write_bytes(data)
    clock = Ahead()
    with room.library.watch(path.stem, opener=room.keeper, clock=clock) as following:
        assert following.poll() == []
        clock.seconds += STUCK_SECONDS + 1
        with pytest.raises(GatewayFault, match="chunk 2"):
            following.poll()


def test_the_flag_is_kept_fresh(room: Room) -> None:
    recorder = room.start()
    clock = Ahead()
    flag = recorder.path.with_suffix(SUFFIX)
    with room.library.watch(recorder.path.stem, opener=room.keeper, clock=clock) as following:
        following.poll()
        flag.unlink()
        following.poll()
        assert not flag.exists()
        clock.seconds += TOUCH_SECONDS
        following.poll()
        assert flag.exists()
    recorder.seal("end")


def test_R14_a_watcher_sees_no_more_than_the_recording_will_show(room: Room) -> None:
    recorder = room.start()
    with room.library.watch(recorder.path.stem, opener=room.keeper, clock=room.clock) as following:
        recorder.output(b"Password: ")
        recorder.input(b"hunter2\r")
        seen, _ = until(following, b"\r")
        assert b"hunter2" not in b"".join(event.data for event in seen)
        assert Code.PERSONAL not in {event.code for event in seen}
    recorder.seal("end")


def test_R42_a_long_recording_comes_in_bounded_pieces_and_says_that_more_is_there(room: Room) -> None:
    path = room.path_of(room.record([[("o", b"x" * 600)], [("o", b"y" * 600)], [("o", b"z")]]).recording)
    with room.library.watch(path.stem, opener=room.keeper, clock=room.clock) as following:
        pieces_ = [following.poll(500), following.poll(500), following.poll(500)]
        assert [[event.data[:1] for event in piece] for piece in pieces_] == [[b"x"], [b"y"], [b"z"]]
        assert not following.behind
        assert state(following) is SealState.SEALED
        assert following.poll(500) == []


def test_R42_what_is_left_behind_is_said(room: Room) -> None:
    path = room.path_of(room.record([[("o", b"x" * 600)], [("o", b"y" * 600)]]).recording)
    with room.library.watch(path.stem, opener=room.keeper, clock=room.clock) as following:
        following.poll(1)
        assert following.behind
        assert state(following) is None, "it has ended, but not for whoever has not seen all of it"
