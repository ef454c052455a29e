"""The panes of a split screen: what stands between the same upright rules, row below row, read as a screen of its own.

A line wraps where a row fills its pane to the right edge and the next begins at the left one. In a narrow pane values may fill
their rows and follow each other without a gap, so there each place is taken for a beginning too.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from gateway.guards.emulator.picture import Rows
from gateway.guards.emulator.row import BLANK

_DRAWN: Final = "│┃║"
_RULES: Final = f"{_DRAWN}|"
_NARROW: Final = 19  # the longest number of a card, as it is written
Span = tuple[int, int]
Cells = tuple[list[str], list[int]]


def may_hold_rules(text: str) -> bool:
    """False for the text of a row in which no rule stands."""
    return "|" in text or "│" in text or "┃" in text or "║" in text


def panes_of(rows: Rows) -> Iterator[list[Cells]]:
    """The lines of each: their letters, and their cells, counted through all rows. Only what more than its row tells is given."""
    open_panes: dict[Span, list[int]] = {}
    for number, row in enumerate(rows):
        going = {pane: [*open_panes.pop(pane, ()), number] for pane in _between(row.letters)}
        yield from _given(rows, open_panes)
        open_panes = going
    yield from _given(rows, open_panes)


def _given(rows: Rows, panes: dict[Span, list[int]]) -> Iterator[list[Cells]]:
    for pane, numbers in panes.items():
        lines = list(_lines(rows, pane, numbers))
        is_drawn = any(rows[numbers[0]].letters[at] in _DRAWN for at in (pane[0] - 1, pane[1] % len(rows[0].letters)))
        wrapped = [line for line in lines if len(line) > 1]
        if is_drawn and len(numbers) > 1 and pane[1] - pane[0] > _NARROW:
            yield [_joined(rows, pane, line) for line in lines]
        elif wrapped:
            yield [_joined(rows, pane, line) for line in wrapped]
        if pane[1] - pane[0] <= _NARROW:
            yield from ([_joined(rows, pane, part)] for line in wrapped for part in _parts(line, pane[1] - pane[0]))


def _lines(rows: Rows, pane: Span, numbers: Sequence[int]) -> Iterator[list[int]]:
    """The rows that one line fills."""
    line = [numbers[0]]
    for number in numbers[1:]:
        if touching(rows[line[-1]].letters[slice(*pane)], rows[number].letters[slice(*pane)]):
            line.append(number)
        else:
            yield line
            line = [number]
    yield line


def _parts(line: Sequence[int], width: int) -> Iterator[Sequence[int]]:
    """From each row on as many as a value may fill."""
    if len(line) > 2:
        most = -(-_NARROW // width)
        yield from (line[at : at + count] for count in range(2, most + 1) for at in range(len(line) - count + 1))


def _between(letters: Sequence[str]) -> Sequence[Span]:
    """From rule to rule; nothing where there is none."""
    if not any(rule in letters for rule in _RULES):
        return ()
    rules = [at for at, letter in enumerate(letters) if letter in _RULES and letter]
    borders = zip([0, *(at + 1 for at in rules)], [*rules, len(letters)], strict=True)
    return [(start, stop) for start, stop in borders if stop > start]


def touching(before: Sequence[str], after: Sequence[str]) -> bool:
    """True if a line that fills these cells may go on in those below: a character of two cells may have had no room."""
    if after[0] == BLANK:
        return False
    is_wide = len(after) > 1 and after[1] == ""
    return before[-1] != BLANK or (is_wide and len(before) > 1 and before[-2] != BLANK)


def _joined(rows: Rows, pane: Span, numbers: Sequence[int]) -> Cells:
    start, stop = pane
    columns = len(rows[0].letters)
    letters = [letter for number in numbers for letter in rows[number].letters[start:stop]]
    return letters, [number * columns + at for number in numbers for at in range(start, stop)]
