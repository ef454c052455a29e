"""What a client begins with, as far as it has come: its version line (RFC 4253 §4.2) and the head of its first packet (§6). Pure.

A client says its line first and at once, so whatever is not the beginning of one is no SSH client, and neither is whoever
follows it with something that is no packet: no process is made for them.
"""

from enum import StrEnum

VERSION_BYTES_MAX = 255  # CR LF included
HEAD_BYTES = 6  # packet length, padding length, message number
FIRST_BYTES = VERSION_BYTES_MAX + HEAD_BYTES  # all that is looked at
PACKET_BYTES = range(12, 35_001)  # RFC 4253 §6, §6.1
PADDING_BYTES_MIN = 4
KEXINIT = 20
GENERIC = range(1, 5)  # DISCONNECT, IGNORE, UNIMPLEMENTED, DEBUG may go before it
_BEGINNING = b"SSH-2.0-"
_PRINTABLE = range(0x20, 0x7F)


class Speech(StrEnum):
    """What the first bytes are."""

    UNFINISHED = "unfinished"
    LINE = "line"
    OFFER = "offer"  # the line, and the head of a KEXINIT
    PLAIN = "plain"  # a client of ours that would go on in the clear; none where nothing is ever in the clear
    FOREIGN = "foreign"


def speech(first: bytes) -> Speech:
    """Judge the bytes a connection begins with, however many there are so far."""
    line, newline, after = first.partition(b"\n")
    if len(line) + 1 > VERSION_BYTES_MAX or not _begins(line):
        return Speech.FOREIGN
    software = line.removesuffix(b"\r")[len(_BEGINNING) :]
    if not _is_printable(software):
        return Speech.FOREIGN
    if not newline:
        return Speech.UNFINISHED
    return _packet(after) if software else Speech.FOREIGN


def _packet(after: bytes) -> Speech:
    length, padding, kind = after[:4], after[4:5], after[5:6]
    if len(length) == 4 and int.from_bytes(length, "big") not in PACKET_BYTES:
        return Speech.FOREIGN
    if padding and padding[0] < PADDING_BYTES_MIN:
        return Speech.FOREIGN
    if not kind or kind[0] in GENERIC:
        return Speech.LINE
    return Speech.OFFER if kind[0] == KEXINIT else Speech.FOREIGN


def _begins(line: bytes) -> bool:
    return line.startswith(_BEGINNING) or _BEGINNING.startswith(line)


def _is_printable(octets: bytes) -> bool:
    return all(octet in _PRINTABLE for octet in octets)
