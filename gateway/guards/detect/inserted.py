"""Values of an INSERT whose columns are named: `INSERT INTO t (id, name) VALUES (1, '…'), (2, '…')`, on one line or more."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from gateway.guards.detect.titles import Title, title_of

_BEGIN: Final = re.compile(
    r"\bINSERT\s{1,8}INTO\s{1,8}[^\s(]{1,140}\s{0,8}\(([^()]{1,4000})\)\s{0,8}VALUES\s{0,8}(?=\(|\Z)", re.IGNORECASE
)
_TOKEN: Final = re.compile(r"'(?:[^'\\]|''|\\.)*(?:'|\Z)|[(),]|[^'(),]+")
_COLUMNS_MAX: Final = 64


class Cell(NamedTuple):
    """Characters of a line that are one value, without its quotes."""

    title: Title
    start: int
    end: int


def inserted(line: str) -> Iterator[Cell]:
    """The values whose columns have titles."""
    begin = _BEGIN.search(line) if "(" in line else None
    titles = _titles(begin[1]) if begin is not None else ()
    return values_of(titles, line, begin.end()) if begin is not None and any(titles) else iter(())


def columns_named(line: str) -> Sequence[Title | None]:
    """What the columns are whose values stand in the next lines."""
    begin = _BEGIN.search(line) if "(" in line else None
    return _titles(begin[1]) if begin is not None else ()


def values_of(titles: Sequence[Title | None], line: str, start: int) -> Iterator[Cell]:
    """Those of the tuples from `start` on, to the end of the statement."""
    depth = column = 0
    for token in _TOKEN.finditer(line, start):
        sign = token[0]
        if sign in "()":
            depth += 1 if sign == "(" else -1
            column = 0 if (sign, depth) == ("(", 1) else column
        elif sign == ",":
            column += depth == 1
        elif depth == 0 and ";" in sign:
            return
        elif depth and column < len(titles) and (title := titles[column]) is not None:
            yield _cell(title, token)


def _cell(title: Title, token: re.Match[str]) -> Cell:
    quoted = token[0][0] == "'"
    is_whole = len(token[0]) > 1 and token[0][-1] == "'"
    return Cell(title, token.start() + quoted, token.end() - (quoted and is_whole))


@lru_cache(maxsize=64)
def _titles(names: str) -> tuple[Title | None, ...]:
    return tuple(title_of(name) for name in names.split(",", _COLUMNS_MAX)[:_COLUMNS_MAX])
