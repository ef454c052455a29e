"""How a protocol says what its start looks like.

A start is bounded by its `reach` and complete at its last byte: more bytes never make it undone. So the shortest piece of a
stream that holds one is the same however the stream was split.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Span = tuple[int, int]  # first byte and the byte after the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One way in which a transfer begins.

    kind: for the journal, `transfer.<protocol>`.
    clues: a start holds all the parts of one of these, itself and not only near it. Before a part of several bytes stands its
    rarest byte alone: that is looked for at the speed of memory, which makes clean text cheap.
    reach: how many bytes a start has at most, and what must be seen before it.
    spans: starts in a piece of the stream, from left to right.
    """

    kind: str
    clues: tuple[tuple[bytes, ...], ...]
    reach: int
    spans: Callable[[bytes], Iterator[Span]]

    def find(self, window: bytes, since: int) -> Span | None:
        """A start in `window` that ends after its byte `since`, if there is one."""
        if not self._may_be_in(window):
            return None
        return next((span for span in self.spans(window) if span[1] > since), None)

    def _may_be_in(self, window: bytes) -> bool:
        for clue in self.clues:
            for part in clue:
                if part not in window:
                    break
            else:
                return True
        return False


def spans_of(pattern: re.Pattern[bytes]) -> Callable[[bytes], Iterator[Span]]:
    """Where a pattern of bounded length matches."""

    def spans(window: bytes) -> Iterator[Span]:
        return (found.span() for found in pattern.finditer(window))

    return spans
