"""Target bytes as text, in the encoding its owner declared; nothing is guessed.

A byte that is no text becomes a mark, a lone surrogate that no decoder makes: DOUBTFUL for a lone 0x80 to 0x9F, which some
terminal might read as a C1 control, and ODD for the others. Marks are painted as U+FFFD. A lead byte takes only a byte that
completes its character: never ESC or another C0 control. An incomplete character waits, three bytes at most.
"""

import codecs
import re
from typing import Final, Protocol

from gateway.guards.terminal.nec_rows import CHARACTERS
from gateway.vocabulary.target import Encoding

DOUBTFUL: Final = 0xDC00  # + the byte
ODD: Final = 0xDD00  # + the byte
_REPLACEMENT = "\ufffd".encode()
_C1 = range(0x80, 0xA0)
_BEGIN_STRINGS = (0x90, 0x98, 0x9D, 0x9E, 0x9F)  # DCS SOS OSC PM APC
_SS2, _SS3 = 0x8E, 0x8F  # in EUC-JP these begin characters
_EUC_JP_SHAPE = re.compile(rb"[\x8e\xa1-\xfe][\xa1-\xfe]|\x8f[\xa1-\xfe]{2}")


class Decoder(Protocol):
    """One direction of one stream."""

    @property
    def waits(self) -> bool:
        """True while an incomplete character does."""

    def feed(self, chunk: bytes) -> str | bytes:
        """All characters that are complete: bytes if they are valid UTF-8 as they stand, otherwise text with marks."""

    def close(self) -> str:
        """The stream ended: marks for what never was completed."""


def decoder_of(encoding: Encoding) -> Decoder:
    """A fresh decoder."""
    if encoding is Encoding.UTF_8:
        return _Utf8()
    return _Japanese(encoding)


def painted(text: str) -> bytes:
    """As UTF-8, marks as U+FFFD."""
    return text.encode("utf-8", "sekisho-painted")


def as_came(text: str) -> bytes:
    """As UTF-8, marks as the bytes they stand for."""
    return text.encode("utf-8", "sekisho-as-came")


class _Utf8:
    """RFC 3629: overlong forms and surrogates are no text. One mark for each byte of a character that was cut off."""

    def __init__(self) -> None:
        self._waiting = b""

    @property
    def waits(self) -> bool:
        return bool(self._waiting)

    def feed(self, chunk: bytes) -> str | bytes:
        if not self._waiting and chunk.isascii():
            return chunk
        data = self._waiting + chunk
        try:
            used = codecs.utf_8_decode(data)[1]
        except UnicodeDecodeError:
            text, used = codecs.utf_8_decode(data, "sekisho-utf-8")
            self._waiting = data[used:]
            return text
        self._waiting = data[used:]
        return data[:used] if self._waiting else data

    def close(self) -> str:
        waiting, self._waiting = self._waiting, b""
        return waiting.decode("utf-8", "sekisho-utf-8")


class _Japanese:
    """EUC-JP (JIS X 0208, SS2 kana, SS3 JIS X 0212, NEC rows) or CP932."""

    def __init__(self, encoding: Encoding) -> None:
        codec, errors = {
            Encoding.EUC_JP: ("euc_jp", "sekisho-euc-jp"),
            Encoding.CP932: ("cp932", "sekisho-cp932"),
        }[encoding]
        self._decoder = codecs.getincrementaldecoder(codec)(errors)

    @property
    def waits(self) -> bool:
        return bool(self._decoder.getstate()[0])

    def feed(self, chunk: bytes) -> str | bytes:
        if chunk.isascii() and not self.waits:
            return chunk
        return self._decoder.decode(chunk)

    def close(self) -> str:
        last = self._decoder.decode(b"", final=True)
        self._decoder.reset()
        return last


def _mark_utf_8(error: UnicodeDecodeError) -> tuple[str, int]:
    """A character that was cut off is odd, whatever its bytes; a continuation byte on its own may be meant as a control."""
    bad = error.object[error.start : error.end]
    return (_odd(bad) if len(bad) > 1 else _doubtful(bad)), error.end


def _mark_cp932(error: UnicodeDecodeError) -> tuple[str, int]:
    end = error.start + 1
    return _doubtful(error.object[error.start : end]), end


def _mark_euc_jp(error: UnicodeDecodeError) -> tuple[str, int]:
    """C1 controls are what they are (ECMA-35 §15), but for those that begin strings, which nobody sends in EUC-JP.

    A pair or triple that is no character is skipped as one.
    """
    start = error.start
    first = error.object[start]
    if first in _C1 and first not in (_SS2, _SS3):
        return (_doubtful(error.object[start : start + 1]) if first in _BEGIN_STRINGS else chr(first)), start + 1
    bad = error.object[start : start + (3 if first == _SS3 else 2)]
    if _EUC_JP_SHAPE.fullmatch(bad):
        return CHARACTERS.get(bad) or _odd(bad), start + len(bad)
    return _odd(bad[:1]), start + 1


def _odd(bad: bytes) -> str:
    return "".join(chr(ODD + byte) for byte in bad)


def _doubtful(bad: bytes) -> str:
    return "".join(chr((DOUBTFUL if byte in _C1 else ODD) + byte) for byte in bad)


def _paint_marks(error: UnicodeEncodeError) -> tuple[str | bytes, int]:
    return _REPLACEMENT * (error.end - error.start), error.end


def _restore_marks(error: UnicodeEncodeError) -> tuple[str | bytes, int]:
    return bytes(ord(mark) & 0xFF for mark in error.object[error.start : error.end]), error.end


# Typed for what the codecs call them with.
codecs.register_error("sekisho-utf-8", _mark_utf_8)  # type: ignore[arg-type]
codecs.register_error("sekisho-cp932", _mark_cp932)  # type: ignore[arg-type]
codecs.register_error("sekisho-euc-jp", _mark_euc_jp)  # type: ignore[arg-type]
codecs.register_error("sekisho-painted", _paint_marks)  # type: ignore[arg-type]
codecs.register_error("sekisho-as-came", _restore_marks)  # type: ignore[arg-type]
