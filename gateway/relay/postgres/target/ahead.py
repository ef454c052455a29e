"""A stream whose first bytes were read already: they come first, then the stream's own."""

from gateway.relay.postgres.stream import Stream


class Ahead:
    """Fills `Stream`."""

    def __init__(self, stream: Stream, ahead: bytes) -> None:
        self._stream, self._ahead = stream, ahead

    def fileno(self) -> int:
        """The stream's. What was read already is there without its telling, as with TLS: read before waiting."""
        return self._stream.fileno()

    def read(self) -> bytes | None:
        """What was read already, once; then as the stream."""
        if self._ahead:
            ahead, self._ahead = self._ahead, b""
            return ahead
        return self._stream.read()

    def write(self, data: bytes) -> None:
        """As the stream."""
        self._stream.write(data)

    @property
    def unsent(self) -> int:
        """As the stream."""
        return self._stream.unsent

    def flush(self) -> None:
        """As the stream."""
        self._stream.flush()

    def close(self) -> None:
        """As the stream."""
        self._stream.close()
