"""asciicast, versions 2 and 3 (docs.asciinema.org/manual/asciicast): lines out, lines in. Pure; text only, no file.

asciicast holds Unicode text, a terminal's stream is bytes. `TextStream` decodes them by the declared encoding and loses
nothing: a byte that is no part of a character becomes U+10FF00 + byte (a private use character), and so does each byte of
a character that would not encode back to itself or lies in that range. `restored` gives the bytes again.
"""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, NamedTuple

from gateway.recording.terminal_event import Code

ESCAPE_BASE: Final = 0x10FF00
ESCAPE_NOTE: Final = "U+10FF00 + n = byte n that is no text in this encoding"
_FIRST_ESCAPE: Final = chr(ESCAPE_BASE)
_ERRORS: Final = "sekisho-escape"


class Version(IntEnum):
    """Which asciicast: 2 has absolute times and no exit event, 3 intervals."""

    TWO = 2
    THREE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CastHeader:
    """The first line. `timestamp` in whole seconds since 1970; `facts` are ours, under the key `sekisho`."""

    cols: int
    rows: int
    timestamp: int
    title: str
    term: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class CastEvent(NamedTuple):
    """One event; `at_us` counts from the start in both versions."""

    at_us: int
    code: Code
    text: str


class TextStream:
    """Bytes to text without loss. A character split over two pieces comes with the second."""

    def __init__(self, encoding: str) -> None:
        """`encoding` is one without shift states (UTF-8, EUC-JP, CP932)."""
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)
        self._held = b""

    def feed(self, data: bytes) -> str:
        """The text that `data` completes."""
        data = self._held + data
        decoder = self._decoder(_ERRORS)
        text = decoder.decode(data)
        self._held = decoder.getstate()[0]
        whole = data[: len(data) - len(self._held)]
        return text if _restores(text, whole, self._encoding) else self._careful(whole)

    def close(self) -> str:
        """What was held back: the beginning of a character that never ended."""
        held, self._held = self._held, b""
        return _escaped(held)

    def _careful(self, data: bytes) -> str:
        """Byte by byte, so that only the characters that would not come back are escaped."""
        decoder = self._decoder(_ERRORS)
        pieces: list[str] = []
        held = b""
        for byte in data:
            held += bytes([byte])
            text = decoder.decode(held[-1:])
            if text and not decoder.getstate()[0]:
                pieces.append(text if _restores(text, held, self._encoding) else _escaped(held))
                held = b""
        return "".join(pieces) + _escaped(held)


def restored(text: str, encoding: str) -> bytes:
    """The bytes `TextStream` was fed. Raises UnicodeEncodeError for text that is not from there."""
    if not text or max(text) < _FIRST_ESCAPE:
        return text.encode(encoding)
    return b"".join(
        bytes([ord(letter) - ESCAPE_BASE]) if _is_escape(letter) else letter.encode(encoding) for letter in text
    )


def header_line(version: Version, header: CastHeader) -> str:
    """The first line, with its line end."""
    if version is Version.TWO:
        size: dict[str, Any] = {"width": header.cols, "height": header.rows, "env": {"TERM": header.term}}
    else:
        size = {"term": {"cols": header.cols, "rows": header.rows, "type": header.term}}
    value = {"version": int(version), **size, "timestamp": header.timestamp, "title": header.title}
    return _line({**value, "sekisho": dict(header.facts)} if header.facts else value)


class EventLines:
    """Events to lines of one version; times never go back."""

    def __init__(self, version: Version) -> None:
        self._version = version
        self._before_us = 0

    def line(self, event: CastEvent) -> str:
        """The line of `event`, with its line end. Version 2 knows no exit: it becomes a marker."""
        code, text = event.code, event.text
        at_us = max(event.at_us, self._before_us)
        seconds = at_us if self._version is Version.TWO else at_us - self._before_us
        self._before_us = at_us
        if self._version is Version.TWO and code is Code.EXIT:
            code, text = Code.MARKER, f"exit {text}"
        return f"[{seconds // 1_000_000}.{seconds % 1_000_000:06d}, {_json(code.value)}, {_json(text)}]\n"


def parse(lines: Iterable[str]) -> tuple[CastHeader, Iterator[CastEvent]]:
    """Header and events of either version; the events are read as they are asked for.

    Raises ValueError, KeyError or TypeError for anything else.
    """
    source = (line for line in lines if line.strip() and not line.startswith("#"))
    head = json.loads(next(source, "null"))
    if not isinstance(head, dict) or head.get("version") not in (2, 3):
        raise ValueError("not an asciicast of version 2 or 3")
    version = Version(head["version"])
    term: dict[str, Any] = head["term"] if version is Version.THREE else {"cols": head["width"], "rows": head["height"]}
    header = CastHeader(
        cols=int(term["cols"]), rows=int(term["rows"]), timestamp=int(head.get("timestamp", 0)),
        title=str(head.get("title", "")), term=str(term.get("type") or head.get("env", {}).get("TERM", "")),
        facts=head.get("sekisho", {}),
    )  # fmt: skip
    return header, _events(source, version)


def _events(lines: Iterator[str], version: Version) -> Iterator[CastEvent]:
    before_us = 0
    for line in lines:
        seconds, code, text = json.loads(line)
        at_us = round(seconds * 1_000_000) + (before_us if version is Version.THREE else 0)
        before_us = at_us
        yield CastEvent(at_us, Code(code), text)


def _restores(text: str, data: bytes, encoding: str) -> bool:
    try:
        return restored(text, encoding) == data
    except UnicodeEncodeError:
        return False


def _is_escape(letter: str) -> bool:
    return ESCAPE_BASE <= ord(letter) <= ESCAPE_BASE + 0xFF


def _escaped(data: bytes) -> str:
    return "".join(chr(ESCAPE_BASE + byte) for byte in data)


def _json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _escape_error(wrong: UnicodeError) -> tuple[str, int]:
    """The error handler `_ERRORS` of the codecs: undecodable bytes become escapes. Encoding errors stay errors."""
    if not isinstance(wrong, UnicodeDecodeError):
        raise wrong
    return _escaped(wrong.object[wrong.start : wrong.end]), wrong.end


codecs.register_error(_ERRORS, _escape_error)
