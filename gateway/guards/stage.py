"""One step of a byte pipeline. A guard is a stage that protects.

Any split of the stream between two `idle` calls gives the same bytes; what a stage holds back is bounded by its own
constant; a stage that cannot go on raises, and the session ends (fail closed).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Weight(StrEnum):
    """How a finding is told."""

    NOTED = "noted"  # journalled and marked in the recording, each
    COUNTED = "counted"  # honest programs do it all day: summed up at the session's end


@dataclass(frozen=True, slots=True)
class Finding:
    """What a guard noticed: a kind for the journal, how much, and the hex SHA-256 of it; never the data itself."""

    kind: str
    size_bytes: int
    digest: str
    weight: Weight = Weight.NOTED


@dataclass(frozen=True, slots=True)
class Passed:
    """What a stage lets through, and what it noticed on the way."""

    data: bytes
    findings: tuple[Finding, ...] = ()


class Tripped(Exception):
    """The session must end: what a stage found may not go on. `passed` came before it and may still be shown."""

    def __init__(self, finding: Finding, passed: Passed) -> None:
        super().__init__(finding.kind)
        self.finding, self.passed = finding, passed


class Stage(Protocol):
    """Sans-IO; fed by one thread."""

    @property
    def holds(self) -> bool:
        """True while `idle` or `close` might let something go that is held back."""

    def feed(self, chunk: bytes) -> Passed:
        """What may go on now. Raises to end the session: Tripped for what was found, anything else for a fault."""

    def idle(self) -> Passed:
        """Nothing came for a while: what a stage held only in case more would come."""

    def close(self) -> Passed:
        """The stream ended. Called again it lets go nothing more."""


def left_in(stage: Stage) -> tuple[Finding, ...]:
    """What the stage finds in what it still holds when the session is over. The bytes go nowhere."""
    try:
        return stage.close().findings
    except Tripped as tripped:
        return (*tripped.passed.findings, tripped.finding)
