"""Kana as people type them in Latin letters (Hepburn), and one spelling for the several that are in use. Pure.

Only for comparing: `fold` loses length of vowels and other things that a reader would miss.
"""

import re
import unicodedata
from typing import Final

_ROWS: Final = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ",
    "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ",
    "p": "パピプペポ",
}  # fmt: skip
_SINGLE: Final = {
    **{kana: consonant + vowel for consonant, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)},
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ヤ": "ya", "ユ": "yu", "ヨ": "yo",
    "ワ": "wa", "ヰ": "i", "ヱ": "e", "ヲ": "o", "ン": "n", "ヴ": "vu", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o",
    "ー": "", "・": "", "　": "",
}  # fmt: skip
_GLIDES: Final = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}
_HUSHED: Final = ("sh", "ch", "j")  # シャ is sha, キャ is kya
_SPELLINGS: Final = (
    ("shi", "si"), ("sha", "sya"), ("shu", "syu"), ("sho", "syo"), ("chi", "ti"), ("cha", "tya"), ("chu", "tyu"),
    ("cho", "tyo"), ("tsu", "tu"), ("fu", "hu"), ("ji", "zi"), ("ja", "zya"), ("ju", "zyu"), ("jo", "zyo"),
)  # fmt: skip
_LONG: Final = re.compile(r"(?:ou|oo|oh(?![aeiouy]))")
_LONG_U: Final = re.compile(r"u{2,}")


def romaji(text: str) -> str:
    """`text` in small letters, any kana in it (half width and hiragana too) as Latin letters; all else as it is."""
    plain = _katakana(unicodedata.normalize("NFKC", text)).casefold()
    written: list[str] = []
    doubled = False
    for letter in plain:
        if letter == "ッ":
            doubled = True
            continue
        if letter in _GLIDES and written and written[-1].endswith("i"):
            head = written.pop()[:-1]
            latin = head + (_GLIDES[letter][1:] if head in _HUSHED else _GLIDES[letter])
        else:
            latin = _SINGLE.get(letter, _GLIDES.get(letter, letter))
        written.append((latin[:1] if doubled and latin else "") + latin)
        doubled = False
    return "".join(written)


def fold(text: str) -> str:
    """One spelling for `text`: Taro, Tarou and Taroh are one, si and shi are one."""
    folded = romaji(text)
    for hepburn, other in _SPELLINGS:
        folded = folded.replace(other, hepburn) if other not in hepburn else folded
    return _LONG_U.sub("u", _LONG.sub("o", folded))


def _katakana(text: str) -> str:
    return "".join(chr(ord(letter) + 0x60) if "ぁ" <= letter <= "ゖ" else letter for letter in text)
