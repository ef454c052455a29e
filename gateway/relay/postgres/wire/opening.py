"""What a client sends before the log-in: packets without a type byte (StartupMessage, SSLRequest, GSSENCRequest, CancelRequest).

A packet is at most STARTUP_BYTES_MAX long, as in PostgreSQL (libpq/pqcomm.h, MAX_STARTUP_PACKET_LENGTH). After a request for
encryption, and after a cancel request, the client has to wait: bytes that came with it were slipped in before TLS
(CVE-2021-23214) and are a fault. A first byte of a TLS record is a client that skips SSLRequest (`sslnegotiation=direct`,
PostgreSQL 17), told apart from rubbish so that whoever listens can begin TLS (with ALPN "postgresql") or refuse it in words.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gateway.crypto.wire import Malformed
from gateway.relay.postgres.wire.fields import Reader, int32, text
from gateway.relay.postgres.wire.message import LENGTH_BYTES
from gateway.relay.postgres.wire.sides import Side

STARTUP_BYTES_MAX: Final = 10_000
KEY_BYTES_MAX: Final = 256  # protocol 3.2; in 3.0 a key has four bytes
TLS_HANDSHAKE: Final = 0x16
_REQUESTS = 1234  # the "major version" of everything that is no StartupMessage
_CANCEL, _SSL, _GSSENC = 5678, 5679, 5680
_VERSION: Final = struct.Struct(">HH")


@dataclass(frozen=True, slots=True, kw_only=True)
class StartupMessage:
    """Who wants to go where. `parameters` in the order they came; a name stands once."""

    major: int = 3
    minor: int = 0
    parameters: Mapping[str, str]

    @property
    def user(self) -> str:
        """The name at the door, empty where none was given."""
        return self.parameters.get("user", "")

    @property
    def database(self) -> str:
        """The database; the user's name where none was given."""
        return self.parameters.get("database") or self.user

    @property
    def replication(self) -> str:
        """What kind of replication is asked for; empty for none. The gateway carries none."""
        asked = self.parameters.get("replication", "")
        return "" if asked in ("false", "off", "no", "0") else asked

    def encoded(self) -> bytes:
        """The packet. Raises ValueError for an empty name, a NUL, or more than STARTUP_BYTES_MAX."""
        if not all(self.parameters):
            raise ValueError("a parameter without a name would end the message")
        pairs = b"".join(text(name) + text(value) for name, value in self.parameters.items())
        return _packet(_VERSION.pack(self.major, self.minor) + pairs + b"\0")


@dataclass(frozen=True, slots=True)
class SSLRequest:
    """May TLS begin? Answered with one byte, `ENCRYPT` or `IN_THE_CLEAR`."""

    def encoded(self) -> bytes:
        """The packet."""
        return _packet(_VERSION.pack(_REQUESTS, _SSL))


@dataclass(frozen=True, slots=True)
class GSSENCRequest:
    """May GSSAPI encryption begin? Always answered `IN_THE_CLEAR`: the client goes on with SSLRequest."""

    def encoded(self) -> bytes:
        """The packet."""
        return _packet(_VERSION.pack(_REQUESTS, _GSSENC))


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRequest:
    """End what another connection is running. Never answered."""

    process_id: int
    secret_key: bytes = field(repr=False)

    def encoded(self) -> bytes:
        """The packet."""
        return _packet(_VERSION.pack(_REQUESTS, _CANCEL) + int32(self.process_id) + self.secret_key)


@dataclass(frozen=True, slots=True)
class DirectTls:
    """A TLS handshake without SSLRequest. Nothing was taken: the bytes are TLS's."""


Opened = StartupMessage | SSLRequest | GSSENCRequest | CancelRequest | DirectTls
ENCRYPT: Final = b"S"
IN_THE_CLEAR: Final = b"N"


class Opening:
    """Takes one packet from a client's first bytes; for the next packet (after TLS has begun) a new one is made."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Opened | None:
        """The packet, once it is whole. Raises PeerError.

        Together with the longest packet no more is held than was given in one piece.
        """
        self._held += data  # at most STARTUP_BYTES_MAX were there before
        if self._held[:1] == bytes([TLS_HANDSHAKE]):
            return DirectTls()
        if len(self._held) < LENGTH_BYTES:
            return None
        length = int.from_bytes(self._held[:LENGTH_BYTES], "big")
        if not 2 * LENGTH_BYTES <= length <= STARTUP_BYTES_MAX:
            raise Side.FRONTEND.fault(f"a first packet of {length} bytes: no PostgreSQL client speaks here")
        if len(self._held) < length:
            return None
        return self._read(length)

    @property
    def rest(self) -> bytes:
        """What came behind the StartupMessage, for the Framer; with DirectTls all that came."""
        return self._held

    def _read(self, length: int) -> Opened:
        packet, self._held = self._held[LENGTH_BYTES:length], self._held[length:]
        try:
            opened = _opened(Reader(memoryview(packet)))
        except Malformed as error:
            raise Side.FRONTEND.fault(f"first packet: {error}") from error
        if self._held and not isinstance(opened, StartupMessage):
            raise Side.FRONTEND.fault("data in the clear behind a request that has to be waited for")
        return opened


def _packet(body: bytes) -> bytes:
    if LENGTH_BYTES + len(body) > STARTUP_BYTES_MAX:
        raise ValueError("longer than a first packet may be")
    return int32(LENGTH_BYTES + len(body)) + body


def _opened(reader: Reader) -> Opened:
    major, minor = _VERSION.unpack(reader.take(_VERSION.size))
    if major != _REQUESTS:
        return StartupMessage(major=major, minor=minor, parameters=_parameters(reader))
    opened: Opened
    match minor:
        case minor if minor == _CANCEL:
            opened = _cancel(reader)
        case minor if minor == _SSL:
            opened = SSLRequest()
        case minor if minor == _GSSENC:
            opened = GSSENCRequest()
        case _:
            raise Malformed(f"the unknown request {minor}")
    reader.end()
    return opened


def _cancel(reader: Reader) -> CancelRequest:
    process_id, key = reader.int32(), reader.rest()
    if not LENGTH_BYTES <= len(key) <= KEY_BYTES_MAX:
        raise Malformed(f"a cancel key of {len(key)} bytes")
    return CancelRequest(process_id=process_id, secret_key=key)


def _parameters(reader: Reader) -> Mapping[str, str]:
    """Pairs of texts up to an empty name, which ends the packet."""
    parameters: dict[str, str] = {}
    while name := reader.text():
        if name in parameters:
            raise Malformed("a parameter that is given twice")
        parameters[name] = reader.text()
    reader.end()
    return parameters
