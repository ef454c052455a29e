"""Alarms gathered until the next mail: the worst lines in full, the rest in numbers. Pure, bounded memory.

However many come, every kind is counted, and a flood of one kind does not hide one line of a worse one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gateway.detection.alert import Alarm, Severity

LINES_MAX: Final = 40  # of one kind kept, and of one mail shown
SUBJECTS_MAX: Final = 1000  # different matters (kind and what it is about) remembered as news


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One alarm and where it stands in the journal."""

    seq: int
    at: datetime
    kind: str
    alarm: Alarm


class Digest:
    """What one mail will say. `first` and `last` are sequence numbers; alarms between them are all in it."""

    def __init__(self) -> None:
        self.first = self.last = -1
        self.counts: Counter[str] = Counter()
        self.subjects: set[tuple[str, str]] = set()
        self._lines: dict[tuple[Severity, str], list[Line]] = {}

    def add(self, line: Line) -> None:
        """One more alarm, in the order of the journal."""
        if not self.counts:
            self.first = line.seq
        self.last = line.seq
        self.counts[line.kind] += 1
        if len(self.subjects) < SUBJECTS_MAX:
            self.subjects.add((line.kind, line.alarm.about))
        kept = self._lines.setdefault((line.alarm.severity, line.kind), [])
        if len(kept) < LINES_MAX:
            kept.append(line)

    @property
    def total(self) -> int:
        """How many alarms."""
        return self.counts.total()

    @property
    def worst(self) -> Severity:
        """The severity of the subject line. Only of a digest that is not empty."""
        return self.lines()[0].alarm.severity

    def lines(self) -> Sequence[Line]:
        """At most LINES_MAX of them, worst first; among equals the first of each kind, then in the order of the journal."""
        chosen: list[Line] = []
        for severity in Severity:
            kinds = [lines for (each, _), lines in self._lines.items() if each is severity]
            rest = (line for lines in kinds for line in lines[1:])
            chosen += [*(lines[0] for lines in kinds), *sorted(rest, key=lambda line: line.seq)]
        return chosen[:LINES_MAX]

    def untold(self) -> Mapping[str, int]:
        """How many of each kind are in no line."""
        told = Counter(line.kind for line in self.lines())
        return {kind: count - told[kind] for kind, count in self.counts.items() if count > told[kind]}
