"""What a database client begins with: the head of its first packet, eight bytes long, or the head of a TLS record. Pure.

A client that asks for TLS waits for the answer, so it can say no more than that: it is ready at once. One that would log in in
the clear is told so by the parent, and whoever speaks something else is hung up on: no process is made for either.
"""

from typing import Final

from gateway.listener.parent.version_line import Speech

HEAD_BYTES: Final = 8  # length and code; of TLS the record's head, the message's type and two bytes of its length
PACKET_BYTES: Final = range(8, 10_001)  # libpq/pqcomm.h, MAX_STARTUP_PACKET_LENGTH
_REQUEST: Final = 1234  # the "major version" of what is no StartupMessage
_CANCEL, _SSL, _GSSENC = 5678, 5679, 5680
_CANCEL_BYTES: Final = range(16, 269)  # process id and a key of 4 to 256 bytes
_MAJOR: Final = 3
_HANDSHAKE, _CLIENT_HELLO, _TLS = 0x16, 1, 3
_RECORD_BYTES: Final = range(1, 16_385)


def head(first: bytes) -> Speech:
    """Judge the bytes a connection begins with, however many there are so far."""
    if first[:1] == bytes([_HANDSHAKE]):
        return _record(first)
    length = int.from_bytes(first[:4], "big") if len(first) >= 4 else None
    if length is not None and length not in PACKET_BYTES:
        return Speech.FOREIGN
    if first[:2] not in (b"\0\0", b"\0", b""):
        return Speech.FOREIGN
    if length is None or len(first) < HEAD_BYTES:
        return Speech.UNFINISHED
    return _code(length, int.from_bytes(first[4:6], "big"), int.from_bytes(first[6:8], "big"))


def _code(length: int, major: int, minor: int) -> Speech:
    if major == _MAJOR:
        return Speech.PLAIN
    if major != _REQUEST:
        return Speech.FOREIGN
    fits = length == HEAD_BYTES if minor in (_SSL, _GSSENC) else minor == _CANCEL and length in _CANCEL_BYTES
    return Speech.OFFER if fits else Speech.FOREIGN


def _record(first: bytes) -> Speech:
    """The head of a TLS record that holds a ClientHello (RFC 8446 §5.1, §4)."""
    if len(first) >= 2 and first[1] != _TLS:
        return Speech.FOREIGN
    if len(first) >= 5 and int.from_bytes(first[3:5], "big") not in _RECORD_BYTES:
        return Speech.FOREIGN
    if len(first) >= 6 and first[5] != _CLIENT_HELLO:
        return Speech.FOREIGN
    return Speech.OFFER if len(first) >= HEAD_BYTES else Speech.UNFINISHED
