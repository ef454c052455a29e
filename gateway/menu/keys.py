"""Bytes of a terminal to keys. Pure, total and bounded: any bytes, cut anywhere, give the same keys; nothing else is kept.

Keys are a few named ones and single shown letters. An escape sequence nobody named gives no key at all, never its letters
(ECMA-48 §5.4); what stands between the marks of a bracketed paste (xterm, DECSET 2004) gives one Key.PASTE: a paste is no choice.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Final

from gateway.menu.cells import harmless

SEQUENCE_BYTES_MAX: Final = 32
_ESCAPE = 0x1B
_PASTE_ENDS: Final = b"\x1b[201~"


class Key(StrEnum):
    """A key with a name."""

    UP = "up"
    DOWN = "down"
    PAGE_UP = "page-up"
    PAGE_DOWN = "page-down"
    HOME = "home"
    END = "end"
    ENTER = "enter"
    ESCAPE = "escape"
    ERASE = "erase"
    LEAVE = "leave"
    REDRAW = "redraw"
    PASTE = "paste"


CONTROLS: Mapping[int, Key] = MappingProxyType(
    {
        0x03: Key.LEAVE,  # Ctrl-C
        0x04: Key.LEAVE,  # Ctrl-D
        0x08: Key.ERASE,
        0x7F: Key.ERASE,
        0x0A: Key.ENTER,
        0x0D: Key.ENTER,
        0x0C: Key.REDRAW,  # Ctrl-L
        0x0E: Key.DOWN,  # Ctrl-N
        0x10: Key.UP,  # Ctrl-P
    }
)
SEQUENCES: Mapping[bytes, Key] = MappingProxyType(
    {
        **{introducer + b"A": Key.UP for introducer in (b"[", b"O")},
        **{introducer + b"B": Key.DOWN for introducer in (b"[", b"O")},
        **dict.fromkeys((b"[H", b"OH", b"[1~", b"[7~"), Key.HOME),
        **dict.fromkeys((b"[F", b"OF", b"[4~", b"[8~"), Key.END),
        b"[5~": Key.PAGE_UP,
        b"[6~": Key.PAGE_DOWN,
        b"OM": Key.ENTER,  # the keypad's
        b"[200~": Key.PASTE,
    }
)


class _State(Enum):
    TEXT = auto()
    ESCAPED = auto()  # after ESC
    SEQUENCE = auto()  # after ESC [ or ESC O
    STRING = auto()  # after ESC ] P X ^ _: until BEL or ESC
    PASTE = auto()


class KeyReader:
    """`feed` it what comes; `pause` tells it that nothing came for a moment, so that a lone ESC is the key."""

    def __init__(self) -> None:
        self._state = _State.TEXT
        self._held = b""

    def feed(self, data: bytes) -> list[Key | str]:
        """The keys completed by `data`, in order."""
        keys: list[Key | str] = []
        at = 0
        while at < len(data):
            if self._state is _State.PASTE:
                at = self._pasted(data, at)
                continue
            if (key := self._byte(data[at])) is not None:
                keys.append(key)
            at += 1
        return keys

    def pause(self) -> list[Key | str]:
        """What is unfinished is given up, but for a paste; a lone ESC was the key."""
        if self._state is _State.PASTE:
            return []
        alone = self._state is _State.ESCAPED
        self._rest()
        return [Key.ESCAPE] if alone else []

    @property
    def is_pasting(self) -> bool:
        """True between the marks of a paste."""
        return self._state is _State.PASTE

    def _rest(self) -> None:
        self._state, self._held = _State.TEXT, b""

    def _byte(self, byte: int) -> Key | str | None:
        match self._state:
            case _State.TEXT:
                return self._text(byte)
            case _State.ESCAPED:
                return self._escaped(byte)
            case _State.SEQUENCE:
                return self._sequence(byte)
            case _State.STRING:
                self._string(byte)
        return None

    def _text(self, byte: int) -> Key | str | None:
        if byte >= 0x80:
            return self._letter(byte)
        self._held = b""
        if byte == _ESCAPE:
            self._state = _State.ESCAPED
            return None
        return CONTROLS.get(byte) or (chr(byte) if byte >= 0x20 else None)

    def _letter(self, byte: int) -> str | None:
        """One byte of a letter beyond ASCII (RFC 3629); what is no UTF-8 is dropped."""
        self._held = self._held + bytes([byte]) if byte < 0xC0 else bytes([byte])
        try:
            letter = self._held.decode()
        except UnicodeDecodeError as wrong:
            if wrong.reason != "unexpected end of data":
                self._held = b""
            return None
        self._held = b""
        return letter if harmless(letter) == letter else None

    def _escaped(self, byte: int) -> Key | None:
        if byte == _ESCAPE:
            return Key.ESCAPE  # the first one was the key
        if byte in b"[O":
            self._state, self._held = _State.SEQUENCE, bytes([byte])
        elif byte in b"]PX^_":
            self._state = _State.STRING
        else:
            self._rest()  # Alt and a letter: no key of ours
        return None

    def _sequence(self, byte: int) -> Key | None:
        if byte == _ESCAPE:
            self._state, self._held = _State.ESCAPED, b""
            return None
        if len(self._held) < SEQUENCE_BYTES_MAX:
            self._held += bytes([byte])
        if not 0x40 <= byte <= 0x7E:
            return None
        key = SEQUENCES.get(self._held)
        self._rest()
        if key is Key.PASTE:
            self._state = _State.PASTE
        return key

    def _string(self, byte: int) -> None:
        if byte == 0x07:
            self._rest()
        elif byte == _ESCAPE:
            self._state = _State.ESCAPED  # of ESC \, or of the next sequence

    def _pasted(self, data: bytes, at: int) -> int:
        """Where `data` goes on after the paste; its end if the paste does not end in it. Keeps what may begin the end mark."""
        window = self._held + data[at:]
        found = window.find(_PASTE_ENDS)
        if found < 0:
            self._held = window[1 - len(_PASTE_ENDS) :]
            return len(data)
        after = at + found + len(_PASTE_ENDS) - len(self._held)
        self._rest()
        return after
