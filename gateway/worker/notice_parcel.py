"""One notice on its way: whom it still has to reach, how often it was tried, when it is given up. Pure.

A mail server that is away is tried until the notice is of no use any more. An address that is refused for good is given up,
and when that is everybody's, so is the notice: one person's wrong address holds up nobody else's news.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from gateway.worker.ports import Delivery, Seen

About = Literal["asked", "decided"]
BACK_OFF_SECONDS: Final = (1.0, 5.0, 15.0, 60.0, 300.0)
TRIES_AFTER_FIRST_MAX: Final = 5


@dataclass(slots=True, kw_only=True)
class NoticeParcel:
    """What entry `seen` of the journal brought; `open` is None until somebody looked up whom it concerns."""

    seen: Seen
    order: str
    about: About
    open: tuple[str, ...] | None = None
    taken: int = 0
    refused: int = 0
    tries: int = 0
    not_before: float = field(default=0.0)  # monotonic seconds

    @property
    def is_done(self) -> bool:
        """Whether it has gone as far as it will."""
        if self.open is None:
            return False
        return not self.open or (self.taken > 0 and self.tries > TRIES_AFTER_FIRST_MAX)

    @property
    def missed(self) -> int:
        """Who has not got it."""
        return self.refused + len(self.open or ())

    def for_everybody(self, addresses: Sequence[str]) -> None:
        """Whom it has to reach."""
        self.open = tuple(dict.fromkeys(addresses))

    def handed_in(self, delivery: Delivery) -> None:
        """What came of handing it in for everybody in `open`."""
        self.taken += len(delivery.taken)
        self.refused += len(delivery.refused)
        self.open = delivery.later

    def later(self, now: float) -> None:
        """It was tried and is to be tried again, more and more slowly."""
        self.not_before = now + BACK_OFF_SECONDS[min(self.tries, len(BACK_OFF_SECONDS) - 1)]
        self.tries += 1
