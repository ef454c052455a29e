"""Talking to a target before a person does: the log-in, and questions of the gateway's own. Bounded in time, bytes and messages.

Whoever listens here gives a hostile server nothing to fill memory with: what is no answer is counted and dropped, and what is
asked has a bound. Once handed over, what the target said already behind the last answer comes first (`handed_over`).
"""

from collections import deque
from collections.abc import Callable
from typing import Final

from gateway.relay.postgres.stream import Stream
from gateway.relay.postgres.target import words
from gateway.relay.postgres.target.ahead import Ahead
from gateway.relay.postgres.target.deadline import Deadline, read
from gateway.relay.postgres.target.faults import worded
from gateway.relay.postgres.wire import tables as wire
from gateway.relay.postgres.wire.errors import words_for
from gateway.relay.postgres.wire.frames import Frame, Framer
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse
from gateway.relay.postgres.wire.rows import DATA_ROW, RowDescription, values_of
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import CommandComplete, EmptyQueryResponse, Query, ReadyForQuery
from gateway.relay.postgres.wire.sqlstates import INTERNAL_ERROR, LISTED
from gateway.relay.postgres.wire.status import ParameterStatus
from gateway.relay.postgres.wire.tables import BOUNDS
from gateway.vocabulary.outcome import TargetError

IDLE_MESSAGES_MAX: Final = 1_000  # notices and settings told, over all questions
ROWS_MAX: Final = 500_000
ANSWER_BYTES_MAX: Final = 64 << 20

Row = tuple[str | None, ...]


class Refusing(TargetError):
    """The target refused a question; `sqlstate` says why, as far as it does."""

    def __init__(self, sqlstate: str) -> None:
        known = sqlstate if sqlstate in LISTED else INTERNAL_ERROR
        super().__init__(f"postgres, target: refused, SQLSTATE {known}", words_for(known))
        self.sqlstate = known


class Talk:
    """A line somebody listens on. For one thread; `close` ends it unless it was handed over."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._framer = Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
        self._come: deque[Frame] = deque()
        self._idle = 0

    def say(self, data: bytes) -> None:
        """Send it. Raises OSError."""
        self._stream.write(data)

    def hear(self, until: Deadline) -> Frame:
        """The next message. Raises Unreachable, TargetError for a breach of the protocol, OSError of the stream."""
        while not self._come:
            self._come.extend(self._framer.feed(read(self._stream, until)))
        return self._come.popleft()

    def pass_over(self) -> None:
        """Count a message that says nothing to the point. Raises TargetError where they do not end."""
        self._idle += 1
        if self._idle > IDLE_MESSAGES_MAX:
            raise TargetError("postgres, target: messages without end", words.NOT_AS_IT_SHOULD)

    def ask(self, question: str, seconds: float, *, rows_max: int = ROWS_MAX) -> list[list[Row]]:
        """The rows of each statement of a simple query, as text. Raises Refusing, Unreachable, another TargetError.

        For questions of the gateway's own alone: nothing of them is judged, masked or counted.
        """
        answers = _Answers(rows_max)
        until = Deadline(seconds)
        with worded():
            self.say(Query(query=question).encoded())
            while not answers.take(self.hear(until), self.pass_over):
                pass
        return answers.result()

    def handed_over(self, until: Deadline) -> Stream:
        """The stream for whoever goes on; here nothing is heard or said any more. Raises as `hear`."""
        while not self._framer.is_between:
            self._come.extend(self._framer.feed(read(self._stream, until)))
        ahead = b"".join(bytes(frame.whole) for frame in self._come)
        return Ahead(self._stream, ahead) if ahead else self._stream

    def close(self) -> None:
        """End the connection. Never raises."""
        self._stream.close()


class _Answers:
    """What came of one question so far."""

    def __init__(self, rows_max: int) -> None:
        self._rows_max, self._rows, self._bytes = rows_max, 0, 0
        self._answers: list[list[Row]] = []
        self._refused: str | None = None

    def take(self, frame: Frame, pass_over: Callable[[], None]) -> bool:
        """One more message; True with the last. Raises TargetError."""
        if frame.kind == DATA_ROW:
            self._row(frame)
            return False
        match wire.read(Side.BACKEND, frame):
            case ReadyForQuery():
                return True
            case RowDescription():
                self._answers.append([])
            case ErrorResponse() as told:
                if told.is_last:
                    raise Refusing(told.sqlstate)
                self._refused = told.sqlstate
            case CommandComplete() | EmptyQueryResponse() | NoticeResponse() | ParameterStatus():
                pass_over()
            case other:
                raise TargetError(f"postgres, target: {type(other).__name__} for an answer", words.NOT_AS_IT_SHOULD)
        return False

    def result(self) -> list[list[Row]]:
        """The answers. Raises Refusing."""
        if self._refused is not None:
            raise Refusing(self._refused)
        return self._answers

    def _row(self, frame: Frame) -> None:
        self._rows += 1
        self._bytes += len(frame.whole)
        if self._rows > self._rows_max or self._bytes > ANSWER_BYTES_MAX:
            raise TargetError("postgres, target: an answer without end", words.TOO_LARGE)
        if not self._answers:
            raise TargetError("postgres, target: a row nobody described", words.NOT_AS_IT_SHOULD)
        try:
            values = (None if value is None else str(value, "utf-8") for value in values_of(frame.whole))
            self._answers[-1].append(tuple(values))
        except UnicodeDecodeError as error:
            raise TargetError("postgres, target: an answer that is no UTF-8", words.NOT_AS_IT_SHOULD) from error
