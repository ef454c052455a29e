"""What becomes of rows that are about to be shown, as whoever shows them is told: they may go out, or nothing of them does.

Unlike the budget's own answers these hold no budget: the one who decides is another process (the registrar).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from gateway.vocabulary.outcome import Text


class Why(StrEnum):
    """Why nothing goes out."""

    BUDGET = "budget"  # this very answer would have gone past a cap; the person is frozen from now on
    FROZEN = "frozen"  # the person was frozen before, by this session or another
    FOREIGN = "foreign"  # rows of a client that the work order does not name


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """It may be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warn:
    """It may be shown, and the person is told once that little is left."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Nothing of it is shown. `text` is for the person: why, and whom to ask."""

    text: Text
    why: Why


Verdict: TypeAlias = Within | Warn | Over
