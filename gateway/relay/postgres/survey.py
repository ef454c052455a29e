"""What a session knows of the target's tables by their numbers, and how it learns of those that were made since.

Known is what the log-in read, to the judge as well. A row from a table that is not in it stays masked; its coming makes the
survey stale, and so does a name that is refused. Between two batches of the person's the gateway asks anew, by the same
connection, at most every REFRESH_SECONDS.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from gateway.guards.statements import SNAPSHOT_QUERY, Catalogue, Snapshot
from gateway.relay.postgres.wire.conversation import Conversation
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.rows import DATA_ROW, RowDescription, values_of
from gateway.relay.postgres.wire.simple_query import CommandComplete
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import TargetError

REFRESH_SECONDS: Final = 30.0
ROWS_MAX: Final = 500_000

Row = tuple[int, int, str, str, str]


class Survey:
    """Of one session; used by its thread. `origins` is another object after each time it was made anew."""

    def __init__(
        self, rows: tuple[Row, ...], catalogue: Catalogue, clock: Clock, learned: Callable[[Snapshot], None]
    ) -> None:
        """`learned` is told of each snapshot, the first at once."""
        self._catalogue, self._clock, self._learned = catalogue, clock, learned
        self._know(rows)
        self.stale = False
        self._asked_at = clock.monotonic()
        self._coming: list[Row] | None = None

    def question(self, conversation: Conversation[Any]) -> bytes:
        """What goes to the target ahead of what the person asks next, maybe nothing."""
        now = self._clock.monotonic()
        if not self.stale or not conversation.is_quiet or now - self._asked_at < REFRESH_SECONDS:
            return b""
        self._asked_at, self.stale = now, False
        return conversation.speak(SNAPSHOT_QUERY)

    def hear(self, frame: Frame, message: Message | None) -> None:
        """An answer to something of the gateway's own; `message` is None for a row. Raises TargetError."""
        if frame.kind == DATA_ROW and self._coming is not None:
            if len(self._coming) >= ROWS_MAX:
                raise TargetError(f"postgres, target: more than {ROWS_MAX} columns")
            self._coming.append(_read(frame))
        elif isinstance(message, RowDescription):
            self._coming = []
        elif isinstance(message, CommandComplete) and self._coming is not None:
            coming, self._coming = self._coming, None
            self._know(coming)

    def _know(self, rows: Iterable[Row]) -> None:
        self.origins = Snapshot(rows, self._catalogue)
        self._learned(self.origins)


def _read(frame: Frame) -> Row:
    values = [b"" if value is None else value for value in values_of(frame.whole)]
    try:
        oid, attribute, schema, relation, column = values
        return int(oid), int(attribute), schema.decode(), relation.decode(), column.decode()
    except ValueError as error:
        raise TargetError("postgres, target: a column without a name") from error
