"""A replay on a real terminal."""

import io
import os
import pty
import sys
import termios
import textwrap
from pathlib import Path

from gateway.recording.plain_text import search
from gateway.recording.player import Player
from gateway.recording.replay import ANEW, GOOD_BYE, Replay, raw
from gateway.vocabulary.target import Encoding
from tests.gateway.recording.scene import Room, header, in_terminal

SHOWN = [
    [("o", "最初の画面\r\n".encode("euc-jp"))],
    [("o", b"needle here\r\n")],
    [("r", b"132x43"), ("o", b"last\r\n")],
]


def replayed(room: Room, typed: bytes) -> bytes:
    """What the screen gets when `typed` is all that comes from the keyboard."""
    recording = header(encoding=Encoding.EUC_JP).recording
    room.record(SHOWN, header(encoding=Encoding.EUC_JP))
    screen, (reader, writer) = io.BytesIO(), os.pipe()
    os.write(writer, typed)
    os.close(writer)
    with room.reading(recording) as reading:
        player = Player(reading.events, room.clock.monotonic(), speed=64)
        Replay(
            player,
            lambda needle, since: next(search(reading.events(), needle, "euc-jp"), None),
            encoding=reading.header.encoding.value,
            keys=reader,
            screen=screen,
            clock=room.clock,
        ).run()
    os.close(reader)
    return screen.getvalue()


def test_R39_without_anybody_at_the_keys_it_plays_to_the_end_in_utf_8(room: Room) -> None:
    screen = replayed(room, b"")
    assert "最初の画面\r\nneedle here\r\n".encode() in screen
    assert screen.endswith(b"last\r\n" + GOOD_BYE)
    assert b"\x1b[8;43;132t" in screen


def test_R39_search_draws_anew_at_the_hit_and_pauses(room: Room) -> None:
    screen = replayed(room, b"/needlx\x7fe\rq")
    after = screen[screen.rindex(ANEW) :]
    assert after.startswith(ANEW + "最初の画面\r\nneedle here\r\n".encode())
    assert b"last" not in after


def test_R39_what_is_not_found_is_said_in_both_languages(room: Room) -> None:
    screen = replayed(room, b"/absent\rq")
    assert "見つかりません / not found: absent".encode() in screen


def test_a_search_is_given_up(room: Room) -> None:
    assert b"not found" not in replayed(room, b" /abs\x03q")


def test_the_standing_is_shown_when_it_is_asked_to_change(room: Room) -> None:
    screen = replayed(room, b" +iq")
    assert b"x64" in screen
    assert b"idle-skip" in screen


def test_the_terminal_gets_its_modes_back() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    with raw(theirs):
        assert termios.tcgetattr(theirs) != before
    assert termios.tcgetattr(theirs) == before
    os.close(ours)
    os.close(theirs)


def test_R39_on_a_real_terminal_a_key_ends_it(tmp_path: Path) -> None:
    program = textwrap.dedent(
        """
        import sys
        from gateway.recording.player import Player
        from gateway.recording.replay import Replay
        from gateway.recording.terminal_event import Code, TerminalEvent
        from gateway.vocabulary.clock import SystemClock
        events = [TerminalEvent(0, Code.OUTPUT, b"shown\\x1b[6n"), TerminalEvent(10**9, Code.OUTPUT, b"much later")]
        clock = SystemClock()
        player = Player(lambda: iter(events), clock.monotonic())
        Replay(player, lambda *_: None, encoding="utf-8", keys=0, screen=sys.stdout.buffer, clock=clock).run()
        """
    )
    env = {"PATH": "/usr/bin:/bin", "TERM": "xterm", "HOME": str(tmp_path)}
    shown, status = in_terminal([sys.executable, "-c", program], env, keys=b"\x1b[24;80Rq")
    assert status == 0
    assert b"shown" in shown
    assert b"much later" not in shown
