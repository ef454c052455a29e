"""How much is typed, and what was not typed: long pastes and programs are noticed; everything passes as it is.

What comes between two `idle` calls came at once; what stands between the marks of a bracketed paste was pasted. A paste is told
when it is over. A line handed to an interpreter is a program however slowly it was typed. Sizes and digests are told, never text.

Memory is bounded: TEXT_MAX bytes of what came at once and LINE_MAX of a line, enough to see what it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

from gateway.guards.stage import Finding, Passed, Weight
from gateway.guards.typed.programs import is_one_liner, is_program

TEXT_MAX: Final = 65_536
LINE_MAX: Final = 4_096
_MARK = re.compile(rb"\x1b\[20([01])~")
_MARK_BYTES = 6
_ERASE = 0x7F
_ENTER = re.compile(rb"[\r\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLimits:
    """paste_bytes: from how many bytes on what came at once is a long paste."""

    paste_bytes: int = 512


class Limits(Protocol):
    """What a meter must know; TypedLimits, or the policy's own value."""

    @property
    def paste_bytes(self) -> int:
        """From how many bytes on what came at once is a long paste."""


class _AtOnce:
    """What came at once, so far."""

    def __init__(self) -> None:
        self.size = 0
        self._text = bytearray()
        self._digest = sha256()

    def add(self, piece: bytes) -> None:
        self.size += len(piece)
        self._text += piece[: TEXT_MAX - len(self._text)]
        self._digest.update(piece)

    def findings(self, limits: Limits) -> Iterator[Finding]:
        """A program is told as one, and not as a paste too."""
        if self.size > _MARK_BYTES and is_program(bytes(self._text)):
            yield Finding("program", self.size, self._digest.hexdigest())
        elif self.size >= limits.paste_bytes:
            yield Finding("paste", self.size, self._digest.hexdigest())


class _Line:
    """The line that is being typed, as far as it can be known from the keys."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._slowly = False  # it did not come at once

    def paused(self) -> None:
        """Nothing was typed for a while."""
        self._slowly = bool(self._text)

    def findings(self, piece: bytes) -> Iterator[Finding]:
        """Add what was typed; lines that end in it are judged, unless they came at once, which is judged as a whole."""
        *ended, rest = _ENTER.split(piece)
        for end in ended:
            self._add(end)
            if self._slowly and is_one_liner(bytes(self._text)):
                yield Finding("program", len(self._text), sha256(self._text).hexdigest())
            self._text.clear()
            self._slowly = False
        self._add(rest)

    def _add(self, piece: bytes) -> None:
        if piece == bytes((_ERASE,)):
            del self._text[-1:]
        else:
            self._text += piece[: LINE_MAX - len(self._text)]


class Meter:
    """Person to target, after ControlStrings."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits: Limits = limits or TypedLimits()
        self._at_once, self._pasted = _AtOnce(), False
        self._line = _Line()
        self._tail = b""  # the last bytes, in which a mark may begin
        self._typed_bytes = 0

    @property
    def holds(self) -> bool:
        """True while `idle` would end what came at once; no byte is held back."""
        return self._at_once.size > 0 and not self._pasted

    def feed(self, chunk: bytes) -> Passed:
        """All of it, and what is over now."""
        self._typed_bytes += len(chunk)
        return Passed(chunk, tuple(self._seen(chunk)))

    def idle(self) -> Passed:
        """What came at once is over, unless it is inside a bracketed paste."""
        self._line.paused()
        return Passed(b"", () if self._pasted else tuple(self._over()))

    def close(self) -> Passed:
        """What came at once is over; the sum of all that was typed is told."""
        total = Finding("typed", self._typed_bytes, "", Weight.COUNTED)
        self._typed_bytes = 0
        return Passed(b"", (*self._over(), total) if total.size_bytes else tuple(self._over()))

    def _seen(self, chunk: bytes) -> Iterator[Finding]:
        data, place = self._tail + chunk, len(self._tail)
        self._tail = data[1 - _MARK_BYTES :]
        for mark in _MARK.finditer(data):
            yield from self._add(data[place : mark.end()])
            place = mark.end()
            if self._pasted or mark[1] == b"0":
                yield from self._over()
            self._pasted = mark[1] == b"0"
        yield from self._add(data[place:])

    def _add(self, piece: bytes) -> Iterator[Finding]:
        self._at_once.add(piece)
        yield from self._line.findings(piece)

    def _over(self) -> Iterator[Finding]:
        at_once, self._at_once = self._at_once, _AtOnce()
        return at_once.findings(self._limits)
