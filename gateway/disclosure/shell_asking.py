"""What the session of a shell hears of a piece it is about to show, as values. The one who counts is another process."""

from dataclasses import dataclass
from typing import TypeAlias

from gateway.guards.verdict import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellTaken:
    """It may be shown. `used` of `cap` people, where least is left; `warned`: a cap's warning share was crossed just now."""

    used: int
    cap: int
    warned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellStopped:
    """Nothing of it is shown: `used` of `limit` in the unit of `why`. Unread text is counted all the same, its people are not."""

    why: Why
    used: int
    limit: int


ShellTakeAnswer: TypeAlias = ShellTaken | ShellStopped
