"""What a screen's rows say, line by line, for whoever looks for personal data in it; and the rows with what was found hidden.

A value may go on in the next row: rows are looked at alone, and once more joined wherever a line wraps or two rows touch.
What is found either way is hidden. Marks, joiners and variation selectors are left out of the text and go with what they
stand on, so that nothing between its digits hides a number from a detector.
"""

import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from gateway.guards.emulator.panes import may_hold_rules, panes_of, touching
from gateway.guards.emulator.picture import Rows
from gateway.guards.emulator.row import Row
from gateway.guards.emulator.widths import MARK

Span = tuple[int, int]  # characters of a text, from the first to the one behind the last
STAR, WIDE_STAR = "*", "＊"
KEPT: Final = frozenset("-()@. \u3000")  # what shows the shape of a value and no more (as the stream's masker)
REMEMBERED_LINES: Final = 256


class Line(NamedTuple):
    """`places`: the cell of each character of `text`, counted through the line's rows.

    `grows`: more may come at its end; `typed`: what was typed last, whose echo that may be.
    """

    text: str
    places: Sequence[int]
    grows: bool = False
    typed: str = ""


Mask = Callable[[Sequence[Line]], Sequence[Iterable[Span]]]
"""The lines of a screen from top to bottom -> what of each is to be hidden. The same lines give the same spans."""


def each(look: Callable[[str], Iterable[Span]]) -> Mask:
    """A mask that looks at every line by itself, and remembers the last REMEMBERED_LINES of them."""
    remembered: OrderedDict[str, tuple[Span, ...]] = OrderedDict()

    def one(text: str) -> tuple[Span, ...]:
        found = remembered.pop(text, None)
        remembered[text] = found = tuple(look(text)) if found is None else found
        if len(remembered) > REMEMBERED_LINES:
            remembered.popitem(last=False)
        return found

    return lambda lines: [one(line.text) for line in lines]


def masked(rows: Rows, mask: Mask, growing: int | None = None, typed: str = "") -> Rows:
    """The rows, frozen ones, with what the mask finds hidden; those with nothing to hide are the same.

    `growing`: the row at whose cursor more may come; `typed`: what was typed last.
    """
    hidden = look(rows, mask, growing, typed)
    for number, row in enumerate(rows):
        if spans := _marked(row):
            hidden.setdefault(number, []).extend(spans)
    return tuple([_starred(row, tuple(hidden[place])) if place in hidden else row for place, row in enumerate(rows)])


def look(rows: Rows, mask: Mask, growing: int | None = None, typed: str = "") -> dict[int, list[Span]]:
    """What the mask finds in frozen rows: cells, by the number of their row."""
    hidden: dict[int, list[Span]] = {}
    groups = [[place] for place in range(len(rows))]
    joined = list(_joined(rows))
    for some in (groups, joined) if len(joined) < len(groups) else (groups,):
        lines = [_line([rows[place] for place in group], grows=growing in group, typed=typed) for group in some]
        _hide_lines(hidden, rows, some, lines, mask)
    _look_in_panes(hidden, rows, mask)
    return hidden


def _hide_lines(
    hidden: dict[int, list[Span]], rows: Rows, groups: Sequence[Sequence[int]], lines: Sequence[Line], mask: Mask
) -> None:
    """Each group of rows is one line."""
    for group, line, spans in zip(groups, lines, mask(lines), strict=True):
        for start, stop in spans:
            if start < stop:
                _hide(hidden, group[0], len(rows[0].letters), (line.places[start], line.places[stop - 1] + 1))


def _look_in_panes(hidden: dict[int, list[Span]], rows: Rows, mask: Mask) -> None:
    """Each pane as a screen of its own."""
    if not any(row.said is None or may_hold_rules(row.said[0]) for row in rows):
        return
    for pane in panes_of(rows):
        lines = [_line_of(letters, cells) for letters, cells in pane]
        for line, spans in zip(lines, mask(lines), strict=True):
            for place in (place for start, stop in spans for place in line.places[start:stop]):
                _hide(hidden, 0, len(rows[0].letters), (place, place + 1))


