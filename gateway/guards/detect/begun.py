"""What may be the beginning of a value: not to be shown digit by digit where a sender pauses in its middle."""

import re
from typing import Final

from gateway.guards.detect.data.surnames import LONGEST, SURNAMES

SHORT: Final = 4  # characters of a begun number that say nothing yet
_NUMBER: Final = re.compile(
    r"(?<![0-9])(?:\+81[-0-9]{1,12}|0[0-9][-0-9]{2,11}|[3-6][0-9]{3}(?:[- ]?[0-9]{1,4}){0,3}"
    r"|[0-9]{4}[- ][0-9]{4}(?:[- ][0-9]{0,4})?|[0-9]{3}-[0-9]{1,3})\Z"
)
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{0,64}\Z")
_PREFECTURE: Final = re.compile(r"(?:東京都|北海道|(?:大阪|京都)府|[一-龥]{2,3}県)([^\s、。「」]+)\Z")
_WORD: Final = re.compile(r"(?<![一-龥々])[一-龥々ヶ]{2,6}[ \u3000]?[一-龥々ぁ-ゖァ-ヺー]{0,4}\Z")
_REACH: Final = 160


def begun(text: str) -> tuple[int, int] | None:
    """The characters at the text's end that begin like a number of people, a mail address, a person's name or an address."""
    start = max(0, len(text) - _REACH)
    found = _NUMBER.search(text, start) or ("@" in text and _MAIL.search(text, start)) or None
    if found:
        return found.span() if found.end() - found.start() >= SHORT else None
    if text.isascii():
        return None
    place = _PREFECTURE.search(text, start)
    if place:
        return place.span(1)
    word = _WORD.search(text, start)
    named = word is not None and any(word[0][:length] in SURNAMES for length in range(2, LONGEST + 1))
    return word.span() if word is not None and named else None
