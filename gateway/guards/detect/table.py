"""Tables in text: a header line that names columns, and which lines behind it are its rows.

A header is a line of titles between bars, commas, tabs or semicolons, a title alone over its values, or an INSERT whose values
stand below. It holds for the rows behind it, until a line with another number of cells ends, or an empty one.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from gateway.guards.detect.inserted import columns_named
from gateway.guards.detect.titles import Title, title_of

COLUMNS_MAX: Final = 64
_RULE_SIGNS: Final = "-+|=:─━┼│├┤┬┴┌┐└┘┃║═╞╪╡╔╗╚╝╠╣╦╩╬╭╮╰╯ "
_RULES: Final = ("--", "==", "──", "━━", "══")
_CELL: Final = re.compile(r"[^0-9\"'=<>{}\[\]/][^\"'=<>{}\[\]]{0,39}\Z")
_ONE_WORD: Final = re.compile(r"[\"`]?[^\s\"`]{1,30}[\"`]?\Z")
_QUOTED: Final = re.compile(r'(?<![^,;\[ ])"(?:[^"]|"")*"(?!")')
_OPEN: Final = re.compile(r'(?<![^,;\[ ])"')
_COPY: Final = re.compile(r"COPY [^(]{1,140}\(([^()]{1,4000})\) FROM stdin;\Z", re.IGNORECASE)
_JSON_ROW: Final = re.compile(r"[\[ ]{1,40}(\".*\")[ \]]{1,40},?\Z")
_SEPARATORS: Final = ("│", "|", "\t", ",", ";")
_BARS: Final = frozenset("|│")
_OF_CSV: Final = frozenset(",;")
SPACED: Final = "  "  # columns under each other with two spaces at least between them, as `column -t` prints
TUPLES: Final = "("  # values of an INSERT whose columns were named in an earlier line
ALONE: Final = "\n"  # one column, and nothing to part it from
_FIELD: Final = re.compile(r"[^ ]+(?: [^ ]+)*")
_STRONG_MIN: Final = 2  # titles of a header that nothing but spaces shows to be one
_ALONE_MAX: Final = 60
_PARTED: Final = re.compile(r"[:=|│,;\t]")


class Table(NamedTuple):
    """`titles` by column; `personal`: one at least means a person's data for sure. `learnt` from rows, not from a header."""

    separator: str
    titles: tuple[Title | None, ...]
    personal: bool
    learnt: bool = False
    starts: tuple[int, ...] = ()  # of SPACED columns: the cells of the window where they begin
    awaits_rule: bool = False  # it is a header only if a rule follows


def is_rule(line: str) -> bool:
    """True for the line of dashes under a header or around a table."""
    return not line.strip(_RULE_SIGNS) and any(rule in line for rule in _RULES)


def header_of(line: str) -> Table | None:
    """The table that begins under this line."""
    copied = _COPY.match(line)
    if copied is not None:
        return _table("\t", copied[1].split(","), needed=1)
    titles = columns_named(line)
    if any(titles):
        return Table(TUPLES, tuple(titles), personal=True)
    json_row = _JSON_ROW.match(line)
    body = line if json_row is None else json_row[1]
    for separator in _SEPARATORS:
        if separator in body:
            return (
                _barred(separator, body) if separator in _BARS else _table(separator, body.split(separator), needed=2)
            )
    return _spaced(line) if SPACED in line.strip() else _alone(line)


def _barred(bar: str, line: str) -> Table | None:
    """A drawn frame may be that of a window, so its header must have a rule below."""
    body = line.strip().strip(bar)
    table = _table(bar, body.split(bar), needed=1, framed=line.lstrip()[:1] == bar)
    return table if table is None or bar == "|" else table._replace(awaits_rule=True)


def _spaced(line: str) -> Table | None:
    """A header of `column -t`: titles of which two at least mean a person's data for sure."""
    fields = list(islice(_FIELD.finditer(line), COLUMNS_MAX + 1))
    if len(fields) > COLUMNS_MAX or not all(_CELL.match(field[0]) for field in fields):
        return None
    titles = tuple(title_of(field[0]) for field in fields)
    if sum(title is not None and title.strong for title in titles) < _STRONG_MIN:
        return None
    starts = tuple(cells_of(line[: field.start()]) for field in fields)
    return Table(SPACED, titles, personal=True, starts=starts)


def _alone(line: str) -> Table | None:
    """The header of one column: as psql prints it, with a rule below; else it is believed only of values that look so."""
    title = title_of(line)
    if title is None:
        return None
    if line[0] == " ":
        return Table(ALONE, (title,), personal=title.strong, awaits_rule=True)
    return Table(ALONE, (Title(title.kind, strong=False),), personal=False) if title.strong else None


def _table(separator: str, cells: Sequence[str], *, needed: int, framed: bool = False) -> Table | None:
    if not 1 <= len(cells) <= COLUMNS_MAX or (len(cells) < 2 and not framed):
        return None
    plain = [cell.strip().strip('"') for cell in cells]
    if not all(not cell or _CELL.match(cell) for cell in plain):
        return None
    titles = [title_of(cell) for cell in plain]
    personal = any(title is not None and title.strong for title in titles)
    if personal and all(_ONE_WORD.match(cell) for cell in cells):
        needed = 1
    if sum(title is not None for title in titles) < needed:
        return None
    return Table(separator, (None, *titles) if framed else tuple(titles), personal)


def fields_of(table: Table, line: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and column of each field of a row: by where it begins, or else by its number."""
    for number, field in enumerate(_FIELD.finditer(line)):
        place = cells_of(line[: field.start()])
        column = table.starts.index(place) if place in table.starts else number
        yield field.start(), field.end(), column


def cells_of(text: str) -> int:
    """Cells of a window that it takes."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def columns_of(separator: str, line: str) -> int:
    """How many cells a row has; separators within double quotes of CSV are none, nor is that behind a row of JSON."""
    if separator in _OF_CSV:
        line = line.rstrip()
        line = _QUOTED.sub("", line[:-1] if line.endswith("],") else line)
    return line.count(separator) + 1


def column_at(separator: str, before: str) -> int:
    """The column in which text behind `before` stands; a value in quotes of CSV that are still open stands where they began."""
    if separator in _OF_CSV and '"' in before:
        before = _QUOTED.sub("", before)
        begun = _OPEN.search(before)
        before = before if begun is None else before[: begun.start()]
    return before.count(separator)


def is_unfinished(table: Table | None, line: str) -> bool:
    """True for a row of CSV whose last value goes on in the next line."""
    if table is None or table.separator not in _OF_CSV or '"' not in line:
        return False
    return _OPEN.search(_QUOTED.sub("", line)) is not None


def behind_row(table: Table, line: str) -> Table | None:
    """The table behind a finished line that is not empty: None where it is none of its rows or rules."""
    if is_rule(line):
        return table._replace(awaits_rule=False)
    if table.awaits_rule:
        return None
    return table if _is_row(table, line) else None


def _is_row(table: Table, line: str) -> bool:
    separator, expected = table.separator, len(table.titles)
    if separator == SPACED:
        return 2 * len(_FIELD.findall(line)) >= expected
    if separator == ALONE:
        return line[0] != "(" and (table.personal or (len(line) <= _ALONE_MAX and not _PARTED.search(line)))
    if separator == TUPLES:
        return line.lstrip(", ")[:1] == TUPLES and not line.rstrip().endswith(";")
    if separator in _BARS:  # the frame's last bar, or an empty last cell whose space was trimmed
        return line.count(separator) in (expected - 1, expected)
    return columns_of(separator, line) == expected
