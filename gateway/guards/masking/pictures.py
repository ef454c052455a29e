"""Tells an observer what is new on a kept screen: values that did not stand there before, and text that was not there.

A row that only moved is no news, but for a short one that went elsewhere than its picture: rows of one digit each would tell
any number by where they stand. Of a row that changed a little, only the words that changed are news.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from gateway.guards.emulator import MARK, scrolling
from gateway.guards.emulator.detected import Detected, Values
from gateway.guards.emulator.lines import look
from gateway.guards.emulator.picture import Rows
from gateway.guards.emulator.row import BLANK, Row
from gateway.guards.emulator.spans import Span, spans_between
from gateway.guards.observing import Observer

SHORT: Final = 12  # characters of a row that says little by itself
_FEW: Final = 2  # a row that kept more than one cell in so many is the same row


class Pictures:
    """The watcher of one kept screen, whose mask is `detected`."""

    def __init__(self, observer: Observer, detected: Detected) -> None:
        self._observer, self._detected = observer, detected
        self._standing: Values | None = None  # None: not yet looked for in the rows that stood there at first
        self._rows: Rows = ()
        self._behind: Rows = ()
        self._texts: frozenset[str] = frozenset()

    def begins(self, rows: Rows) -> None:
        """What stands there was told when it came. It is looked for once a picture holds a value: most hold none."""
        self._standing, self._rows, self._texts = None, rows, _texts(rows)

    def shows(self, rows: Rows, hidden: Rows, behind: Rows) -> None:
        """The next picture."""
        seen = self._detected.take_seen()
        self._tell_new(seen)
        if len(rows) < len(self._rows):
            self._rows = ()
        news = _News(self._rows, self._behind, self._texts, rows).told(hidden)
        if news:
            self._observer.read("".join(f"{text}\n" for text, _ in news), "".join(f"{shown}\n" for _, shown in news))
        height = len(self._rows) or len(rows)
        self._standing, self._rows, self._behind = seen, rows[-height:], behind
        self._texts = _texts((*rows, *behind))

    def _tell_new(self, seen: Values) -> None:
        if seen and self._standing is None:
            look(self._rows, self._detected)
            self._standing = self._detected.take_seen()
        for (kind, key), how in seen.items():
            if self._standing is None or self._standing.get((kind, key)) != how:
                self._observer.saw(kind, key, how.certain, how.together)


class _News:
    """What rows say that the last picture did not; the last ones stand where its rows did."""

    def __init__(self, before: Rows, behind: Rows, texts: frozenset[str], rows: Rows) -> None:
        self._texts, self._rows, self._last, self._behind = texts, rows, before, behind
        self._before = (None,) * (len(rows) - len(before)) + before

    def told(self, hidden: Rows) -> list[tuple[str, str]]:
        """Each row's, and the same as it is shown: a space for what is hidden."""
        return [
            news
            for place, (row, before) in enumerate(zip(self._rows, self._before, strict=True))
            if row is not before and (news := self._on(place, row, before, hidden[place]))[0]
        ]

    def _on(self, place: int, row: Row, before: Row | None, hidden: Row) -> tuple[str, str]:
        text = _text(row)
        if not text or (text in self._texts and not self._went_elsewhere(place, row, before, text)):
            return "", ""
        if before is None or len(before.letters) != len(row.letters):
            return _said(row, hidden, 0, len(row.letters))
        spans = spans_between(before, row)
        if sum(stop - start for start, stop in spans) * _FEW > len(text):
            return _said(row, hidden, 0, len(row.letters))
        said = [one for start, stop in _words(row, spans) if (one := _said(row, hidden, start, stop))[0]]
        if _are_numbers([text for text, _ in said]):
            return _said(row, hidden, 0, len(row.letters))
        return " ".join(text for text, _ in said), " ".join(shown for _, shown in said)

    def _went_elsewhere(self, place: int, row: Row, before: Row | None, text: str) -> bool:
        if len(text) > SHORT or not self._last or (before is not None and before.letters == row.letters):
            return False
        place -= len(self._rows) - len(self._last)
        known = (page[place] for page in (self._behind, self._scrolled) if 0 <= place < len(page))
        return not any(one.letters == row.letters for one in known)

    @cached_property
    def _scrolled(self) -> Sequence[Row]:
        """The last picture, moved as this one is."""
        rows = self._rows[len(self._rows) - len(self._last) :]
        if not rows or len(rows[0].letters) != len(self._last[0].letters):
            return ()
        found = scrolling.found(self._last, rows)
        return () if found is None else found.applied(self._last)


def _texts(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(map(_text, rows))


def _text(row: Row) -> str:
    if row.plain is None:
        row.plain = _joined(row.letters)
    return row.plain


def _said(row: Row, hidden: Row, start: int, stop: int) -> tuple[str, str]:
    """What these cells say, and what they show; as long as each other."""
    letters, seen = row.letters[start:stop], hidden.letters[start:stop]
    text = "".join(letters).replace(MARK, "")
    if letters == seen:
        shown = text
    else:
        cells = ((letter.replace(MARK, ""), one) for letter, one in zip(letters, seen, strict=True))
        shown = "".join([letter if letter == one else " " * len(letter) for letter, one in cells])
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return text[begin:end], shown[begin:end]


def _words(row: Row, spans: Iterable[Span]) -> Iterator[Span]:
    """The same, each widened to whole words: a value that changed in its middle is news as a whole."""
    letters, reached = row.letters, 0
    for start, stop in spans:
        begin, end = max(start, reached), max(stop, reached)
        while begin > reached and letters[begin - 1] != BLANK:
            begin -= 1
        while end < len(letters) and letters[end] != BLANK:
            end += 1
        if begin < end:
            yield begin, end
        reached = end


def _are_numbers(words: Sequence[str]) -> bool:
    """True for numbers, but for one clock's: what they are numbers of stands beside them, without it they would be bare."""
    is_clock = len(words) == 1 and ":" in words[0]
    return not is_clock and any(letter.isdigit() for word in words for letter in word)


def _joined(letters: Sequence[str]) -> str:
    return "".join(letters).replace(MARK, "").strip()
