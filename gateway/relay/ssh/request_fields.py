"""The fields of a channel request, read strictly (RFC 4251 §5): every byte is accounted for, or nothing is believed.

Pure. paramiko's reader fills up with zeros what is missing and ignores what is too much; a target might read the same bytes
otherwise, so what does not fit its shape exactly is never passed on.
"""

from gateway.crypto.wire import Reader


def one_string(fields: bytes) -> bytes:
    """The command of an exec, the name of a subsystem, the name of a signal (RFC 4254 §6.5, §6.9)."""
    read = Reader(fields)
    string = read.string()
    read.end()
    return string


def two_strings(fields: bytes) -> tuple[bytes, bytes]:
    """Name and value of an env (RFC 4254 §6.4)."""
    read = Reader(fields)
    first, second = read.string(), read.string()
    read.end()
    return first, second


def four_numbers(fields: bytes) -> tuple[int, int, int, int]:
    """Columns, rows and pixels of a window-change (RFC 4254 §6.7)."""
    read = Reader(fields)
    numbers = read.uint32(), read.uint32(), read.uint32(), read.uint32()
    read.end()
    return numbers


def terminal(fields: bytes) -> tuple[bytes, bytes]:
    """TERM and the encoded modes of a pty-req (RFC 4254 §6.2); the sizes between them are any four numbers."""
    read = Reader(fields)
    term = read.string()
    for _ in range(4):
        read.uint32()
    modes = read.string()
    read.end()
    return term, modes


def nothing(fields: bytes) -> None:
    """A shell has no fields (RFC 4254 §6.5)."""
    Reader(fields).end()
