"""One letter of alarms on its way: whom it still has to reach, and when it has gone far enough. Pure.

A letter nobody has taken is tried for ever. Once somebody has it, an address that is refused for good is given up, and one
that is put off is tried RETRIES_MAX times: nobody waits for news because of another's mailbox.
"""

from collections.abc import Sequence
from typing import Final

from gateway.worker.letter import Letter
from gateway.worker.ports import Delivery

RETRIES_MAX: Final = 5


class Parcel:
    """`first`, `through` and `alarms` are the digest's; `number` tells the same letter sent again."""

    def __init__(
        self, letter: Letter, *, first: int, through: int, alarms: int, recipients: Sequence[str], node: str
    ) -> None:
        self.letter = letter
        self.first, self.through, self.alarms = first, through, alarms
        self.number = f"alarms-{node}-{first}-{through}"
        self._recipients = tuple(recipients)
        self._open = tuple(recipients)
        self._tries = 0
        self.taken = 0

    @property
    def open(self) -> Sequence[str]:
        """Whom it has to reach yet."""
        return self._open

    @property
    def missed(self) -> int:
        """Who has not got it."""
        return len(self._recipients) - self.taken

    @property
    def is_done(self) -> bool:
        """Whether it has gone far enough."""
        return self.taken > 0 and (not self._open or self._tries > RETRIES_MAX)

    def tried(self, delivery: Delivery) -> None:
        """What came of handing it in for everybody in `open`."""
        self._tries += 1
        self.taken += len(delivery.taken)
        # Refused by everybody, it is more likely our mistake than theirs: it is tried again.
        self._open = delivery.later if self.taken else (*delivery.later, *delivery.refused)
