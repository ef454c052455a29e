"""Replay as a machine of steps: time and commands in, events to show and how long to wait out. Pure; `replay` has the terminal.

The position runs with the clock times the speed, in microseconds of the recording. An idle stretch longer than `idle_us` is
shortened to that. Going back shows everything anew from the start, because a terminal's picture is the sum of its output.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from gateway.recording.terminal_event import Code, TerminalEvent

SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
LEAP_US: Final = 10_000_000
IDLE_US: Final = 1_000_000

Source = Callable[[], Iterator[TerminalEvent]]
"""All events from the start; asked again for each jump back."""


class Command(Enum):
    """What the viewer wants."""

    PAUSE = auto()  # or go on
    STEP = auto()  # show the next event, and pause
    FASTER = auto()
    SLOWER = auto()
    SKIP_IDLE = auto()  # on or off
    FORWARD = auto()
    BACK = auto()
    NEXT_MARKER = auto()
    QUIT = auto()


class Standing(Enum):
    """What the player does now."""

    PLAYING = auto()
    PAUSED = auto()
    ENDED = auto()
    QUIT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`events` are due now; if `cleared`, an empty screen comes first. `wait_seconds` None: only a command changes anything."""

    events: tuple[TerminalEvent, ...]
    cleared: bool
    wait_seconds: float | None


class Player:
    """`now` is a monotonic clock in seconds, never earlier than before."""

    def __init__(self, source: Source, now: float, *, speed: float = 1.0, idle_us: int | None = None) -> None:
        """`speed` is snapped to the nearest of `SPEEDS`; with `idle_us` None idle stretches play in full."""
        self.standing = Standing.PLAYING
        self.position_us = 0
        self.speed = min(SPEEDS, key=lambda known: abs(known - speed))
        self.idle_us = idle_us
        self._idle_choice = IDLE_US if idle_us is None else idle_us
        self._source = source
        self._now = now
        self._shown: list[TerminalEvent] = []
        self._rewind(0)
        self._cleared = False

    def advance(self, now: float) -> Frame:
        """What is due at `now`."""
        self._run(now)
        return self._frame()

    def press(self, command: Command, now: float) -> Frame:
        """Obey, and what follows from it. What was due until `now` is in the frame too."""
        self._run(now)
        self._collect()
        self._obey(command)
        return self._frame()

    def seek(self, at_us: int, now: float) -> Frame:
        """Show the moment `at_us`, drawn anew; a replay that had ended goes on from there."""
        self._now = now
        self._rewind(at_us)
        return self._frame()

    def _obey(self, command: Command) -> None:
        match command:
            case Command.PAUSE:
                self.standing = _AFTER_PAUSE.get(self.standing, self.standing)
            case Command.QUIT:
                self.standing = Standing.QUIT
            case Command.FASTER | Command.SLOWER:
                step = 1 if command is Command.FASTER else -1
                self.speed = SPEEDS[min(len(SPEEDS) - 1, max(0, SPEEDS.index(self.speed) + step))]
            case Command.SKIP_IDLE:
                self.idle_us = self._idle_choice if self.idle_us is None else None
            case _:
                self._travel(command)

    def _travel(self, command: Command) -> None:
        match command:
            case Command.STEP if self._next is not None:
                self.standing = Standing.PAUSED
                self._leap(self._next.at_us)
            case Command.FORWARD:
                self._leap(self.position_us + LEAP_US)
            case Command.BACK:
                self._rewind(self.position_us - LEAP_US)
            case Command.NEXT_MARKER:
                self._to_marker()

    def _rewind(self, at_us: int) -> None:
        self._events = self._source()
        self._next: TerminalEvent | None = next(self._events, None)
        self._shown.clear()
        self._shown_us = 0
        self._cleared = True
        self.position_us = max(0, at_us)
        if self.standing is Standing.ENDED:
            self.standing = Standing.PLAYING

    def _run(self, now: float) -> None:
        if self.standing is Standing.PLAYING:
            self.position_us += round((now - self._now) * self.speed * 1_000_000)
        self._now = now

    def _leap(self, at_us: int) -> None:
        self.position_us = max(self.position_us, at_us)

    def _to_marker(self) -> None:
        while self._next is not None:
            event = self._pop(self._next)
            if event.code is Code.MARKER:
                break
        self._leap(self._shown_us)

    def _pop(self, event: TerminalEvent) -> TerminalEvent:
        self._shown.append(event)
        self._shown_us = event.at_us
        self._next = next(self._events, None)
        return event

    def _collect(self) -> None:
        while self._next is not None and (self._next.at_us <= self.position_us or self._idle_over()):
            self._leap(self._next.at_us)
            self._pop(self._next)
        if self._next is None and self.standing in _AFTER_PAUSE:
            self.standing = Standing.ENDED
            self.position_us = self._shown_us

    def _idle_over(self) -> bool:
        playing = self.standing is Standing.PLAYING
        return playing and self.idle_us is not None and self.position_us >= self._shown_us + self.idle_us

    def _frame(self) -> Frame:
        self._collect()
        frame = Frame(events=tuple(self._shown), cleared=self._cleared, wait_seconds=self._wait_seconds())
        self._shown.clear()
        self._cleared = False
        return frame

    def _wait_seconds(self) -> float | None:
        if self.standing is not Standing.PLAYING or self._next is None:
            return None
        until_us = self._next.at_us
        if self.idle_us is not None:
            until_us = min(until_us, self._shown_us + self.idle_us)
        return max(0, until_us - self.position_us) / 1_000_000 / self.speed


_AFTER_PAUSE: Final = {Standing.PLAYING: Standing.PAUSED, Standing.PAUSED: Standing.PLAYING}
