"""`sekisho replay`: a recording played on a real terminal. The steps are `player`'s, the keys `keys`'; here is the wiring.

Bytes are shown in UTF-8 whatever the target's encoding was. At the end the terminal gets its modes back.
"""

import os
import select
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from gateway.recording.asciicast import TextStream
from gateway.recording.keys import AGAIN, KEYS, SEARCH, tokens
from gateway.recording.plain_text import Hit
from gateway.recording.player import Command, Frame, Player, Standing
from gateway.recording.terminal_event import Code
from gateway.vocabulary.clock import Clock

Find = Callable[[str, int], Hit | None]
"""The next hit of a text behind a moment (microseconds)."""

ANEW: Final = b"\x1b[?1049l\x1b[!p\x1b[r\x1b[m\x1b[H\x1b[2J"
GOOD_BYE: Final = b"\x1b[?1049l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[!p\x1b[m\x1b[?25h\r\n"
HELP: Final = "space .:step +/-:speed i:idle arrows:10s ]:marker /:search n:next q:quit"


class Replay:
    """One replay on one terminal. `run` returns when the viewer quits, or at the end when no keys can come."""

    def __init__(self, player: Player, find: Find, *, encoding: str, keys: int, screen: BinaryIO, clock: Clock) -> None:
        self._player = player
        self._find = find
        self._encoding = encoding
        self._text = TextStream(encoding)
        self._keys: int | None = keys
        self._screen = screen
        self._clock = clock
        self._typing: str | None = None  # the text being entered after "/"
        self._needle = ""
        self._found_us = -1

    def run(self) -> None:
        """Play. The terminal behind `keys` is in raw mode meanwhile."""
        with raw(self._keys):
            self._show(self._player.advance(self._clock.monotonic()))
            while not self._over():
                self._step()
            self._write(GOOD_BYE)

    def _over(self) -> bool:
        """Quit, or nothing goes on by itself and nobody is there to change that."""
        standing = self._player.standing
        return standing is Standing.QUIT or (standing is not Standing.PLAYING and self._keys is None)

    def _step(self) -> None:
        frame = self._player.advance(self._clock.monotonic())
        self._show(frame)
        if self._over():
            return
        waiting = [] if self._keys is None else [self._keys]
        ready, _, _ = select.select(waiting, [], [], frame.wait_seconds)
        if ready:
            self._typed(os.read(ready[0], 4096))

    def _typed(self, data: bytes) -> None:
        if not data:
            self._keys = None  # nobody is there any more: play to the end
        for key in tokens(data):
            if self._typing is not None:
                self._enter(key)
            elif key in KEYS:
                self._show(self._player.press(KEYS[key], self._clock.monotonic()))
                self._say_standing(KEYS[key])
            elif key == SEARCH:
                self._typing = ""
                self._say("/")
            elif key == AGAIN and self._needle:
                self._search()

    def _enter(self, key: bytes) -> None:
        typed = self._typing or ""
        if key in (b"\r", b"\n"):
            self._typing, self._needle = None, typed or self._needle
            self._found_us = self._player.position_us
            self._search()
        elif key in (b"\x03", b"\x1b"):
            self._typing = None
            self._show(self._player.seek(self._player.position_us, self._clock.monotonic()))
        else:
            self._typing = typed[:-1] if key in (b"\x7f", b"\x08") else typed + key.decode("utf-8", "ignore")
            self._say("/" + self._typing)

    def _search(self) -> None:
        hit = self._find(self._needle, self._found_us + 1)
        if hit is None:
            self._say(f"見つかりません / not found: {self._needle}")
            return
        self._found_us = hit.at_us
        now = self._clock.monotonic()
        self._show(self._player.seek(hit.at_us, now))
        if self._player.standing is Standing.PLAYING:
            self._show(self._player.press(Command.PAUSE, now))  # at the same moment: nothing behind the hit is shown

    def _show(self, frame: Frame) -> None:
        if frame.cleared:
            self._text = TextStream(self._encoding)
            self._write(ANEW)
        pieces = []
        for event in frame.events:
            if event.code is Code.OUTPUT:
                pieces.append(self._text.feed(event.data))
            elif event.code is Code.RESIZE:
                pieces.append(_resized(event.data))
        if pieces:
            self._write("".join(pieces).encode("utf-8", "replace"))

    def _say_standing(self, command: Command) -> None:
        if command in (Command.FASTER, Command.SLOWER, Command.SKIP_IDLE) or self._player.standing is Standing.PAUSED:
            at = self._player.position_us // 1_000_000
            idle = "" if self._player.idle_us is None else " idle-skip"
            self._say(f"{at // 60}:{at % 60:02d} x{self._player.speed:g}{idle}  {HELP}")

    def _say(self, line: str) -> None:
        """One line at the foot of the screen, the cursor where it was."""
        self._write(b"\x1b7\x1b[999;1H\x1b[7m\x1b[2K" + line.encode("utf-8", "replace") + b"\x1b[m\x1b8")

    def _write(self, data: bytes) -> None:
        self._screen.write(data)
        self._screen.flush()


@contextmanager
def raw(descriptor: int | None) -> Iterator[None]:
    """Raw mode while a terminal's keys are read; anything else is left alone."""
    if descriptor is None or not os.isatty(descriptor):
        yield
        return
    before = termios.tcgetattr(descriptor)
    tty.setraw(descriptor)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _resized(size: bytes) -> str:
    """Ask the viewer's terminal for the recorded size (xterm window operation 8); many ignore it, and nothing is lost."""
    cols, _, rows = size.decode("ascii", "replace").partition("x")
    return f"\x1b[8;{rows};{cols}t" if cols.isdigit() and rows.isdigit() else ""
