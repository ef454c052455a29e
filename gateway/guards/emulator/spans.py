"""Where two rows differ, as few spans of whole characters. A short stretch that is equal is painted over: cheaper than a move."""

from collections.abc import Iterator
from typing import Final

from gateway.guards.emulator.row import Row

_NEAR: Final = 5  # cells; a move takes 4 to 8 bytes

Span = tuple[int, int]


def spans_between(before: Row, after: Row) -> list[Span]:
    """From left to right, each from its first column up to the one behind it."""
    spans: list[Span] = []
    for start, stop in map(lambda span: _whole(span, before, after), _differing(before, after)):  # noqa: C417
        if spans and start - spans[-1][1] <= _NEAR:
            spans[-1] = spans[-1][0], max(stop, spans[-1][1])
        else:
            spans.append((start, stop))
    return spans


def _differing(before: Row, after: Row) -> Iterator[Span]:
    start: int | None = None
    cells = zip(before.letters, after.letters, before.styles, after.styles, strict=True)
    for place, (old, new, old_style, new_style) in enumerate(cells):
        if (old is not new and old != new) or (old_style is not new_style and old_style != new_style):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None
    if start is not None:
        yield start, len(after.letters)


def _whole(span: Span, before: Row, after: Row) -> Span:
    """With all of each character, old or new, that it touches: painting over half of one destroys the other half."""
    start, stop = span
    while start and (before.letters[start] == "" or after.letters[start] == ""):
        start -= 1
    while stop < len(after.letters) and (before.letters[stop] == "" or after.letters[stop] == ""):
        stop += 1
    return start, stop
