"""Tells an observer what was seen, with what else stood on the line.

A mail address that nothing stands with yet is told once something does, or when its line ends: by itself it counts for less.
"""

from collections.abc import Iterable
from typing import Final

from gateway.guards.detect import Kind, Sight
from gateway.guards.observing import Observer, Together

_WAITING_MAX: Final = 64


class Telling:
    """For one stream of text."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._kinds: set[Kind] = set()
        self._waiting: list[Sight] = []

    def saw(self, text: str, sights: Iterable[Sight]) -> None:
        """Text of any length, and what was seen in it, in order."""
        line_end = text.find("\n")
        for sight in sights:
            if 0 <= line_end < sight.start:
                self.line_ended()
                line_end = text.find("\n", sight.start)
            self._one(sight)
        if line_end >= 0:
            self.line_ended()

    def line_ended(self) -> None:
        """What waited stands alone."""
        self._tell_waiting(Together.ALONE)
        self._kinds.clear()

    def _one(self, sight: Sight) -> None:
        kind, _, _, key, certain, labelled = sight
        self._kinds.add(kind)
        is_beside = len(self._kinds) > 1
        if is_beside and self._waiting:
            self._tell_waiting(Together.BESIDE)
        if labelled:
            self._observer.saw(kind, key, certain, Together.LABELLED)
        elif is_beside:
            self._tell(sight, Together.BESIDE)
        elif kind is Kind.MAIL and len(self._waiting) < _WAITING_MAX:
            self._waiting.append(sight)
        else:
            self._tell(sight, Together.ALONE)

    def _tell_waiting(self, together: Together) -> None:
        for sight in self._waiting:
            self._tell(sight, together)
        self._waiting.clear()

    def _tell(self, sight: Sight, together: Together) -> None:
        self._observer.saw(sight.kind, sight.value_key, sight.certain, together)
