"""SGR, `CSI ... m`: colours and styles (ECMA-48 §8.3.117, ISO 8613-6 for colours, xterm ctlseqs "Character Attributes").

The pattern is deterministic: every item is atomic and ends where the next `;` must stand.
"""

from typing import Final

ITEMS_MAX: Final = 32

_BYTE = r"(?>25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})"
_COLOUR = (
    rf"[345]8(?>;5;{_BYTE}|;2;{_BYTE};{_BYTE};{_BYTE}|:5:{_BYTE}"
    rf"|:2:(?:[0-9]{{0,3}}:)?{_BYTE}:{_BYTE}:{_BYTE})"
)
_UNDERLINE = r"4:[0-5]"
_STYLE = r"0?[0-9]|[34][0-79]|[1-2][0-9]|9[0-7]|10[0-7]|5[0-579]|6[0-5]|7[345]"
_ITEM = rf"(?>(?:{_STYLE})(?![0-9:])|{_COLOUR}|{_UNDERLINE})?"

PATTERN: Final = rf"{_ITEM}(?:;{_ITEM}){{0,{ITEMS_MAX - 1}}}"
