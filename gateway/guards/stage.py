"""One step of a byte pipeline. A guard is a stage that protects.

Any split of the stream between two `idle` calls gives the same bytes; what a stage holds back is bounded by its own
constant; a stage that cannot go on raises, and the session ends (fail closed).
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Finding:
    """What a guard noticed: a kind for the journal and sizes, never the data itself."""

    kind: str
    size_bytes: int
    digest: str


@dataclass(frozen=True, slots=True)
class Passed:
    """What a stage lets through, and what it noticed on the way."""

    data: bytes
    findings: tuple[Finding, ...] = ()


class Stage(Protocol):
    """Sans-IO; fed by one thread."""

    def feed(self, chunk: bytes) -> Passed:
        """What may go on now. Raises to end the session."""

    def idle(self) -> Passed:
        """Nothing came for a while: what a stage held only in case more would come."""

    def close(self) -> Passed:
        """The stream ended."""
