"""What lies inside a plain file: an archive behind a script or a program, and bytes written as base64, base32 or hex (RFC 4648).

Both are found by cheap searches, at any place, and looked into as files of their own. What only looked like one and proves
broken is forgotten: the file itself is read as text in any case.
"""

import base64
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass

from gateway.guards.personal_data.reader import Reader, Unreadable

ATTEMPTS_MAX = 64
_RUN = 60
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_MASK = bytes(0x41 if one in _ALPHABET else 0x2E for one in range(256))
_WANTED = b"A" * _RUN
_BLOCK = re.compile(rb"[A-Za-z0-9+/\s\"',\\]*={0,2}")
_NOT_DATA = re.compile(rb"\\[nr]|[^A-Za-z0-9+/]")
_TAIL = re.compile(rb"[A-Za-z0-9+/]{1,59}\Z")
_MAGICS = (b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\x00")
_ZIP_METHODS = frozenset({0, 8, 9, 12, 14, 93, 95, 98, 99})
_HEADER_BYTES = 30
_HARMLESS = frozenset({"broken-archive", "unknown-packing"})


@dataclass(frozen=True, slots=True)
class Code:
    """A way to write bytes in letters: so many letters make whole bytes."""

    letters: int
    decode: Callable[[bytes], bytes]

    def decoded(self, written: bytes) -> bytes:
        """The bytes; nothing for what is none."""
        try:
            return self.decode(written)
        except ValueError:
            return b""


BASE64 = Code(4, base64.b64decode)
BASE32 = Code(8, base64.b32decode)
BASE16 = Code(2, lambda written: bytes.fromhex(written.decode("ascii")))


def _code_of(beginning: bytes) -> Code:
    """By the letters a block begins with: sixteen, thirty-two, or all of them."""
    letters = set(beginning)
    if letters <= set(b"0123456789abcdef") or letters <= set(b"0123456789ABCDEF"):
        return BASE16
    return BASE32 if letters <= set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") else BASE64


class Enclosed:
    """Fed with a plain file's bytes. `open_inner` makes a reader, or None where it would lie too deep."""

    def __init__(self, open_inner: Callable[[], Reader | None]) -> None:
        self._open_inner = open_inner
        self._archive: Reader | None = None
        self._encoded: Reader | None = None
        self._attempts = 0
        self._end = self._letters = self._tail = b""
        self._code = BASE64

    def feed(self, data: bytes) -> None:
        """The next bytes. Raises Unreadable for what is certainly an archive, and closed."""
        self._look_for_archive(data)
        self._look_for_base64(data)

    def close(self) -> None:
        """The file ended."""
        if self._archive is not None:
            self._archive = _given(self._archive, None)
        self._finish_block()

    # -- archives -----------------------------------------------------------------------------------------------------

    def _look_for_archive(self, data: bytes) -> None:
        if self._archive is not None:
            self._archive = _given(self._archive, data)
            return
        window = self._end + data
        at = min((found for magic in _MAGICS if (found := window.find(magic)) >= 0), default=-1)
        self._end = window[-(_HEADER_BYTES - 1) :]
        if at < 0 or self._attempts >= ATTEMPTS_MAX or not _is_plausible(window[at : at + _HEADER_BYTES]):
            return
        self._attempts += 1
        inner = self._open_inner()
        if inner is not None:
            self._archive = _given(inner, window[at:])
            self._end = b""

    # -- base64 -------------------------------------------------------------------------------------------------------

    def _look_for_base64(self, data: bytes) -> None:
        data, self._tail = self._tail + data, b""
        at = self._go_on(data, 0) if self._encoded is not None else 0
        masked = data.translate(_MASK)
        while (at := masked.find(_WANTED, at)) >= 0:
            self._encoded = self._open_inner()
            if self._encoded is None:
                return
            self._code = _code_of(data[at : at + _RUN])
            at = self._go_on(data, at)
            if at == len(data):
                return
        tail = _TAIL.search(data[-_RUN:])
        if tail is not None and self._encoded is None:
            self._tail = tail[0]

    def _go_on(self, data: bytes, at: int) -> int:
        """Read a block from `at`; where it ends. It may go on in the next bytes."""
        block = _BLOCK.match(data, at)
        end = at if block is None else block.end()
        self._letters += _NOT_DATA.sub(b"", data[at:end])
        whole = len(self._letters) // self._code.letters * self._code.letters
        if whole and self._encoded is not None:
            self._encoded = _given(self._encoded, self._code.decoded(self._letters[:whole]))
            self._letters = self._letters[whole:]
        if end < len(data):
            self._finish_block()
        return end

    def _finish_block(self) -> None:
        if self._encoded is not None:
            missing = -len(self._letters) % self._code.letters
            if missing and len(self._letters) > 1:
                self._encoded = _given(self._encoded, self._code.decoded(self._letters + b"=" * missing))
        if self._encoded is not None:
            _given(self._encoded, None)
        self._encoded, self._letters = None, b""


def _given(reader: Reader, data: bytes | None) -> Reader | None:
    """Feed or close a reader; None once it has proved to be no archive, or is closed."""
    try:
        if data is None:
            reader.close()
            return None
        reader.feed(data)
    except Unreadable as wrong:
        if wrong.why not in _HARMLESS:
            raise
        return None
    return reader


def _is_plausible(head: bytes) -> bool:
    """True unless it is a zip's mark alone, as programs that read zips contain it."""
    if not head.startswith(b"PK"):
        return True
    if len(head) < _HEADER_BYTES:
        return False
    version, _flags, method = struct.unpack_from("<3H", head, 4)
    (name_length,) = struct.unpack_from("<H", head, 26)
    return version % 256 <= 63 and method in _ZIP_METHODS and 0 < name_length <= 1024
