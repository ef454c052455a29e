"""A tunnel's channel as the socket of the SSH connection inside it: what paramiko asks of a socket, and no more.

A channel whose connection has broken raises when it is closed, where a socket does not. The thread inside would die of that
halfway through its own end, and whoever waits for it would wait for ever.
"""

from contextlib import suppress

from paramiko import Channel, SSHException

from gateway.sessions.ending import UNREAD, SessionCut

WAIT_SECONDS = 5.0


class TunnelSocket:
    """Over one channel. `unread_seconds`: how long its sends may wait together for a client that takes nothing."""

    def __init__(self, channel: Channel, unread_seconds: float) -> None:
        self._channel, self._unread_seconds = channel, unread_seconds
        self._seconds, self._waited = WAIT_SECONDS, 0.0
        channel.settimeout(WAIT_SECONDS)

    @property
    def _closed(self) -> bool:
        """As a socket says it; paramiko asks while it waits for its thread to end."""
        return bool(self._channel.closed)

    def settimeout(self, seconds: float | None) -> None:
        """How long `recv` and `send` wait before they raise TimeoutError; never without end."""
        self._seconds = WAIT_SECONDS if seconds is None else seconds
        self._channel.settimeout(self._seconds)

    def recv(self, size: int) -> bytes:
        """At least one byte; none at the end."""
        return self._channel.recv(size)

    def send(self, data: bytes) -> int:
        """How many bytes were taken; 0 once the channel is closed. Raises TimeoutError, and in the end SessionCut."""
        try:
            taken = self._channel.send(data)
        except TimeoutError:
            self._waited += self._seconds
            if self._waited >= self._unread_seconds:
                raise SessionCut(UNREAD) from None
            raise
        self._waited = 0.0
        return taken

    def shutdown(self, how: int) -> None:
        """End both directions, and wake whoever reads."""
        del how
        self.close()

    def close(self) -> None:
        """End it. A connection that has broken has ended it already."""
        with suppress(OSError, EOFError, SSHException):
            self._channel.close()
