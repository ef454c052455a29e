"""Bytes of a terminal to keys, for whatever keys a table names. Pure, total and bounded: any bytes, cut anywhere, give the same.

An escape sequence the table does not name gives no key at all, never its letters (ECMA-48 §5.4), so no binding of any editor
can be reached by it. What stands between the marks of a bracketed paste (xterm, DECSET 2004) is one value and never keys.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import Final, Generic, TypeVar

from gateway.menu.cells import harmless

SEQUENCE_BYTES_MAX: Final = 32
_ESCAPE: Final = 0x1B
_PASTE_BEGINS: Final = b"[200~"
_PASTE_ENDS: Final = b"\x1b[201~"

K = TypeVar("K", bound=StrEnum)
P = TypeVar("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyboard(Generic[K, P]):
    """The whole keyboard: what stands in none of its tables is no key.

    `controls` by byte, `alts` by the byte behind ESC, `sequences` by what follows ESC. `unshown` comes in place of a letter
    nobody would see; None drops it. `paste` is the key of a paste's beginning, if any; its first `paste_bytes` bytes go to
    `pasted` at its end (what is no UTF-8 as U+FFFD, and whether there was more), whose value comes as a key; None tells nothing.
    """

    controls: Mapping[int, K]
    sequences: Mapping[bytes, K]
    escape: K
    alts: Mapping[int, K] = field(default_factory=dict)
    unshown: str | None = None
    paste: K | None = None
    paste_bytes: int = 0
    pasted: Callable[[str, bool], P] | None = None


class _State(Enum):
    TEXT = auto()
    ESCAPED = auto()  # after ESC
    SEQUENCE = auto()  # after ESC [ or ESC O
    STRING = auto()  # after ESC ] P X ^ _: until BEL or ESC
    PASTE = auto()


class KeyReader(Generic[K, P]):
    """`feed` it what comes; `pause` tells it that nothing came for a moment, so that a lone ESC is the key."""

    def __init__(self, keyboard: Keyboard[K, P]) -> None:
        self._keyboard = keyboard
        self._state = _State.TEXT
        self._held = b""
        self._pasted = bytearray()
        self._was_return = False  # CR LF is one Enter

    @property
    def waits(self) -> bool:
        """True where `pause` would give a key up, or make one."""
        return self._state not in (_State.TEXT, _State.PASTE)

    @property
    def is_pasting(self) -> bool:
        """True between the marks of a paste."""
        return self._state is _State.PASTE

    def feed(self, data: bytes) -> list[K | str | P]:
        """The keys completed by `data`, in order."""
        keys: list[K | str | P] = []
        at = 0
        while at < len(data):
            key: K | str | P | None
            if self._state is _State.PASTE:
                at, key = self._in_paste(data, at)
            else:
                key = self._byte(data[at])
                at += 1
            if key is not None:
                keys.append(key)
        return keys

    def pause(self) -> list[K | str | P]:
        """What is unfinished is given up, but for a paste; a lone ESC was the key."""
        if not self.waits:
            return []
        alone = self._state is _State.ESCAPED
        self._rest()
        return [self._keyboard.escape] if alone else []

    def _rest(self) -> None:
        self._state, self._held = _State.TEXT, b""

    def _byte(self, byte: int) -> K | str | None:
        match self._state:
            case _State.TEXT:
                return self._text(byte)
            case _State.ESCAPED:
                return self._escaped(byte)
            case _State.SEQUENCE:
                return self._sequence(byte)
            case _:
                self._string(byte)
                return None

    def _text(self, byte: int) -> K | str | None:
        after_return, self._was_return = self._was_return, byte == 0x0D
        if byte >= 0x80:
            return self._letter(byte)
        self._held = b""
        if byte == _ESCAPE:
            self._state = _State.ESCAPED
            return None
        if byte == 0x0A and after_return:
            return None
        return self._keyboard.controls.get(byte) or (chr(byte) if byte >= 0x20 else None)

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
        return letter if harmless(letter) == letter else self._keyboard.unshown

    def _escaped(self, byte: int) -> K | None:
        if byte == _ESCAPE:
            return self._keyboard.escape  # the first one was the key
        if byte in b"[O":
            self._state, self._held = _State.SEQUENCE, bytes([byte])
            return None
        if byte in b"]PX^_":
            self._state = _State.STRING
            return None
        self._rest()
        return self._keyboard.alts.get(byte)

    def _sequence(self, byte: int) -> K | None:
        if byte == _ESCAPE:
            self._state, self._held = _State.ESCAPED, b""
            return None
        if len(self._held) < SEQUENCE_BYTES_MAX:
            self._held += bytes([byte])
        if not 0x40 <= byte <= 0x7E or (self._held == b"[[" and byte == ord("[")):
            return None
        sequence = self._held
        self._rest()
        if sequence != _PASTE_BEGINS:
            return self._keyboard.sequences.get(sequence)
        self._state = _State.PASTE
        self._pasted.clear()
        return self._keyboard.paste

    def _string(self, byte: int) -> None:
        if byte == 0x07:
            self._rest()
        elif byte == _ESCAPE:
            self._state = _State.ESCAPED  # of ESC \, or of the next sequence

    def _in_paste(self, data: bytes, at: int) -> tuple[int, P | None]:
        """Where `data` goes on, and the paste if it ends here. Holds what may begin the end mark."""
        window = self._held + data[at:]
        found = window.find(_PASTE_ENDS)
        if found < 0:
            held = min(len(window), len(_PASTE_ENDS) - 1)
            self._keep(window[: len(window) - held])
            self._held = window[len(window) - held :]
            return len(data), None
        after = at + found + len(_PASTE_ENDS) - len(self._held)
        self._keep(window[:found])
        self._rest()
        return after, self._whole()

    def _keep(self, pasted: bytes) -> None:
        """As much as there may be, and one byte that says that there was more."""
        self._pasted += pasted[: self._keyboard.paste_bytes + 1 - len(self._pasted)]

    def _whole(self) -> P | None:
        most, pasted = self._keyboard.paste_bytes, self._keyboard.pasted
        kept, is_cut = bytes(self._pasted[:most]), len(self._pasted) > most
        self._pasted.clear()
        return None if pasted is None else pasted(kept.decode("utf-8", errors="replace"), is_cut)
