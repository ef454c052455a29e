"""The gate's keyboard: what stands in neither CONTROLS, ALTS nor SEQUENCES is no key at all (Ctrl-Z, Ctrl-Q, macros)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gateway.menu.keyboard import Keyboard, KeyReader

PASTE_BYTES_MAX: Final = 64 * 1024  # of one paste are kept
UNSHOWN: Final = "\ufffd"  # in place of a letter nobody would see: it is seen, and no command has it


class Key(StrEnum):
    """A key with a name."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    WORD_LEFT = "word-left"
    WORD_RIGHT = "word-right"
    HOME = "home"
    END = "end"
    PAGE_UP = "page-up"
    PAGE_DOWN = "page-down"
    ENTER = "enter"
    ESCAPE = "escape"
    ERASE = "erase"
    DELETE = "delete"
    KILL_TO_END = "kill-to-end"
    KILL_TO_START = "kill-to-start"
    KILL_WORD = "kill-word"
    KILL_WORD_BACK = "kill-word-back"
    YANK = "yank"
    UNDO = "undo"
    TRANSPOSE = "transpose"
    LAST_WORD = "last-word"
    COMPLETE = "complete"
    COMPLETE_BACK = "complete-back"
    SEARCH = "search"
    ABORT = "abort"
    CANCEL = "cancel"  # Ctrl-C
    END_OF_INPUT = "end-of-input"  # Ctrl-D
    REDRAW = "redraw"
    SAVE = "save"  # Ctrl-S, Ctrl-O: of the text area
    CLOSE = "close"  # Ctrl-X: of the text area


@dataclass(frozen=True, slots=True)
class Paste:
    """What was pasted: at most PASTE_BYTES_MAX bytes of it, what is no UTF-8 as U+FFFD; `is_cut` where there was more."""

    text: str
    is_cut: bool


Typed = Key | str | Paste

CONTROLS: Mapping[int, Key] = MappingProxyType(
    {
        0x01: Key.HOME,
        0x02: Key.LEFT,
        0x03: Key.CANCEL,
        0x04: Key.END_OF_INPUT,
        0x05: Key.END,
        0x06: Key.RIGHT,
        0x07: Key.ABORT,
        0x08: Key.ERASE,
        0x09: Key.COMPLETE,
        0x0A: Key.ENTER,
        0x0B: Key.KILL_TO_END,
        0x0C: Key.REDRAW,
        0x0D: Key.ENTER,
        0x0E: Key.DOWN,
        0x0F: Key.SAVE,
        0x10: Key.UP,
        0x12: Key.SEARCH,
        0x13: Key.SAVE,
        0x14: Key.TRANSPOSE,
        0x15: Key.KILL_TO_START,
        0x17: Key.KILL_WORD_BACK,
        0x18: Key.CLOSE,
        0x19: Key.YANK,
        0x1F: Key.UNDO,
        0x7F: Key.ERASE,
    }
)
ALTS: Mapping[int, Key] = MappingProxyType(
    {
        ord("b"): Key.WORD_LEFT,
        ord("f"): Key.WORD_RIGHT,
        ord("d"): Key.KILL_WORD,
        0x08: Key.KILL_WORD_BACK,
        0x7F: Key.KILL_WORD_BACK,
        ord("."): Key.LAST_WORD,
    }
)
SEQUENCES: Mapping[bytes, Key] = MappingProxyType(
    {
        **{start + b"A": Key.UP for start in (b"[", b"O")},
        **{start + b"B": Key.DOWN for start in (b"[", b"O")},
        **{start + b"C": Key.RIGHT for start in (b"[", b"O")},
        **{start + b"D": Key.LEFT for start in (b"[", b"O")},
        **dict.fromkeys((b"[H", b"OH", b"[1~", b"[7~"), Key.HOME),
        **dict.fromkeys((b"[F", b"OF", b"[4~", b"[8~"), Key.END),
        **dict.fromkeys((b"[1;5C", b"[1;3C", b"[5C", b"Oc"), Key.WORD_RIGHT),
        **dict.fromkeys((b"[1;5D", b"[1;3D", b"[5D", b"Od"), Key.WORD_LEFT),
        b"[3~": Key.DELETE,
        b"[5~": Key.PAGE_UP,
        b"[6~": Key.PAGE_DOWN,
        b"[Z": Key.COMPLETE_BACK,
        b"OM": Key.ENTER,  # the keypad's
    }
)


KEYBOARD: Final = Keyboard(
    controls=CONTROLS,
    sequences=SEQUENCES,
    escape=Key.ESCAPE,
    alts=ALTS,
    unshown=UNSHOWN,
    paste_bytes=PASTE_BYTES_MAX,
    pasted=Paste,
)


def key_reader() -> KeyReader[Key, Paste]:
    """A reader of these keys."""
    return KeyReader(KEYBOARD)
