"""What a client may make us read and answer that no honest one needs: a count of packets. Pure.

Before the log-in everything counts, whatever it is called (a log-in with forty offered keys takes a tenth of it): ignored and
debug messages, requests that are refused, key exchanges. After it the client's own process is all that a flood can fill, and
its sessions are bounded elsewhere; counted on are key exchanges without data between them, which cost the keeper a signature
each, messages nobody knows, and what is sent while a key exchange waits, since our answers to it have to be kept.
"""

from enum import StrEnum

from gateway.listener.parent.version_line import KEXINIT
from gateway.vocabulary.outcome import PeerError

LOGIN_BYTES_MAX = 1024 * 1024
LOGIN_PACKETS_MAX = 1000
EXCHANGES_MAX = 32
BYTES_AN_EXCHANGE = 64 * 1024  # of data either way earn one more
SECONDS_AN_EXCHANGE = 5.0  # and so do these
UNKNOWN_MAX = 100
WHILE_EXCHANGING_MAX = 10_000


class Phase(StrEnum):
    """Where the connection stands."""

    LOGIN = "login"
    EXCHANGE = "exchange"  # logged in, and our KEXINIT waits for its end
    OPEN = "open"


class Allowance:
    """One connection's. Every method raises PeerError when it is used up."""

    def __init__(self, now: float) -> None:
        self._began = now
        self._login_bytes = self._login_packets = 0
        self._exchanges = self._unknown = self._while_exchanging = 0

    def came(self, kind: int, size: int, phase: Phase) -> None:
        """A packet of `size` bytes."""
        if phase is Phase.LOGIN:
            self._login_bytes += size
            self._login_packets += 1
            _check("before the log-in, bytes", self._login_bytes, LOGIN_BYTES_MAX)
            _check("before the log-in, packets", self._login_packets, LOGIN_PACKETS_MAX)
        if kind == KEXINIT or phase is not Phase.EXCHANGE:
            self._while_exchanging = 0
        else:
            self._while_exchanging += 1
            _check("packets in a key exchange", self._while_exchanging, WHILE_EXCHANGING_MAX)

    def exchange(self, moved: int, now: float) -> None:
        """A key exchange begins, when `moved` bytes have gone either way on this connection."""
        self._exchanges += 1
        earned = moved // BYTES_AN_EXCHANGE + int((now - self._began) / SECONDS_AN_EXCHANGE)
        _check("key exchanges", self._exchanges, EXCHANGES_MAX + earned)

    def unknown(self) -> None:
        """A message of a kind nobody knows, to be answered with UNIMPLEMENTED."""
        self._unknown += 1
        _check("unknown messages", self._unknown, UNKNOWN_MAX)


def _check(what: str, found: int, bound: int) -> None:
    if found > bound:
        raise PeerError(f"{what}: more than {bound}")