def starred(rows: Rows) -> Rows:
    """The rows with the marked characters hidden, and nothing else: what a terminal shows of what was watched."""
    return tuple([_starred(row, spans) if (spans := _marked(row)) else row for row in rows])


def mark_hidden(raw: Row, shown: Row) -> None:
    """Mark the characters of a row of which something shows a star."""
    for at, (letter, seen) in enumerate(zip(raw.letters, shown.letters, strict=True)):
        if letter != seen and seen in (STAR, WIDE_STAR) and MARK not in letter:
            raw.replace(at, [letter[:1] + MARK + letter[1:]], [raw.styles[at]])


def _marked(row: Row) -> tuple[Span, ...]:
    """The marked characters' cells, of a frozen row."""
    if row.marked is None:
        row.marked = tuple(_spans_marked(row.letters)) if MARK in "".join(row.letters) else ()
    return row.marked


def _spans_marked(letters: Sequence[str]) -> Iterator[Span]:
    """Each from its first cell to the one behind its last, right halves with them."""
    begin = None
    for at, letter in enumerate(letters):
        if MARK in letter:
            begin = at if begin is None else begin
        elif letter and begin is not None:
            yield begin, at
            begin = None
    if begin is not None:
        yield begin, len(letters)


def _line_of(letters: Sequence[str], cells: Sequence[int]) -> Line:
    text, places = _said(letters)
    return Line(text, [cells[place] for place in places])


def _joined(rows: Rows) -> Iterator[list[int]]:
    """Numbers of rows that belong together."""
    number, group_of = 0, [0]
    for before, after in pairwise(rows):
        number += not (before.wraps or touching(before.letters, after.letters))
        group_of.append(number)
    for _, group in groupby(range(len(rows)), key=group_of.__getitem__):
        yield list(group)


def _line(rows: Sequence[Row], *, grows: bool, typed: str) -> Line:
    if len(rows) > 1:
        return Line(*_said([letter for row in rows for letter in row.letters]), grows, typed)
    row = rows[0]
    if row.said is None:
        row.said = _said(row.letters)
    return Line(*row.said, grows, typed)


def _said(letters: Sequence[str]) -> tuple[str, Sequence[int]]:
    """The text, and the place of each of its characters."""
    text = "".join(letters)
    if len(text) == len(letters) and "" not in letters:
        return text.rstrip(), range(len(text))
    text = "".join([letter if len(letter) == 1 else _one_character(letter) for letter in letters if letter])
    return text.rstrip(), [place for place, letter in enumerate(letters) if letter]


@lru_cache(maxsize=256)
def _one_character(letter: str) -> str:
    """A cell's character with the marks that Unicode writes as one with it: か and U+3099 are が."""
    return unicodedata.normalize("NFC", letter)[0]


def _hide(hidden: dict[int, list[Span]], first: int, columns: int, cells: Span) -> None:
    """Note the cells of each row that a span of cells, counted from the row `first`, lies in."""
    start, stop = cells
    while start < stop:
        place, column = divmod(start, columns)
        end = min(columns, column + stop - start)
        hidden.setdefault(first + place, []).append((column, end))
        start += end - column


def _starred(row: Row, spans: tuple[Span, ...]) -> Row:
    """The same row as long as it is asked for the same."""
    if row.starred is None or row.starred[0] != spans:
        row.starred = spans, _with_stars(row, spans)
    return row.starred[1]


def _with_stars(row: Row, spans: Iterable[Span]) -> Row:
    """Each character by a star of its width; marks go with it."""
    made = row.copy()
    letters = made.letters
    for start, stop in spans:
        shown = [letter and (letter[0] if letter[0] in KEPT else STAR) for letter in letters[start:stop]]
        for place in range(start, stop) if "" in letters[start + 1 : stop + 1] else ():
            if letters[place] and letters[place + 1 : place + 2] == [""] and shown[place - start] == STAR:
                shown[place - start] = WIDE_STAR
        letters[start:stop] = shown
    return made
