"""A stream of bytes cut into packets: a length, then that many bytes (draft-ietf-secsh-filexfer-02 §3). Pure, bounded.

Any split of the stream gives the same packets; never more than one packet and what came with its end is held.
"""

from collections.abc import Iterator

from gateway.crypto.wire import Malformed
from gateway.relay.ssh.sftp.wire import string

PACKET_BYTES_MAX = 256 * 1024  # OpenSSH's SFTP_MAX_MSG_LENGTH
_LENGTH_BYTES = 4


class Packets:
    """Fed by one thread. After Malformed nothing more can be read."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bodies that are complete now. Raises Malformed for one that is empty or too long, before it is held."""
        self._held += data
        at = 0
        try:
            while (end := self._end_of(at)) is not None:
                body = bytes(self._held[at + _LENGTH_BYTES : end])
                at = end
                yield body
        finally:
            del self._held[:at]

    @property
    def is_between(self) -> bool:
        """True if nothing of a further packet has come."""
        return not self._held

    def _end_of(self, at: int) -> int | None:
        """Where the packet that begins at `at` ends, if all of it is here."""
        if len(self._held) - at < _LENGTH_BYTES:
            return None
        length = int.from_bytes(self._held[at : at + _LENGTH_BYTES], "big")
        if not 0 < length <= PACKET_BYTES_MAX:
            raise Malformed(f"a packet of {length} bytes")
        end = at + _LENGTH_BYTES + length
        return end if len(self._held) >= end else None


def packet(body: bytes) -> bytes:
    """The body with its length."""
    return string(body)
