"""Modes a program may set: those that change how the screen is painted, which keys and clicks mean what, and nothing else.

Withheld, among others: 2 (VT52, another grammar), 38 (Tektronix), 46 (the terminal logs to a file), 18, 19 (printing), 1001
(waits for the host), 2031, 2048 (the terminal reports by itself), 9001 (keys in another encoding).
"""

from collections.abc import Mapping
from typing import Final

from gateway.guards.stage import Weight

INSERT: Final = 4
SCREEN_CURSOR: Final = 34  # GNU screen's cnorm and cvvis

STANDARD: Final = frozenset({INSERT, SCREEN_CURSOR})

# xterm ctlseqs, "DEC Private Mode Set (DECSET)"
PRIVATE: Final = frozenset(
    {
        1,  # DECCKM: cursor keys
        3,  # DECCOLM: clears the screen; resizes nothing while 40 is withheld
        4,  # DECSCLM: smooth scroll, part of xterm's reset
        5,  # DECSCNM: reverse video, a visible bell
        6,  # DECOM: origin
        7,  # DECAWM: autowrap
        9,  # clicks, X10
        12,  # the cursor blinks
        25,  # DECTCEM: the cursor shows
        45,  # reverse wrap
        47,  # alternate screen
        66,  # DECNKM: keypad
        69,  # DECLRMM: left and right margins
        1000,  # clicks
        1002,  # clicks and drags
        1003,  # every movement
        1004,  # focus
        1005,  # how a click is written
        1006,
        1007,  # the wheel moves the cursor on the alternate screen
        1015,
        1034,  # how Alt is written; readline's `smm`
        1036,
        1047,  # alternate screen
        1048,  # cursor saved
        1049,  # both
        2004,  # bracketed paste
        2026,  # painted at once
        2027,  # widths of grapheme clusters
    }
)

REFUSED: Final[Mapping[int, tuple[str, Weight]]] = {
    2: ("device-control", Weight.COUNTED),
    18: ("print", Weight.COUNTED),
    19: ("print", Weight.COUNTED),
    38: ("device-control", Weight.COUNTED),
    46: ("file-transfer", Weight.NOTED),
    80: ("image", Weight.COUNTED),
    1070: ("image", Weight.COUNTED),
    2031: ("query", Weight.COUNTED),
    2048: ("query", Weight.COUNTED),
    8452: ("image", Weight.COUNTED),
}
REFUSED_OTHERWISE: Final = ("mode", Weight.COUNTED)
