"""How much output is looked at between two questions whether it may be shown.

What is judged is shown whole or not at all, so a piece must hold no more people than a session may be shown: PEOPLE_MAX at most.
Text with fewer of them is looked at in larger pieces, which costs less and tears fewer rows apart. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect.folding import folded

SPARSE_BYTES: Final = 1024
LEAST_BYTES: Final = 128  # at most 18 postal codes fit, the shortest thing that is surely one person's
PEOPLE_MAX: Final = 20
ROW_MAX: Final = 512  # characters of a line whose values may be one person's
_NUMBER: Final = r"[0-9](?:[ \t().+-]{0,2}[0-9]){6,}"
_BLOCK: Final = r"(?<=[一-龥々ヶケノぁ-んァ-ヺー])[0-9]{1,5}(?:丁目|番|-)"
_IN_KANJI: Final = "[〇零一二三四五六七八九壱弐参]{7,}"
_ANY: Final = re.compile(f"{_NUMBER}|@|{_IN_KANJI}|{_BLOCK}")
_VALUE: Final = re.compile(f"({_NUMBER})|(@)|({_IN_KANJI})|({_BLOCK})")
_NUMBERS: Final = 1  # the first group
_DIGIT: Final = re.compile("[0-9]")
_DIGITS_EACH: Final = 7
_DIGITS_MAX: Final = 19  # of one number
_TELLING: Final = b"0123456789@" + bytes(range(0x80, 0x100))
_TELLING_EACH: Final = 10
_OTHER_ENCODINGS: Final = ("euc_jp", "cp932")  # of targets that do not speak UTF-8
_UNREADABLE: Final = "\ufffd"
_UNREADABLE_MAX: Final = 8  # of a piece that was cut within a character


def pieces(data: bytes) -> Iterator[bytes]:
    """`data` in its order, in pieces of at most SPARSE_BYTES; none is empty."""
    for at in range(0, len(data), SPARSE_BYTES):
        yield from _halved(data[at : at + SPARSE_BYTES])


def _halved(piece: bytes) -> Iterator[bytes]:
    if len(piece) <= LEAST_BYTES or _people(piece) <= PEOPLE_MAX:
        yield piece
        return
    half = len(piece) // 2
    yield from _halved(piece[:half])
    yield from _halved(piece[half:])


def _people(piece: bytes) -> int:
    """How many may stand there at most."""
    telling = len(piece) - len(piece.translate(None, _TELLING))
    if telling <= PEOPLE_MAX:
        return telling
    text = piece.decode(errors="replace")
    if _unreadable(text) <= _UNREADABLE_MAX:
        return _in_text(text)
    found = [_in_text(text) for text in _in_other_encodings(piece) if _unreadable(text) <= _UNREADABLE_MAX]
    return max(found, default=telling // _TELLING_EACH)


def _in_other_encodings(piece: bytes) -> Iterator[str]:
    """As each would read it; a piece may begin within a character."""
    for name in _OTHER_ENCODINGS:
        yield piece.decode(name, errors="replace")
        yield piece[1:].decode(name, errors="replace")


def _unreadable(text: str) -> int:
    return text.count(_UNREADABLE)


def _in_text(text: str) -> int:
    text = folded(text)
    found = _ANY.findall(text)
    if len(found) <= PEOPLE_MAX and max(map(len, found), default=0) <= _DIGITS_MAX:
        return len(found)
    return sum(map(_of_line, text.split("\n")))


def _of_line(line: str) -> int:
    """In a row values of different kinds are one person's; a line that is longer is no row."""
    kinds, numbers = Counter[tuple[int | None, int]](), 0
    for found in _VALUE.finditer(line):
        digits = len(_DIGIT.findall(found[0])) if found.lastindex == _NUMBERS else 0
        if digits > _DIGITS_MAX:
            numbers += digits // _DIGITS_EACH
        else:
            kinds[found.lastindex, digits] += 1
    return numbers + (max(kinds.values(), default=0) if len(line) <= ROW_MAX else kinds.total())
