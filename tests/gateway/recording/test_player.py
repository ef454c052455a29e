"""The player, step by step; times in seconds."""

from collections.abc import Iterator

import pytest

from gateway.recording.player import LEAP_US, SPEEDS, Command, Frame, Player, Standing
from gateway.recording.terminal_event import Code, TerminalEvent

SECOND = 1_000_000
STORY = [
    TerminalEvent(0, Code.OUTPUT, b"a"),
    TerminalEvent(1 * SECOND, Code.OUTPUT, b"b"),
    TerminalEvent(2 * SECOND, Code.MARKER, b"alarm"),
    TerminalEvent(60 * SECOND, Code.OUTPUT, b"c"),
    TerminalEvent(61 * SECOND, Code.OUTPUT, b"d"),
]


def playing(**how: float | None) -> Player:
    def source() -> Iterator[TerminalEvent]:
        return iter(STORY)

    return Player(source, 100.0, **how)  # type: ignore[arg-type]


def shown(frame: Frame) -> str:
    return b"".join(event.data[:1] for event in frame.events).decode()


def test_R39_events_come_when_they_are_due() -> None:
    player = playing()
    frame = player.advance(100.0)
    assert (shown(frame), frame.wait_seconds, frame.cleared) == ("a", 1.0, False)
    frame = player.advance(100.5)
    assert (shown(frame), frame.wait_seconds) == ("", 0.5)
    assert shown(player.advance(102.0)) == "ba"
    assert player.advance(161.0).wait_seconds is None
    assert player.standing is Standing.ENDED


def test_R39_twice_as_fast() -> None:
    player = playing(speed=2.0)
    assert player.advance(100.0).wait_seconds == 0.5
    assert shown(player.advance(100.5)) == "b"


def test_R39_speed_is_changed_on_the_way_and_bounded() -> None:
    player = playing()
    player.press(Command.FASTER, 100.5)
    assert (player.speed, player.position_us) == (2.0, SECOND // 2)
    assert shown(player.advance(100.75)) == "b"
    for _ in range(20):
        player.press(Command.FASTER, 100.75)
    assert player.speed == SPEEDS[-1]
    for _ in range(20):
        player.press(Command.SLOWER, 100.75)
    assert player.speed == SPEEDS[0]


def test_R39_a_pause_stops_the_clock() -> None:
    player = playing()
    player.advance(100.0)
    frame = player.press(Command.PAUSE, 100.4)
    assert (frame.wait_seconds, player.standing) == (None, Standing.PAUSED)
    assert shown(player.advance(500.0)) == ""
    assert player.press(Command.PAUSE, 600.0).wait_seconds == pytest.approx(0.6)
    assert shown(player.advance(600.6)) == "b"


def test_what_was_due_is_not_lost_by_a_pause() -> None:
    assert shown(playing().press(Command.PAUSE, 101.5)) == "ab"


def test_R39_idle_stretches_are_shortened() -> None:
    player = playing(idle_us=3 * SECOND)
    assert shown(player.advance(102.0)) == "aba"
    assert player.advance(102.0).wait_seconds == 3.0
    assert shown(player.advance(104.9)) == ""
    assert shown(player.advance(105.0)) == "c"
    assert player.advance(105.0).wait_seconds == 1.0


def test_R39_idle_skipping_is_switched_on_and_off() -> None:
    player = playing()
    player.press(Command.SKIP_IDLE, 102.0)
    assert player.idle_us == SECOND
    player.press(Command.SKIP_IDLE, 102.0)
    assert player.idle_us is None


def test_R39_step_by_step() -> None:
    player = playing()
    player.press(Command.PAUSE, 100.0)
    assert [shown(player.press(Command.STEP, 100.0)) for _ in range(4)] == ["b", "a", "c", "d"]
    assert player.standing is Standing.ENDED
    assert shown(player.press(Command.STEP, 100.0)) == ""


def test_R39_to_the_next_marker() -> None:
    player = playing()
    assert shown(player.press(Command.NEXT_MARKER, 100.0)) == "aba"
    assert player.position_us == 2 * SECOND
    assert shown(player.press(Command.NEXT_MARKER, 100.0)) == "cd"
    assert player.standing is Standing.ENDED


def test_R39_forth_and_back() -> None:
    player = playing()
    assert shown(player.press(Command.FORWARD, 100.0)) == "aba"
    assert player.position_us == LEAP_US
    frame = player.press(Command.BACK, 100.5)
    assert (shown(frame), frame.cleared) == ("a", True)
    assert player.position_us == SECOND // 2
    assert not player.advance(100.5).cleared


def test_R39_seek_draws_everything_anew_up_to_the_moment() -> None:
    player = playing()
    frame = player.seek(60 * SECOND, 100.0)
    assert (shown(frame), frame.cleared, frame.wait_seconds) == ("abac", True, 1.0)
    frame = player.seek(-5, 100.0)
    assert (shown(frame), frame.cleared) == ("a", True)


def test_a_replay_that_ended_goes_on_after_going_back() -> None:
    player = playing()
    player.advance(200.0)
    assert player.press(Command.BACK, 200.0).wait_seconds is not None
    assert shown(player.advance(211.0)) == "cd"


def test_quitting_ends_it() -> None:
    player = playing()
    assert player.press(Command.QUIT, 100.0).wait_seconds is None
    assert player.standing is Standing.QUIT
    assert shown(player.advance(300.0)) == ""


def test_an_empty_recording_is_over_at_once() -> None:
    player = Player(lambda: iter(()), 0.0)
    assert player.advance(0.0).wait_seconds is None
    assert player.standing is Standing.ENDED
