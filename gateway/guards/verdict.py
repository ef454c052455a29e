"""What a meter of a session's output says of the next piece, before the person sees it: values; whoever holds the brake acts.

`worst` of several is the one that stops most: a freeze, then a pause, then the longest wait.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias


class Why(StrEnum):
    """What ran out, or who stopped it."""

    PEOPLE = "people"  # different people seen
    OPAQUE = "opaque"  # characters that no person reads: encodings, binary, unreadable text
    HASHES = "hashes"  # characters of hash-like words
    BARE_NUMBERS = "bare-numbers"  # lines that are nothing but numbers
    NOVEL = "novel"  # new text that reads neither like language nor like a log
    VOLUME = "volume"  # all text of the session
    SWEEP = "sweep"  # a table read from end to end, dense numbers
    TRANSFER = "transfer"  # a file transfer began, and the policy says freeze
    SUPERVISOR = "supervisor"  # a supervisor froze it
    ELSEWHERE = "elsewhere"  # the person was frozen by another of their sessions


UNCOUNTED: Final = frozenset({Why.OPAQUE, Why.HASHES, Why.BARE_NUMBERS, Why.NOVEL, Why.VOLUME, Why.TRANSFER})
"""Reasons that may hide people nobody could count: whoever is frozen for one goes on by the word of two supervisors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proceed:
    """It may be shown now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    """It may be shown after so many seconds (more than 0). Nothing else is wrong with it."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """It may be shown after the person has pressed a key. `so_far`: the session's pauses for that reason, with this one."""

    why: Why
    so_far: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """It is not shown until a supervisor resumes. `used` of `limit`, in the unit of `why` (people, characters, lines, bytes)."""

    why: Why
    used: int
    limit: int


Verdict: TypeAlias = Proceed | Slow | Pause | Freeze

PROCEED: Final = Proceed()
_WEIGHT: Final = {Proceed: 0, Slow: 1, Pause: 2, Freeze: 3}


def worst(*verdicts: Verdict) -> Verdict:
    """The one that stops most; of equals the first, of waits the longest. Of none: go on."""
    return max(verdicts, key=_order, default=PROCEED)


def _order(verdict: Verdict) -> tuple[int, float]:
    return _WEIGHT[type(verdict)], verdict.seconds if isinstance(verdict, Slow) else 0.0
