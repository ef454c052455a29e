"""Many spellings of a character as one: full-width forms, the digits of every script, dashes, and signs nobody sees.

`folded` keeps the length, so that places in it are places in the text. `seen` takes out what has no width (combining signs,
joiners, direction marks, variation selectors, soft hyphens) and says where the rest stood.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u207b\u208b\u2500\u2501"
_SPACES: Final = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
_NUMBERS: Final = frozenset({"Nd", "No", "Nl"})
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf"})
_FILLERS: Final = (
    *range(0x115F, 0x1200),
    0x17B4,
    0x17B5,
    0x3164,
    0xFFA0,
)  # and vowels that belong to what stands before
_KANJI_ZERO: Final = "〇"
_PLANE_MAX: Final = 0xFFFF


def _tables() -> tuple[dict[int, str], frozenset[int]]:
    """Every digit of every script (Roman and circled ones too), full-width signs, dashes, spaces; and what has no width."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    unseen = set(_FILLERS)
    for code in range(0x80, sys.maxunicode + 1):
        sign = chr(code)
        category = unicodedata.category(sign)
        if category in _NUMBERS and unicodedata.numeric(sign) in range(10):
            table[code] = str(int(unicodedata.numeric(sign)))
        elif category in _UNSEEN:
            unseen.add(code)
    table |= dict.fromkeys(map(ord, _DASHES), "-") | dict.fromkeys(map(ord, _SPACES), " ")
    # a full-width bar belongs to nobody's value, and separates nothing; the zero of kanji is one only among other kanji
    del table[ord("｜")], table[ord(_KANJI_ZERO)]
    return table, frozenset(unseen)


def _ranges(codes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each stretch without a gap."""
    for _, stretch in groupby(enumerate(codes), key=lambda item: item[1] - item[0]):
        first, *_, last = (code for _, code in (*stretch,) * 2)
        yield first, last


def _any_of(codes: Iterable[int]) -> re.Pattern[str]:
    return re.compile(f"[{''.join('-'.join(map(chr, borders)) for borders in _ranges(sorted(codes)))}]")


# A pattern of characters beyond the first plane is slow, so each is tried only where one stands.
_FOLD, _UNSEEN_CODES = _tables()
_HIDDEN: Final = _any_of(code for code in _UNSEEN_CODES if code <= _PLANE_MAX)
_HIDDEN_BEYOND: Final = _any_of(code for code in _UNSEEN_CODES if code > _PLANE_MAX)
_FOLDED: Final = _any_of(code for code in _FOLD if code <= _PLANE_MAX)
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
_BAR: Final = re.compile("[ー－―・\u2800\u3000]")
_PROLONGED: Final = re.compile("(?<=[0-9])[ー－―・](?=[0-9])")
_BLANK: Final = re.compile("(?<=[0-9-])[\u2800\u3000](?=[0-9-])")


def folded(text: str) -> str:
    """The same text, character for character, in plain spelling."""
    if text.isascii():
        return text
    # By a pattern what is plain already is copied at once; `translate` asks for each character, and most are not in the table.
    text = text.translate(_FOLD) if _BEYOND.search(text) else _FOLDED.sub(_plain, text)
    return _BLANK.sub(" ", _PROLONGED.sub("-", text)) if _BAR.search(text) else text


def _plain(sign: re.Match[str]) -> str:
    return _FOLD[ord(sign[0])]


def seen(text: str) -> tuple[str, tuple[int, ...] | None]:
    """What the eye reads, and where each of its characters stood; None where nothing was hidden."""
    if text.isascii() or not _hides(text):
        return text, None
    places = tuple(at for at, sign in enumerate(text) if ord(sign) not in _UNSEEN_CODES)
    return "".join(text[at] for at in places), places


def _hides(text: str) -> bool:
    if _HIDDEN.search(text):
        return True
    return _BEYOND.search(text) is not None and _HIDDEN_BEYOND.search(text) is not None


def squeezed(text: str) -> str:
    """Compatibility forms as one (half-width kana as full-width), without spaces: for keys."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").replace("\u3000", "").replace("\t", "")
