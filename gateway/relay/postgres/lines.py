"""A stream whose breaking has a name: whose line it is decides whose fault it was."""

from collections.abc import Callable

from gateway.relay.postgres.stream import Stream
from gateway.sessions.ending import PersonLeft
from gateway.vocabulary.outcome import TargetError


class Line:
    """Fills `Stream`, and raises what `lost` makes of an OSError."""

    def __init__(self, stream: Stream, lost: Callable[[OSError], Exception]) -> None:
        self._stream, self._lost = stream, lost

    def fileno(self) -> int:
        """The stream's."""
        return self._stream.fileno()

    @property
    def unsent(self) -> int:
        """The stream's."""
        return self._stream.unsent

    def read(self) -> bytes | None:
        """As the stream."""
        try:
            return self._stream.read()
        except OSError as error:
            raise self._lost(error) from error

    def write(self, data: bytes) -> None:
        """As the stream."""
        try:
            self._stream.write(data)
        except OSError as error:
            raise self._lost(error) from error

    def flush(self) -> None:
        """As the stream."""
        try:
            self._stream.flush()
        except OSError as error:
            raise self._lost(error) from error

    def close(self) -> None:
        """As the stream."""
        self._stream.close()


def of_person(stream: Stream) -> Line:
    """The person's: a broken one means that they have gone."""
    return Line(stream, lambda error: PersonLeft(str(error)))


def of_target(stream: Stream) -> Line:
    """The target's."""
    return Line(stream, lambda error: TargetError(f"postgres, target: the line broke: {error}"))
