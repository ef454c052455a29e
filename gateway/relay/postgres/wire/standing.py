"""What both sides of a conversation share: what waits, what the target holds under which name, and where the batch is.

What stands here under a name is the newest thing the target has confirmed under it. So it may hold a name the target has dropped,
never another thing than the target's.
"""

from typing import Final, Generic

from gateway.relay.postgres.wire.expected import Portal, Prepared, T
from gateway.relay.postgres.wire.requests import Requests
from gateway.relay.postgres.wire.simple_query import ReadyForQuery, Status
from gateway.relay.postgres.wire.stages import Stage
from gateway.relay.postgres.wire.statements import Subject
from gateway.vocabulary.outcome import GatewayFault

NAMES_MAX: Final = 2_000  # of statements, and of portals


class Standing(Generic[T]):
    """Changed by `asking` and `hearing` alone."""

    def __init__(self, status: Status) -> None:
        self.status = status
        self.waiting: Requests[T] = Requests()
        self.statements: dict[str, Prepared[T]] = {}
        self.portals: dict[str, Portal[T]] = {}
        self.in_batch = False  # something of an extended query was asked since the last Sync
        self.is_skipping = False  # an error was told in this batch: all is skipped up to Sync
        self.has_ended = False
        self._due: list[bytes] = []

    def take_due(self) -> bytes:
        """What the gateway has to tell the person now."""
        if not self._due:
            return b""
        due, self._due = b"".join(self._due), []
        return due

    def tell_own(self) -> None:
        """Make the gateway's own answers due, as far as it is their turn."""
        while (request := self.waiting.oldest) is not None and request.error is not None:
            self.waiting.take()
            self._due.append(request.error.encoded())
            if request.stage is Stage.REFUSED_QUERY:
                self._due.append(ReadyForQuery(status=self.status).encoded())

    def is_known(self, subject: Subject, name: str) -> bool:
        """True if the target holds the name, or will if all goes well."""
        held = self.statements if subject is Subject.STATEMENT else self.portals
        return name in held or self.waiting.is_coming(subject, name)

    def is_full(self, subject: Subject, name: str) -> bool:
        """True if this name would be one more than may be held."""
        held = self.statements if subject is Subject.STATEMENT else self.portals
        return not self.is_known(subject, name) and len(held) + self.waiting.coming(subject) >= NAMES_MAX


def judged(about: T | None) -> T:
    """The verdict. Raises GatewayFault where there is none."""
    if about is None:
        raise GatewayFault("a statement that nobody judged")
    return about
