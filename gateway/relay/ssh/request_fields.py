"""The fields of a channel request, read strictly (RFC 4251 §5): every byte is accounted for, or nothing is believed.

Pure. paramiko's reader fills up with zeros what is missing and ignores what is too much; a target might read the same bytes
otherwise, so what does not fit its shape exactly is never passed on.
"""

NUMBER_BYTES = 4


class Malformed(ValueError):
    """These fields are not what their request's kind says."""


class Fields:
    """Read them in order, then `end`. Every method raises Malformed."""

    def __init__(self, data: bytes) -> None:
        self._left = data

    def number(self) -> int:
        """A uint32."""
        return int.from_bytes(self._take(NUMBER_BYTES), "big")

    def string(self) -> bytes:
        """A string: its length, then its bytes."""
        return self._take(self.number())

    def end(self) -> None:
        """Nothing may follow."""
        if self._left:
            raise Malformed(f"{len(self._left)} bytes too much")

    def _take(self, count: int) -> bytes:
        taken, self._left = self._left[:count], self._left[count:]
        if len(taken) < count:
            raise Malformed(f"{count - len(taken)} bytes are missing")
        return taken


def one_string(fields: bytes) -> bytes:
    """The command of an exec, the name of a subsystem, the name of a signal (RFC 4254 §6.5, §6.9)."""
    read = Fields(fields)
    string = read.string()
    read.end()
    return string


def two_strings(fields: bytes) -> tuple[bytes, bytes]:
    """Name and value of an env (RFC 4254 §6.4)."""
    read = Fields(fields)
    first, second = read.string(), read.string()
    read.end()
    return first, second


def four_numbers(fields: bytes) -> tuple[int, int, int, int]:
    """Columns, rows and pixels of a window-change (RFC 4254 §6.7)."""
    read = Fields(fields)
    numbers = read.number(), read.number(), read.number(), read.number()
    read.end()
    return numbers


def terminal(fields: bytes) -> tuple[bytes, bytes]:
    """TERM and the encoded modes of a pty-req (RFC 4254 §6.2); the sizes between them are any four numbers."""
    read = Fields(fields)
    term = read.string()
    for _ in range(4):
        read.number()
    modes = read.string()
    read.end()
    return term, modes


def nothing(fields: bytes) -> None:
    """A shell has no fields (RFC 4254 §6.5)."""
    Fields(fields).end()
