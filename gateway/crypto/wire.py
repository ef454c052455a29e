"""Reading SSH's data types (RFC 4251 §5) from the front of some bytes; what is not there raises Malformed, and nothing else.

Stricter than the RFC where it leaves a choice: numbers of many bytes are positive and spelled in one way only. Whose fault
malformed bytes are, the side that reads decides.
"""


class Malformed(ValueError):
    """These bytes are not what they are read as."""


class Reader:
    """Takes one value after another; `end` says that there was nothing more."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, length: int) -> bytes:
        """So many bytes."""
        taken = self._data[self._at : self._at + length]
        if len(taken) != length:
            raise Malformed("the data end too early")
        self._at += length
        return taken

    def byte(self) -> int:
        """One byte."""
        return self.take(1)[0]

    def uint32(self) -> int:
        """A whole number of four bytes."""
        return int.from_bytes(self.take(4), "big")

    def uint64(self) -> int:
        """A whole number of eight bytes."""
        return int.from_bytes(self.take(8), "big")

    def string(self) -> bytes:
        """Four bytes of length, then so many bytes."""
        return self.take(self.uint32())

    def name(self) -> str:
        """A string of printable ASCII."""
        octets = self.string()
        if not all(0x20 < octet < 0x7F for octet in octets):
            raise Malformed("a name is printable ASCII")
        return octets.decode("ascii")

    def positive(self) -> int:
        """An mpint above zero without needless leading zeros."""
        octets = self.string()
        if not octets or octets[0] & 0x80 or (octets[0] == 0 and not (len(octets) > 1 and octets[1] & 0x80)):
            raise Malformed("not a positive number in its one spelling")
        return int.from_bytes(octets, "big")

    @property
    def left(self) -> int:
        """How many bytes have not been read."""
        return len(self._data) - self._at

    def end(self) -> None:
        """Raise Malformed unless everything was taken."""
        if self.left:
            raise Malformed("data after the end")
