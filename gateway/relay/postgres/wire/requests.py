"""What the person asks and the target has not answered yet, in order, and the names that are on their way."""

from collections import Counter, deque
from collections.abc import Iterator
from typing import Final, Generic

from gateway.relay.postgres.wire.expected import Expected, T
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.stages import Stage
from gateway.relay.postgres.wire.statements import Subject

WAITING_MAX: Final = 20_000


class Requests(Generic[T]):
    """A queue, oldest first."""

    def __init__(self) -> None:
        self._queue: deque[Expected[T]] = deque()
        self._coming: Counter[tuple[Subject, str]] = Counter()
        self._asked = 0  # how many of the queue the target has to answer

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def oldest(self) -> Expected[T] | None:
        """Whose answer is due."""
        return self._queue[0] if self._queue else None

    @property
    def at_target(self) -> int:
        """How many the target has to answer."""
        return self._asked

    def is_coming(self, subject: Subject, name: str) -> bool:
        """True if a Parse or Bind of this name was sent and not answered."""
        return (subject, name) in self._coming

    def coming(self, subject: Subject) -> int:
        """How many names are on their way."""
        return sum(1 for each, name in self._coming if each is subject and name)

    def parses(self, name: str) -> Iterator[T]:
        """What was judged of the statements that are on their way under this name."""
        for each in self._queue:
            if each.makes is Subject.STATEMENT and each.name == name and each.about is not None:
                yield each.about

    def add(self, request: Expected[T]) -> None:
        """Put it last. Raises PeerError where too many wait."""
        if len(self._queue) >= WAITING_MAX:
            raise Side.FRONTEND.fault(f"more than {WAITING_MAX} requests wait for an answer")
        self._queue.append(request)
        self._asked += request.error is None
        if request.makes is not None:
            self._coming[request.makes, request.name] += 1

    def take(self) -> Expected[T]:
        """Take the oldest out."""
        request = self._queue.popleft()
        self._asked -= request.error is None
        if request.makes is not None:
            key = (request.makes, request.name)
            self._coming[key] -= 1
            if not self._coming[key]:
                del self._coming[key]
        return request

    def skip_to_sync(self) -> bool:
        """After an error: drop what the target skips. False if no Sync was sent yet."""
        while self._queue and self._queue[0].stage is not Stage.SYNC:
            self.take()
        return bool(self._queue)
