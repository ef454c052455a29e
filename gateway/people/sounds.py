"""How a reading sounds in Latin letters, in one spelling whatever way it was written (Hepburn, Kunrei, long or short). Pure.

The spelling is for comparing only: `し/shi/si` are all `si`, `ō/ou/oo/oh` all `o`, `っ` and doubled letters go. Two readings
that sound nearly alike may meet; one reading written two ways always does.
"""

import re
import unicodedata
from typing import Final

_ROWS: Final = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ", "t": "たちつてと",
    "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "m": "まみむめも", "r": "らりるれろ",
}  # fmt: skip
_MORAS: Final = {
    **{kana: consonant + vowel for consonant, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)},
    "だ": "da", "ぢ": "zi", "づ": "zu", "で": "de", "ど": "do", "や": "ya", "ゆ": "yu", "よ": "yo",
    "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o", "ん": "n", "ゔ": "bu",
    "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ゎ": "wa", "ゕ": "ka", "ゖ": "ke",
}  # fmt: skip
_SMALL_Y: Final = frozenset("ゃゅょ")
_SMALL_VOWELS: Final = dict(zip("ぁぃぅぇぉ", "aiueo", strict=True))


def _rules(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), plain) for pattern, plain in pairs)


_SPELLINGS: Final = _rules(
    ("tch|cch", "ch"), ("sh", "sy"), ("ch|c(?=y)", "ty"), ("ts", "t"), ("dz|dj", "z"), ("j", "zy"), ("f", "h"), ("l", "r"),
    ("v", "b"), ("[cq]", "k"), ("x", "ks"), ("(?<=[kg])w", ""), ("w(?=[ieo])", ""), ("y+", "y"), ("yi", "i"),
    ("m(?=[bpm])", "n"), ("h(?![aiueoy])", ""),
)  # fmt: skip
_MEASURES: Final = _rules(("d(?=[iuy])", "z"), ("o[ou]+", "o"), ("e[ei]+", "e"), (r"(.)\1+", r"\1"))
_LATIN: Final = re.compile(r"[a-z]+")


def of_kana(hiragana: str) -> str:
    """The sound of a reading in hiragana; what is no kana is left out."""
    sounds: list[str] = []
    for kana in hiragana:
        if kana in _SMALL_Y or kana in _SMALL_VOWELS:
            _join(sounds, kana)
        elif kana in _MORAS:
            sounds.append(_MORAS[kana])
    return _replaced(_MEASURES, "".join(sounds))


def of_latin(text: str) -> str | None:
    """The sound of what somebody typed in Latin letters; None where other letters stand in it, or none."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter) and letter not in "'’-")
    if not _LATIN.fullmatch(letters):
        return None
    return _replaced(_MEASURES, _replaced(_SPELLINGS, letters)) or None


def _join(sounds: list[str], small: str) -> None:
    """A small letter changes the mora before it: きゃ, ファ, シェ; alone it is a mora."""
    before = sounds.pop() if sounds else ""
    stem = before[:-1] if len(before) > 1 or before == "u" else before
    if small in _SMALL_Y:
        sounds.append(stem + _MORAS[small])
    elif small == "ぇ" and before.endswith("i") and len(before) > 1:
        sounds.append(stem + "ye")
    else:
        sounds.append(stem + _SMALL_VOWELS[small])


def _replaced(rules: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    for pattern, plain in rules:
        text = pattern.sub(plain, text)
    return text
