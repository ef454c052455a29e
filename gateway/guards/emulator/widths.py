"""How many cells a character takes: none, one or two. Pure, by Unicode's East Asian Width (UAX #11) and general categories.

Wide and full-width ones (emoji that show as pictures among them) take two; ambiguous ones one, as xterm and tmux do outside
CJK locales; marks, joiners and variation selectors none: they never change the width of what they follow (xterm's way; tmux
joins what comes behind U+200D, which here has cells of its own). Painting never relies on doubtful widths: see SURE.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

_SOFT_HYPHEN: Final = "\u00ad"  # a format character that takes a cell
_JAMO_VOWELS: Final = range(0x1160, 0x1200)  # drawn into the syllable that their consonant began
_NONE_CATEGORIES: Final = frozenset({"Mn", "Me", "Cf", "Zl", "Zp"})

_ONE = "\u0020-\u007e\u00a0-\u02ff\u0370-\u0377\u0400-\u0482\u2010-\u2027\u2030-\u205e\u2190-\u2319\u2460-\u25fc\uff61-\uff9f"
_TWO = "\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60\uffe0-\uffe6"

# Deprecated and of no width: stands behind a character that is hidden whatever stands around it (`lines`).
MARK: Final = "\u206f"
# Groups: characters of one cell, of two; the same, each with its mark; and one that must be looked up.
PARTS: Final = re.compile(
    f"([{_ONE}]+(?!{MARK}))|([{_TWO}]+(?!{MARK}))|((?:[{_ONE}]{MARK})+)|((?:[{_TWO}]{MARK})+)|(.)", re.DOTALL
)
# What all terminals give the same width: behind anything else the painter says where it is.
SURE: Final = re.compile(f"[\u0020-\u007e\u2500-\u259f\uff61-\uff9f{_TWO}]*")


@lru_cache(maxsize=1024)
def width_of(character: str) -> int:
    """0, 1 or 2 cells. Controls never come here."""
    if character == _SOFT_HYPHEN:
        return 1
    if unicodedata.category(character) in _NONE_CATEGORIES or ord(character) in _JAMO_VOWELS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
