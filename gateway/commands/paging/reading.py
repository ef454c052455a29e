"""Where a reader stands in a command's lines, and what a key does there. Pure but for the lines, which come while he reads.

A place is a line and a row of it, so that a line longer than the screen can be read to its end.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

from gateway.commands.keys import Key, Typed
from gateway.commands.paging.kept import Kept
from gateway.commands.paging.rows import rows_of

SEARCH_LETTERS_MAX = 200


class Mode(Enum):
    """What keys mean."""

    READ = auto()
    SEARCH = auto()  # a pattern is being typed
    HELP = auto()


class Goal(Enum):
    """What the reader waits for while lines come; any key gives it up."""

    NONE = auto()
    END = auto()
    FOUND = auto()


class Left(Enum):
    """The reader has seen enough."""

    LEFT = auto()


class Note(Enum):
    """Said at the foot until the next key."""

    NONE = auto()
    NOT_FOUND = auto()
    PASTED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`columns` and `rows` are those of the text; `looked` is the line from which a search goes on."""

    columns: int
    rows: int
    line: int = 0
    row: int = 0
    mode: Mode = Mode.READ
    goal: Goal = Goal.NONE
    typed: str = ""
    pattern: str = ""
    looked: int = 0
    note: Note = Note.NONE


def resized(state: Reading, columns: int, rows: int, kept: Kept) -> Reading:
    """The same line at the top of another size."""
    return _settled(replace(state, columns=max(columns, 2), rows=max(rows, 1), row=0), kept)


def pressed(state: Reading, key: Typed, kept: Kept) -> Reading | Left:
    """What a key comes to."""
    quiet = replace(state, note=Note.NONE, goal=Goal.NONE)
    match state.mode:
        case Mode.HELP:
            return replace(quiet, mode=Mode.READ)
        case Mode.SEARCH:
            return _in_search(quiet, key, kept)
        case Mode.READ:
            return _in_text(quiet, key, kept)


def came(state: Reading, kept: Kept) -> Reading:
    """More lines are there, or there are no more: go on towards the goal."""
    match state.goal:
        case Goal.END:
            ended = replace(state, goal=Goal.NONE) if kept.ended else state
            return _at_end(ended, kept)
        case Goal.FOUND:
            return _searched(state, kept)
        case Goal.NONE:
            return _settled(state, kept)


def at_end(state: Reading, kept: Kept) -> bool:
    """True where the last row that is there is on the screen."""
    last = _back(Reading(columns=state.columns, rows=state.rows, line=kept.count), kept, state.rows)
    return (state.line, state.row) >= (last.line, last.row)


def shown(state: Reading, kept: Kept) -> list[str]:
    """The rows on the screen, at most `rows`."""
    rows = [
        row
        for number, line in enumerate(kept.lines(state.line, state.rows))
        for row in rows_of(line, state.columns)[state.row if number == 0 else 0 :]
    ]
    return rows[: state.rows]


def last_line(state: Reading, kept: Kept) -> int:
    """How many lines there are up to the last one of which something is on the screen."""
    used = -state.row
    for number, line in enumerate(kept.lines(state.line, state.rows), state.line + 1):
        used += len(rows_of(line, state.columns))
        if used >= state.rows:
            return number
    return kept.count


def _in_search(state: Reading, key: Typed, kept: Kept) -> Reading:
    match key:
        case Key.ENTER:
            pattern = state.typed or state.pattern
            if not pattern:
                return replace(state, mode=Mode.READ)
            return _found_from(replace(state, mode=Mode.READ, pattern=pattern), state.line, kept)
        case Key.ESCAPE | Key.CANCEL | Key.ABORT:
            return replace(state, mode=Mode.READ)
        case Key.ERASE:
            return replace(state, typed=state.typed[:-1])
        case str() if not isinstance(key, Key):
            return replace(state, typed=(state.typed + key)[:SEARCH_LETTERS_MAX])
    return state


def _in_text(state: Reading, key: Typed, kept: Kept) -> Reading | Left:
    match key:
        case "q" | "Q" | Key.CANCEL | Key.END_OF_INPUT:
            return Left.LEFT
        case "/":
            return replace(state, mode=Mode.SEARCH, typed="")
        case "n" if state.pattern:
            return _found_from(state, state.looked + 1, kept)
        case "h" | "?" | "H":
            return replace(state, mode=Mode.HELP)
        case "g" | "<" | Key.HOME:
            return _settled(replace(state, line=kept.first, row=0), kept)
        case "G" | ">" | Key.END:
            return came(replace(state, goal=Goal.END), kept)
    return _moved(state, key, kept)


def _moved(state: Reading, key: Typed, kept: Kept) -> Reading:
    match key:
        case " " | "f" | Key.PAGE_DOWN | Key.RIGHT:
            return _settled(_on(state, kept, state.rows), kept)
        case "b" | Key.PAGE_UP | Key.LEFT:
            return _settled(_back(state, kept, state.rows), kept)
        case "j" | "e" | Key.ENTER | Key.DOWN:
            return _settled(_on(state, kept, 1), kept)
        case "k" | "y" | Key.UP:
            return _settled(_back(state, kept, 1), kept)
        case "d":
            return _settled(_on(state, kept, max(state.rows // 2, 1)), kept)
        case "u":
            return _settled(_back(state, kept, max(state.rows // 2, 1)), kept)
    return state


def _found_from(state: Reading, line: int, kept: Kept) -> Reading:
    return _searched(replace(state, looked=line, goal=Goal.FOUND), kept)


def _searched(state: Reading, kept: Kept) -> Reading:
    """The next line with the pattern at the top; or on with the search while more comes."""
    looked, count = max(state.looked, kept.first), kept.count
    for number in range(looked, count):
        if has(kept.line(number), state.pattern):
            return _settled(replace(state, line=number, row=0, looked=number, goal=Goal.NONE), kept)
    if kept.ended:
        looked = max(state.line - 1, -1) if state.looked > count else state.looked
        return replace(state, goal=Goal.NONE, looked=min(looked, count), note=Note.NOT_FOUND)
    return replace(state, looked=count)


def has(line: str, pattern: str) -> bool:
    """As `less -i`: small letters find capital ones too."""
    return pattern in (line.lower() if pattern == pattern.lower() else line)


def _at_end(state: Reading, kept: Kept) -> Reading:
    return _back(replace(state, line=kept.count, row=0), kept, state.rows)


def _settled(state: Reading, kept: Kept) -> Reading:
    """Within what is kept, and not past the last full screen."""
    if state.line < kept.first:
        state = replace(state, line=kept.first, row=0)
    last = _at_end(state, kept)
    return last if (state.line, state.row) > (last.line, last.row) else state


def _on(state: Reading, kept: Kept, rows: int) -> Reading:
    line, row = state.line, state.row + rows
    while line < kept.count and row >= (high := len(rows_of(kept.line(line), state.columns))):
        line, row = line + 1, row - high
    return replace(state, line=line, row=row)


def _back(state: Reading, kept: Kept, rows: int) -> Reading:
    line, row = state.line, state.row - rows
    while row < 0 and line > kept.first:
        line -= 1
        row += len(rows_of(kept.line(line), state.columns))
    return replace(state, line=line, row=max(row, 0))
