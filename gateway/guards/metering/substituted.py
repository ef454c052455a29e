"""Mobile numbers in other signs: words or letters in the place of digits, known or not, line after line.

Eleven signs a line, out of ten, and the first always the third: that is left of mobile numbers when nobody knows the signs.
LINES_MIN different lines that are like that, with others between them or not, are people, all of them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from gateway.guards.detect import Kind
from gateway.guards.metering.people import Seen

MOBILE: Final = 11
LINES_MIN: Final = 8
SIGNS: Final = 10
SIGNS_MIN: Final = 6  # of all lines together; a table of flags has fewer
SECOND_MAX: Final = 5  # 050 to 090
_BETWEEN: Final = r"[^\S\n]+|[^\S\n]*[,;/|_-][^\S\n]*"
_TOKENS: Final = re.compile(
    rf"^[^\S\n]*+([^\s,;/|_-]++)(?:{_BETWEEN})[^\s,;/|_-]++(?:{_BETWEEN})\1(?:{_BETWEEN})[^\n]*+$", re.MULTILINE
)
_TOKEN: Final = re.compile(r"[^\s,;/|_-]+")
_WORD: Final = re.compile(r"[^\W_]+")
_MAY_BE_LETTERS: Final = bytes(0x61 if chr(sign).isalnum() or sign == ord("?") else 0x20 for sign in range(256))


class Substituted:
    """Used by one thread."""

    def __init__(self) -> None:
        self._tokens, self._words = _Chain(), _Chain()

    def read(self, text: str) -> Iterator[Seen]:
        """More folded lines, whole ones."""
        for line in _TOKENS.finditer(text):
            tokens = _TOKEN.findall(line[0])
            if len(tokens) == 2 * MOBILE and len(set(tokens[::2])) == 1:  # DIGIT ZERO DIGIT NINE
                tokens = tokens[1::2]
            if len(tokens) == MOBILE:
                yield from self._tokens.more(tokens)
        for word in _words(text):
            if word[0] == word[2]:
                yield from self._words.more(word)


def _words(text: str) -> Iterator[str]:
    """Those of as many letters as a mobile number has digits. What is not Latin is a letter until it is looked at."""
    letters = text.replace("?", " ").encode("latin-1", "replace").translate(_MAY_BE_LETTERS) + b" "
    at = 0
    while (at := letters.find(b"a" * MOBILE, at)) >= 0:
        begun, at = at, letters.index(b" ", at)
        for word in _WORD.findall(text, begun, at) if at - begun > MOBILE or not text.isascii() else [text[begun:at]]:
            if len(word) == MOBILE:
                yield word


class _Chain:
    """Lines that may be numbers in the same signs."""

    def __init__(self) -> None:
        self._lines: dict[str, None] = {}
        self._signs: set[str] = set()
        self._seconds: set[str] = set()
        self._first = ""

    def more(self, signs: Sequence[str]) -> Iterator[Seen]:
        if signs[0] != signs[2] or signs[0] == signs[1]:
            return
        if (
            signs[0] != self._first
            or len(self._signs | set(signs)) > SIGNS
            or len({*self._seconds, signs[1]}) > SECOND_MAX
        ):
            self._first, self._lines, self._signs, self._seconds = signs[0], {}, set(), set()
        self._signs |= set(signs)
        self._seconds.add(signs[1])
        whole = "\0".join(signs)
        if len(self._signs) > SIGNS or whole in self._lines:
            return
        self._lines[whole] = None
        if len(self._lines) < LINES_MIN or len(self._signs) < SIGNS_MIN:
            return
        told = self._lines if len(self._lines) == LINES_MIN else [whole]
        yield from (Seen(Kind.PHONE, line.encode()) for line in told)
        if len(self._lines) > 4 * LINES_MIN:
            del self._lines[next(iter(self._lines))]
