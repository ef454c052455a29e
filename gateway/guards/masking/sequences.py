"""What in a stream leaves it text from left to right, and from what on only a kept screen tells what is seen.

Sequences here are those that `guards.terminal` lets through (ECMA-48 §8.3, xterm ctlseqs). Whatever is not known to stay on its
line and write nothing there needs a screen: that errs on the safe side.
"""

import re
from enum import Enum
from functools import lru_cache
from typing import Final

from gateway.guards.emulator.settings import SLOTS

SEQUENCE_MAX: Final = 256
_SEQUENCE: Final = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-Z\\-~])"
ODD: Final = re.compile(rf"{_SEQUENCE}|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
UNFINISHED: Final = re.compile(r"\x1b(?:\[[0-?]*)?[ -/]*\Z")
PLAIN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)  # what plain text has none of; CR is looked at apart
# Behind a CR: sequences that change nothing, and then one that erases what stands on the line, or all below.
ERASED: Final = re.compile(r"\r(?:\x1b\[[0-9;:]*m|\x1b\[\?[0-9;]*[hl])*\x1b\[[02]?[JK]")
MAYBE_ERASED: Final = re.compile(r"\r(?:\x1b\[[0-9;:]*m|\x1b\[\?[0-9;]*[hl])*(?:\x1b(?:\[[0-?]*)?)?\Z")
LINE_END: Final = re.compile(r"\r{1,256}\n")
LEAVING: Final = re.compile(r"\x1b(?:\[[!?][0-9;]*[hlpr]|c)")  # what may bring the main page back, or undo margins
LEAVING_OR_LINE_END: Final = re.compile(rf"\n|{LEAVING.pattern}")

_SILENT: Final = frozenset("\x00\x07\x0e\x0f\x7f")
_BREAKS: Final = frozenset("\v\f")
_UNCHANGING: Final = re.compile(
    r"\x1b(?:\[[0-9;:]*m|\[>[0-9;]*m|\[0?K|\[[03]?J|\[[0-9]* q|\[[0-9]*g|\[!p|[=>7H]|[()][0B])"
)
_ERASING: Final = re.compile(r"\x1b\[[12][JK]")
_MODES: Final = re.compile(r"\x1b\[\?([0-9;]*)[hl]")
_HARMLESS_MODES: Final = frozenset((*SLOTS, 3, 4, 34, 2026, 2027))


class Effect(Enum):
    """What one odd thing does to text from left to right."""

    NONE = "none"  # the text goes on where it was
    ERASE = "erase"  # so it does, but what stands before it on its line is gone
    BREAK = "break"  # and so does the line, but no value reaches over it
    SCREEN = "screen"  # only a kept screen tells


@lru_cache(maxsize=1024)  # programs repeat themselves
def effect_of(odd: str) -> Effect:
    """Of a sequence or a control; CR is judged by what follows."""
    if odd in _SILENT or _UNCHANGING.fullmatch(odd):
        return Effect.NONE
    if odd in _BREAKS:
        return Effect.BREAK
    if _ERASING.fullmatch(odd):
        return Effect.ERASE
    modes = _MODES.fullmatch(odd)
    if modes is not None and all(int(mode or 0) in _HARMLESS_MODES for mode in modes[1].split(";")):
        return Effect.NONE
    return Effect.SCREEN
