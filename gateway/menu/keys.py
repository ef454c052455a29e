"""The menu's keyboard: a few named keys and single shown letters. A paste is one Key.PASTE, whatever is in it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Never

from gateway.menu.keyboard import Keyboard, KeyReader


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
    }
)


KEYBOARD: Final[Keyboard[Key, Never]] = Keyboard(
    controls=CONTROLS, sequences=SEQUENCES, escape=Key.ESCAPE, paste=Key.PASTE
)


def key_reader() -> KeyReader[Key, Never]:
    """A reader of these keys."""
    return KeyReader(KEYBOARD)
