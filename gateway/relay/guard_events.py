"""What the journal keeps of what the guards noticed: kinds, sizes and digests, never the bytes themselves.

`what` is the guard's word (clipboard, image, transfer.zmodem, ...), `side` the way it was going. A person who is flooded
with findings floods no journal: beyond a bound they are summed, and `count` says how many one entry stands for.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gateway.audit.event import Event


class Side(StrEnum):
    """Which way the bytes were going."""

    SHOWN = "shown"  # from the target to the person
    TYPED = "typed"  # from the person to the target


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardWithheld(Event):
    """Something did not pass. `digest` is its SHA-256; None where the entry stands for several."""

    kind: ClassVar[str] = "guard.withheld"

    what: str
    side: Side
    size_bytes: int
    count: int
    digest: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardNoticed(Event):
    """Something passed that whoever looks at the session will want to find: a long paste, a program typed in."""

    kind: ClassVar[str] = "guard.noticed"

    what: str
    side: Side
    size_bytes: int
    count: int
    digest: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardSummed(Event):
    """What honest programs emit all day and a terminal did not get: window titles, questions to the terminal, colours."""

    kind: ClassVar[str] = "guard.summed"

    what: str
    side: Side
    size_bytes: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardTripped(Event):
    """A file transfer began inside the stream; the session ended with it."""

    kind: ClassVar[str] = "guard.tripped"

    what: str
    side: Side
    size_bytes: int
    digest: bytes
