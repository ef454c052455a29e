"""The binary packet protocol (RFC 4253 §6) with bounds and without stalls.

Invariants over paramiko's Packetizer: no peer makes us hold more than one packet of PACKET_BYTES_MAX or a banner of
BANNER_BYTES_MAX; bytes are read from the socket in large pieces; and while a handshake goes on, acknowledgements are not
delayed (a client's Nagle waits for them: two stalls of 43 ms in every log-in).
"""

import socket
from collections.abc import Callable
from contextlib import suppress

from paramiko import Message
from paramiko.packet import NeedRekeyException, Packetizer

from gateway.vocabulary.outcome import GatewayFault, PeerError

PACKET_BYTES_MAX = 256 * 1024  # RFC 4253 §6.1 asks for 35,000; OpenSSH takes 256 KiB
BANNER_BYTES_MAX = 8 * 1024
READ_BYTES = 64 * 1024
QUICK_READS = 40  # about what version, key exchange, log-in and the first channel take
_REMAINDER = "_Packetizer__remainder"  # private to paramiko's class, hence spelled out
WAKE_SECONDS = 5.0  # how often an idle transport thread looks up; paramiko's own is 0.1 s


class BoundedPacketizer(Packetizer):
    """For one socket; only its transport's thread reads."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self._peer = sock
        self._ahead = bytearray()  # read from the socket, not yet asked for
        self._banner_bytes = 0
        self._said_already = b""
        self._on_packet: Callable[[int, int], None] = _takes_all
        self.heard_bytes = self.said_bytes = 0
        self._reads = 0

    def judge_by(self, on_packet: Callable[[int, int], None]) -> None:
        """`on_packet` is given each packet's kind and size before anybody acts on it; what it raises ends the connection."""
        self._on_packet = on_packet

    def said_already(self, line: bytes) -> None:
        """Our first bytes were sent by somebody else: they are not sent again. Anything else in their place is a GatewayFault."""
        self._said_already = line

    def read_message(self) -> tuple[int, Message]:
        """The next packet's kind and the rest of it."""
        kind, message = super().read_message()
        self._on_packet(kind, len(message.packet.getbuffer()))
        return kind, message

    def write_all(self, out: bytes) -> None:
        """Send all of `out`, except once what was said already."""
        if self._said_already:
            said, self._said_already = self._said_already, b""
            if bytes(out) != said:
                raise GatewayFault(f"the connection began with {bytes(out)[:64]!r}, and {said!r} had been said")
            return
        super().write_all(out)
        self.said_bytes += len(out)

    def read_all(self, n: int, check_rekey: bool = False) -> bytes:  # noqa: FBT001, FBT002  # paramiko's signature
        """Exactly `n` bytes. Raises PeerError over PACKET_BYTES_MAX, EOFError at the end, NeedRekeyException when idle."""
        if not 0 <= n <= PACKET_BYTES_MAX:
            raise PeerError(f"a packet of {n} bytes was announced (at most {PACKET_BYTES_MAX})")
        self._take_remainder()
        while len(self._ahead) < n:
            self._read_ahead(may_rekey=check_rekey and not self._ahead)
        data = bytes(self._ahead[:n])
        del self._ahead[:n]
        return data

    def _take_remainder(self) -> None:
        """What paramiko's banner reader read too much stands before everything else."""
        remainder: bytes = getattr(self, _REMAINDER)
        if remainder:
            self._ahead[:0] = remainder
            setattr(self, _REMAINDER, b"")

    def _read_ahead(self, *, may_rekey: bool) -> None:
        if self.handshake_timed_out():
            raise EOFError
        try:
            self._ahead += self._receive()
        except TimeoutError:
            self._idle(may_rekey=may_rekey)

    def _idle(self, *, may_rekey: bool) -> None:
        if self.closed:
            raise EOFError
        if may_rekey and self.need_rekey():
            raise NeedRekeyException
        self._check_keepalive()

    def _receive(self) -> bytes:
        """At least one byte. Raises EOFError at the end, TimeoutError when nothing came for a while."""
        if self._reads < QUICK_READS:
            self._reads += 1
            acknowledge_at_once(self._peer)
        try:
            data = self._peer.recv(READ_BYTES)
        except TimeoutError:
            raise
        except OSError as error:
            raise EOFError if self.closed else error from None
        if not data:
            raise EOFError
        self.heard_bytes += len(data)
        return data

    def _read_timeout(self, timeout: float) -> bytes:
        """Only the banner reader calls this."""
        acknowledge_at_once(self._peer)
        data: bytes = super()._read_timeout(timeout)
        self._banner_bytes += len(data)
        if self._banner_bytes > BANNER_BYTES_MAX:
            raise PeerError(f"a banner of more than {BANNER_BYTES_MAX} bytes")
        return data

    def close(self) -> None:
        """Close, and wake the thread that reads: closing a descriptor alone leaves its poll(2) asleep."""
        with suppress(OSError):  # not connected any more
            self._peer.shutdown(socket.SHUT_RDWR)
        super().close()


def acknowledge_at_once(sock: socket.socket) -> None:
    """Re-arm TCP_QUICKACK; the kernel forgets it (tcp(7)). Sockets that are not TCP have nothing to arm."""
    if getattr(sock, "family", None) in (socket.AF_INET, socket.AF_INET6):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _takes_all(kind: int, size: int) -> None:
    """Nobody judges."""
    del kind, size
