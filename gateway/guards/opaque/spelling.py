"""How surprising the spelling of words is, in bits: Latin letters by the two before them, kana by the sign before, kanji by rank.

English, code, file names and Japanese cost 3 to 4.3 bits a sign on average; letters by chance, whatever the alphabet, 4.5 to
7. Tables of 27 x 27 x 27 letters (0 is a word's border) and 179 x 179 classes of kana, in sixteenths of a bit.
"""

import re
import zlib
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

LETTERS: Final = 27
KANA: Final = 179
PIECE: Final = re.compile(r"[A-Za-z](?:[a-z]+|(?<=[a-z])|(?<=[A-Z])[A-Z]*(?![a-z]))")  # a word, or a part of aCamelWord
JAPANESE: Final = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\u3005]+")
_KANJI_CLASS: Final = 1
_RARE_KANJI: Final = 14 * 16
_TABLES: Final = zlib.decompress(files("gateway.guards.opaque.data").joinpath("spelling.bin").read_bytes())
_AFTER_TWO: Final = _TABLES[: LETTERS**3]
_AFTER_ONE: Final = _TABLES[LETTERS**3 : LETTERS**3 + KANA**2]
_CACHED: Final = 8192


def kana_class(sign: str) -> int:
    """1 for a kanji, 2 and more for kana, hiragana before katakana."""
    code = ord(sign)
    if 0x3041 <= code <= 0x3096:
        return 2 + code - 0x3041
    if 0x30A1 <= code <= 0x30FA:
        return 88 + code - 0x30A1
    return KANA - 1 if sign == "ー" else _KANJI_CLASS


def _ranked(kanji: str) -> dict[str, int]:
    """Sixteenths of bits by rank, as Japanese text has it: half of the kanji are among the first hundred."""
    return {sign: min(_RARE_KANJI, 16 * (5 + (rank + 16).bit_length() * 3 // 4)) for rank, sign in enumerate(kanji)}


_BY_RANK: Final = MappingProxyType(_ranked(_TABLES[LETTERS**3 + KANA**2 :].decode()))


@lru_cache(_CACHED)
def cost_of_letters(word: str) -> int:
    """Sixteenths of bits of a word of ASCII letters, its borders with it."""
    first = second = cost = 0
    for code in word.lower().encode():
        sign = code - 96
        cost += _AFTER_TWO[(first * LETTERS + second) * LETTERS + sign]
        first, second = second, sign
    return cost + _AFTER_TWO[(first * LETTERS + second) * LETTERS]


@lru_cache(_CACHED)
def cost_of_japanese(run: str) -> int:
    """Sixteenths of bits of a run of kana and kanji, its borders with it."""
    before = cost = 0
    for sign in run:
        now = kana_class(sign)
        cost += _AFTER_ONE[before * KANA + now] + (_BY_RANK.get(sign, _RARE_KANJI) if now == _KANJI_CLASS else 0)
        before = now
    return cost + _AFTER_ONE[before * KANA]
