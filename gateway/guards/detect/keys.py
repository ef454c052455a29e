"""Values behind keys in one line: `key=`, `"key": "…"`, `【key】`, a label and a space; and all elements of an array behind one.

A value in quotes, or the rest of an array, may still be open where the line's text ends: the label says so, and goes on there.
A key at a line's end may have its values below: `key: [`, and the items of a list.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from gateway.guards.detect.labelled import Place
from gateway.guards.detect.runs import RUN
from gateway.guards.detect.titles import Title, may_end, title_of

VALUE_MAX: Final = 256
ARRAY: Final = "["
_DASH: Final = "- "
_QUOTES: Final = frozenset("\"'")
# Patterns begin with what is rare, and look back from there: for speed.
_MARK: Final = re.compile(r"[:=|>│】](?<![0-9].)")
_MARK_IN_ROW: Final = re.compile(r"[:=>】](?<![0-9].)")  # its bars part columns
_BEHIND: Final = re.compile(r"[=>]?[ \t]{0,24}(?:\{[ \t]?\"\w{1,12}\"[ \t]?:[ \t]?)?(?:\\?[\"'\[(]){0,2}")
_ELEMENT: Final = re.compile(r"[ \t,]{0,80}(?:\\?([\"']))?")
_ITEM: Final = re.compile(r"[ \t]{0,80}(?:- {1,3})?[\"']?")
_LAST: Final = re.compile(r"[:=][ \t]{0,8}([\[|>]?)-?[ \t]{0,8}\Z")
_LASTS: Final = frozenset(":=[|>- \t")  # with which such a line ends
_TO_LAST_BREAK: Final = re.compile(r".*[\s\"'=:;,|<>(){}\[\]\\、。「」【&?│┃║]", re.DOTALL)
_WORD_MAX: Final = 40
_LOOK_BACK: Final = 30
_BETWEEN: Final = frozenset(" \t\"'\\")
_CLOSES: Final = frozenset("|>│")
_LABELS: Final = (
    "名義人?", "氏名", "フリガナ", "ヨミガナ", "カナ氏名", "携帯", "電話番号", "生年月日", "郵便番号", "住所", "口座番号",
    "個人番号", "回線ID",
)  # fmt: skip
_SPOKEN: Final = re.compile(
    f"({'|'.join(f'{label[0]}(?<![一-龥ァ-ヺー].){label[1:]}' for label in _LABELS)})"
    r"(?:[ 　](?=[^ 　])|[ \t]{1,24}(?=[0-9+(〒]))"
)
_PLACE: Final = Place(closed=False, personal=False)
_PLACE_CLOSED: Final = Place(closed=True, personal=False)


class Region(NamedTuple):
    """Characters of the line that stand under a title; `origin` is where their cell or quotes began."""

    title: Title
    origin: int
    start: int
    end: int
    place: Place


class Open(NamedTuple):
    """How far keys were looked for in a line, and what is open there.

    `quote`: the sign that ends the value that began `at`; ARRAY: elements follow what ended `at`.
    """

    title: Title | None
    quote: str
    at: int
    in_array: bool = False

    def moved(self, by: int) -> "Open":
        """In a line whose beginning was cut off."""
        return self._replace(at=self.at - by)


def gone_on(line: str, begin: int, label: Open, title: Title, regions: list[Region]) -> Open:
    """The rest of a labelled value in quotes, and of an array."""
    at = label.at
    if label.quote in _QUOTES:
        close = line.find(label.quote, begin)
        regions.append(Region(title, at, begin, len(line) if close < 0 else close, _PLACE_CLOSED))
        if close < 0:
            return label
        at = close + 1
    return _elements(line, begin, at, title, regions) if label.in_array else Open(None, "", at)


def behind_line(label: Open | None, below: Title | None, line: str) -> tuple[Open | None, Title | None]:
    """Behind a finished line: the array that goes on; or the title of what stands in the next line."""
    if label is not None and label.title is not None:
        return (Open(label.title, ARRAY, 0, in_array=True) if label.quote == ARRAY else None), None
    last = _LAST.search(line, max(0, len(line) - 2 * _WORD_MAX)) if line[-1] in _LASTS else None
    title = None if last is None else _title_before(line, ":", _end_of_key(line, last.start()))
    if last is None or title is None or not title.strong:
        return None, below if below is not None and line.lstrip().startswith(_DASH) else None
    return (Open(title, ARRAY, 0, in_array=True), None) if last[1] == ARRAY else (None, Title(title.kind, strong=False))


def item(line: str, begin: int, title: Title) -> Region | None:
    """A line that is a value, by its indent or a dash."""
    item = _ITEM.match(line)
    if item is None or not item[0]:
        return None
    return Region(title, item.end(), max(item.end(), begin), len(line), _PLACE_CLOSED)


def _elements(line: str, begin: int, at: int, title: Title, regions: list[Region]) -> Open:
    """The elements from `at` on; those that end before `begin` are known already."""
    while (element := _ELEMENT.match(line, at)) is not None and element.end() < len(line):
        start, quote = element.end(), element[1]
        if quote:
            close = line.find(quote, start)
            end = len(line) if close < 0 else close
        else:
            run = RUN.match(line, start, start + VALUE_MAX)
            end = start if run is None else run.end()
            if end == start:
                return Open(None, "", start)
        if end > begin:
            regions.append(Region(title, start, max(start, begin), end, _PLACE_CLOSED))
        if quote and end == len(line):
            return Open(title, quote, start, in_array=True)
        at = end + len(quote or "")
    if element is not None and element[1]:
        return Open(title, element[1], element.end(), in_array=True)
    return Open(title, ARRAY, at, in_array=True)


def keys(line: str, begin: int, label: Open | None, regions: list[Region], *, is_row: bool) -> Open | None:
    """Keys and the values behind them, from `begin` on; what is still open at the end."""
    spent = first = max(0, begin - _LOOK_BACK, 0 if label is None else label.at)
    for mark in (_MARK_IN_ROW if is_row else _MARK).finditer(line, first):
        start = mark.start()
        if start < spent or not may_end(line, end := _end_of_key(line, start)):
            continue
        found = _region(line, mark, end, begin)
        if found is None:
            continue
        regions.append(found[0])
        behind = _behind(line, begin, regions, *found)
        if behind is not None and behind.title is not None:
            return behind
        if behind is not None:
            label, spent = behind, behind.at
    if not line.isascii():
        regions.extend(_spoken(line, first, begin))
    return label


def _region(line: str, mark: re.Match[str], key_end: int, begin: int) -> tuple[Region, str, bool] | None:
    """The value behind a mark, where that stands behind a title; its quote; whether it is of an array."""
    sign = mark[0]
    if sign in "|│" and line.find(sign, 0, mark.start()) >= 0:
        return None
    title = _title_before(line, sign, key_end)
    if title is None:
        return None
    behind = _BEHIND.match(line, mark.end())
    value = mark.end() if behind is None else behind.end()
    if value < begin:
        return None
    quote = line[value - 1] if line[value - 1] in _QUOTES else ""
    if quote:
        close = line.find(quote, value)
        end = len(line) if close < 0 else close
    else:
        run = RUN.match(line, value, value + VALUE_MAX)
        end = value if run is None else run.end()
    in_array = behind is not None and ARRAY in behind[0]
    closed = bool(quote) or in_array or sign in _CLOSES
    return Region(title, value, value, end, _PLACE_CLOSED if closed else _PLACE), quote, in_array


def _behind(
    line: str,
    begin: int,
    regions: list[Region],
    region: Region,
    quote: str,
    in_array: bool,  # noqa: FBT001 - as found
) -> Open | None:
    """What is open behind a value, or how far keys were looked for; None for a value without quotes."""
    if quote and region.end == len(line):
        return Open(region.title, quote, region.start, in_array)
    if in_array:
        return _elements(line, begin, region.end + len(quote), region.title, regions)
    return Open(None, "", region.end + 1) if quote else None


def are_absent(line: str) -> bool:
    """True for a line of ASCII in which no mark stands behind a title: nothing is labelled there, nor expected below it."""
    for mark in _MARK.finditer(line):
        sign, start = mark[0], mark.start()
        if sign == "|" and line.find("|", 0, start) >= 0:
            continue  # it parts columns
        end = _end_of_key(line, start)
        if may_end(line, end) and _title_before(line, sign, end) is not None:
            return False
    return behind_line(None, None, line)[1] is None


def _end_of_key(line: str, at: int) -> int:
    """Where the key before a mark ends: spaces, a quote and a backslash may stand between."""
    while at and line[at - 1] in _BETWEEN:
        at -= 1
    return at


def _spoken(line: str, first: int, begin: int) -> Iterator[Region]:
    """Values behind a label and a space, as logs in Japanese have them."""
    for spoken in _SPOKEN.finditer(line, first):
        title, run = title_of(spoken[1]), RUN.match(line, spoken.end(), spoken.end() + VALUE_MAX)
        if title is not None and run is not None and spoken.end() >= begin:
            yield Region(title, spoken.end(), spoken.end(), run.end(), _PLACE)


def _title_before(line: str, mark: str, end: int) -> Title | None:
    """The title that ends there, of one word or two; before a `>` only that of an element or behind a dash: `key -> value`."""
    word = _word_before(line, end)
    if mark == ">" and word.endswith("-"):
        end = _end_of_key(line, end - 1)
        return title_of(_word_before(line, end))
    start = end - len(word)
    if mark in ">】":
        return title_of(word) if line[start - 1 : start] in ("<", "【") else None
    if line[start - 1 : start] == " " and (before := _word_before(line, start - 1)):
        title = title_of(before + word)
        if title is not None:
            return title
    return title_of(word) if word else None


def _word_before(line: str, end: int) -> str:
    part = line[max(0, end - _WORD_MAX) : end]
    broken = _TO_LAST_BREAK.match(part)
    return part if broken is None else part[broken.end() :]
