"""What is typed after a question for a secret is not written down, only how many bytes it was. Pure; no clock, no I/O.

The rule. A line typed while the output ends in such a question (`prompts.asks_secret`) is withheld, and so is what is typed
ahead of the answer to it. A withheld line is put back only whole: its first byte, its end and all of its echo must lie in
the one chunk that is being closed. So a password typed one key per chunk shows one count per chunk and no letter. An echoed
line that was too slow for this is lost to the input track and loses nothing: it stands in the output.

Phases: CLEAR --question shown--> ASKED --line ended--> ANSWERED --the target went on--> CLEAR. ASKED is left by the end of
the typed line (Return, Ctrl-C, Ctrl-D), not by a message of the system in between; only when more than 4 KiB of output
follow before anything is typed is the question taken for mere text. The target "went on" when a line came back whole, when
4 KiB of output passed, or when something was typed at least 0.3 s after visible output that is no question.

The limits. It knows questions by their words; a form on a full screen, a question without any such word or pushed away by
more than 4 KiB of output, a secret typed before its first question appears, and a secret on a command line (the shell echoes
it) are recorded. Whatever the target echoes is in the output, as it was on the screen.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from gateway.recording.prompts import TAIL_BYTES, asks_secret, visible
from gateway.recording.terminal_event import Code, TerminalEvent

QUIET_US: Final = 300_000
GONE_ON_BYTES: Final = 4096
ECHO_BYTES_MAX: Final = 4096

_LINE_END: Final = re.compile(rb"([\r\n\x03\x04])")


class Phase(Enum):
    """Where the dialogue stands."""

    CLEAR = auto()
    ASKED = auto()
    ANSWERED = auto()


@dataclass(slots=True, kw_only=True)
class _Line:
    """A line, or the part of one, typed in this chunk. `heard_from`: where the output after its first byte begins."""

    whole: bool
    heard_from: int
    typed: bytes = b""
    length: int = 0
    ended: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    event: TerminalEvent
    line: _Line


def withheld_label(count: int) -> str:
    """The marker that stands for `count` typed bytes."""
    return f"[{count} bytes not shown / 非表示]"


class Redactor:
    """Feed it the events of each chunk when it closes; it keeps the phase, 512 bytes of output, and nothing typed."""

    def __init__(self) -> None:
        self._phase = Phase.CLEAR
        self._tail = b""
        self._heard_us = 0
        self._since_turn = 0  # bytes of output since the phase changed
        self._line_open = False
        self._line: _Line | None = None
        self._heard = bytearray()
        self._unjudged: list[TerminalEvent] = []

    def close_chunk(self, events: Sequence[TerminalEvent]) -> list[TerminalEvent]:
        """The events to store, in order. An input event becomes a marker, loses bytes, or stays as it is."""
        self._line = None
        self._heard.clear()
        items: list[TerminalEvent | _Piece] = []
        for event in events:
            if event.code is Code.INPUT:
                self._judge_output()
                items.extend(self._typed(event))
                continue
            if event.code is Code.OUTPUT:
                self._unjudged.append(event)
            items.append(event)
        self._judge_output()
        return list(self._decided(items))

    def _judge_output(self) -> None:
        """Follow the output since the last input. Of much output only the last 4 KiB count: before them, it only went on."""
        outputs, self._unjudged = self._unjudged, []
        first = len(outputs)
        room = GONE_ON_BYTES
        while first and room > 0:
            first -= 1
            room -= len(outputs[first].data)
        if first:
            self._tail = outputs[first - 1].data[-TAIL_BYTES:]
            self._gone_on(sum(len(event.data) for event in outputs[:first]))
        for event in outputs[first:]:
            self._shown(event)
        if self._line is not None:
            for event in outputs:
                self._heard += event.data

    def _shown(self, event: TerminalEvent) -> None:
        data = event.data
        self._tail = data[-TAIL_BYTES:] if len(data) >= TAIL_BYTES else (self._tail + data)[-TAIL_BYTES:]
        self._heard_us = event.at_us
        self._gone_on(len(data))
        if self._phase is not Phase.ASKED and asks_secret(self._tail):
            self._turn(Phase.ASKED)

    def _gone_on(self, size: int) -> None:
        self._since_turn += size
        if self._phase is Phase.ASKED and self._since_turn > GONE_ON_BYTES and not self._line_open:
            self._turn(Phase.CLEAR)

    def _turn(self, phase: Phase) -> None:
        self._phase = phase
        self._since_turn = 0

    def _typed(self, event: TerminalEvent) -> Iterator[TerminalEvent | _Piece]:
        if self._phase is Phase.ANSWERED and self._went_on(event.at_us):
            self._turn(Phase.CLEAR)
        if self._phase is Phase.CLEAR:
            yield event
            return
        for part in _LINE_END.split(event.data):
            if _LINE_END.fullmatch(part):
                self._end_line()
                yield event._replace(data=part)
            elif part:
                yield _Piece(event._replace(data=part), self._grown(part))

    def _went_on(self, now_us: int) -> bool:
        if self._since_turn > GONE_ON_BYTES:
            return True
        quiet = now_us - self._heard_us >= QUIET_US
        return quiet and bool(self._since_turn) and bool(visible(self._tail[-self._since_turn :]).strip())

    def _grown(self, part: bytes) -> _Line:
        line = self._line
        if line is None or line.ended:
            line = self._line = _Line(whole=not self._line_open, heard_from=len(self._heard))
            self._line_open = True
        line.length += len(part)
        if line.length <= ECHO_BYTES_MAX:
            line.typed += part
        return line

    def _end_line(self) -> None:
        if self._line is not None:
            self._line.ended = True
        self._line_open = False
        self._turn(Phase.ANSWERED)

    def _decided(self, items: Sequence[TerminalEvent | _Piece]) -> Iterator[TerminalEvent]:
        last = self._line
        if last is not None and self._phase is Phase.ANSWERED and self._echoed(last):
            self._turn(Phase.CLEAR)
        for item in items:
            if isinstance(item, TerminalEvent):
                yield item
            elif self._echoed(item.line):
                yield item.event
            elif not item.line.told:
                item.line.told = True
                label = withheld_label(item.line.length).encode()
                yield TerminalEvent(item.event.at_us, Code.MARKER, label)

    def _echoed(self, line: _Line) -> bool:
        """True when the whole line, typed in this chunk, is what the output after its first byte begins with."""
        if not (line.whole and line.ended and line.length <= ECHO_BYTES_MAX):
            return False
        heard = bytes(self._heard[line.heard_from : line.heard_from + 4 * ECHO_BYTES_MAX])
        return visible(heard).startswith(line.typed)
