"""Where a text may be cut so that what is before it is decided for good: only between runs, and within a run that is too long."""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect import RUN, ends_run

HELD_MAX: Final = 192  # characters of a run that may wait for its end
CUT: Final = 96  # of a longer one so many are decided at a time
_BORDER: Final = re.compile(
    r"[^A-Za-z0-9@._%+\-():/\\ \x80-\u2501\u2580-\u3000\u3003-\u3007\u3012-\U0010ffff]"
    r"|  |(?<=[A-Za-z@._%+:/\\]) | (?=[A-Za-z@._%+:/\\])"
)


def decided(text: str, known: int) -> int:
    """The place up to which no run is unfinished; characters from `known` on are not whole yet."""
    start = text.rfind("\n", 0, known) + 1
    last = None
    for run in RUN.finditer(text, start, known):
        last = run
    if last is None:
        return known
    if last.end() == known:
        return last.start()
    is_open = last.end() == known - 1 and ends_run(text[last.end() - 1], text[known - 1], None) is None
    return last.start() if is_open else known


def long_runs(text: str) -> Iterator[tuple[int, int]]:
    """The runs of more than HELD_MAX characters: start and end."""
    reached = 0  # no run goes over this place
    for at in range(CUT, len(text) - CUT + 1, CUT):
        if at < reached or _BORDER.search(text, at, at + CUT):
            continue
        start, end = _around(text, at, reached)
        if end - start > HELD_MAX:
            yield start, end
        reached = end


def _around(text: str, at: int, reached: int) -> tuple[int, int]:
    """The run in which this place is, or an empty one."""
    for run in RUN.finditer(text, max(text.rfind("\n", 0, at) + 1, reached)):
        if run.end() > at:
            return (run.start(), run.end()) if run.start() <= at else (at, at)
    return at, at
