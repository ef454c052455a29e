"""What the menu needs of a client's channel; `listener.channel.ClientChannel` has the shape."""

from queue import Queue
from typing import Protocol

from gateway.relay.ssh.messages import ChannelRequest, Terminal


class Bytes(Protocol):
    """A channel's bytes (paramiko's Channel)."""

    closed: bool
    eof_received: bool

    def fileno(self) -> int:
        """Readable where bytes wait or the channel has ended; for waiting only."""

    def recv_ready(self) -> bool:
        """True where `recv` would return at once with something."""

    def recv(self, nbytes: int) -> bytes:
        """What came; empty at the end."""

    def sendall(self, data: bytes) -> None:
        """Waits for the client's window. Raises OSError where the channel is closed."""

    def sendall_stderr(self, data: bytes) -> None:
        """The same, on the error stream."""


class Requests(Protocol):
    """The connection a channel belongs to."""

    def requests_of(self, channel: Bytes, /) -> "Queue[ChannelRequest | None]":
        """The channel's requests in order of arrival, then None."""


class Client(Protocol):
    """The terminal's side of one channel."""

    terminal: Terminal | None

    @property
    def channel(self) -> Bytes:
        """Its bytes."""

    @property
    def transport(self) -> Requests:
        """Its connection."""

    def answer(self, request: ChannelRequest, *, granted: bool) -> None:
        """Say yes or no, if an answer is wanted."""

    def meanwhile(self, request: ChannelRequest) -> object:
        """Answer a request that comes while the menu is shown."""
