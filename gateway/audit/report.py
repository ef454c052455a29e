"""The outcome of a verification: holds, does not hold, or could not be checked; and every figure behind it.

What was not compared never counts as agreeing: an empty journal, one without a checkpoint, or an empty witness folder
could not be checked.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from gateway.audit.finding import Finding
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.outcome import Text


class Outcome(IntEnum):
    """Also the exit status of the command."""

    HOLDS = 0
    DOES_NOT_HOLD = 1
    COULD_NOT_BE_CHECKED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """Entries after the last good checkpoint: chained, not yet signed. `age_seconds` is that of the first of them."""

    count: int
    age_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessAgreement:
    """How far the witness's checkpoints were compared and agree; `agreed_size` 0 and the others "" if none does.

    `agreed_day` is a UTC day; `agreed_file` is the file of the last one, whose name may hold the moment.
    """

    compared: int
    agreed: int
    agreed_size: int
    agreed_day: str
    agreed_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One verification. `findings` are in order of sequence, then of files; `left_out` more were not kept."""

    key: str
    checked_at: datetime
    entries: int
    size: int
    root: bytes | None
    checkpoints: int
    last_checkpoint: int
    tail: Tail
    witness: WitnessAgreement | None
    findings: tuple[Finding, ...]
    left_out: int
    unchecked: tuple[Text, ...]

    @property
    def outcome(self) -> Outcome:
        """Any finding: does not hold. Else anything unchecked: could not be checked."""
        if self.findings:
            return Outcome.DOES_NOT_HOLD
        return Outcome.COULD_NOT_BE_CHECKED if self.unchecked else Outcome.HOLDS

    def __bool__(self) -> bool:
        raise TypeError("a report has three outcomes; look at .outcome")

    def as_data(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "outcome": self.outcome.name.lower().replace("_", "-"),
            "key": self.key,
            "checked_at": timestamp(self.checked_at),
            "entries": self.entries,
            "size": self.size,
            "root": None if self.root is None else self.root.hex(),
            "checkpoints": self.checkpoints,
            "last_checkpoint": self.last_checkpoint,
            "unsigned_tail": {"count": self.tail.count, "age_seconds": self.tail.age_seconds},
            "witness": None if self.witness is None else _agreement(self.witness),
            "findings": [finding.as_data() for finding in self.findings],
            "findings_left_out": self.left_out,
            "unchecked": [{"ja": text.ja, "en": text.en} for text in self.unchecked],
        }


def could_not_check(now: datetime, findings: tuple[Finding, ...], *reasons: Text) -> Report:
    """The report of a verification that could not begin."""
    return Report(
        key="", checked_at=now, entries=0, size=0, root=None, checkpoints=0, last_checkpoint=0,
        tail=Tail(count=0, age_seconds=None), witness=None, findings=findings, left_out=0, unchecked=reasons,
    )  # fmt: skip


def _agreement(witness: WitnessAgreement) -> dict[str, Any]:
    return {
        "compared": witness.compared, "agreed": witness.agreed,
        "agreed_size": witness.agreed_size, "agreed_day": witness.agreed_day,
    }  # fmt: skip
