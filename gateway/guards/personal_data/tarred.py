"""A tar archive (POSIX.1-2001 ustar, GNU), read as it comes: each member is a file of its own."""

from collections.abc import Callable

from gateway.guards.personal_data.reader import Budget, Reader, Unreadable

_BLOCK = 512


class Tarred:
    """`open_member` makes the reader of one member."""

    def __init__(self, open_member: Callable[[], Reader], budget: Budget) -> None:
        self._open_member, self._budget = open_member, budget
        self._held = b""
        self._member: Reader | None = None
        self._left = self._padding = 0

    def feed(self, data: bytes) -> None:
        """The next bytes. Raises Unreadable where a header is broken."""
        self._held = self._held + data if self._held else data
        at = 0
        while at < len(self._held):
            if self._left or self._padding:
                at = self._content(at)
            elif len(self._held) - at >= _BLOCK:
                self._header(self._held[at : at + _BLOCK])
                at += _BLOCK
            else:
                break
        self._held = self._held[at:]

    def close(self) -> None:
        """Raises Unreadable where a member is cut off."""
        if self._left:
            raise Unreadable("broken-archive")

    def _content(self, at: int) -> int:
        taken = min(self._left, len(self._held) - at)
        if taken and self._member is not None:
            self._member.feed(self._held[at : at + taken])
        self._left -= taken
        at += taken
        if not self._left:
            if self._member is not None:
                self._member.close()
                self._member = None
            skipped = min(self._padding, len(self._held) - at)
            self._padding -= skipped
            at += skipped
        return at

    def _header(self, block: bytes) -> None:
        if not block.strip(b"\0"):
            return
        if not is_header(block):
            raise Unreadable("broken-archive")
        size = _number(block[124:136])
        self._left, self._padding = size, -size % _BLOCK
        if size:
            self._budget.open_file()
            self._member = self._open_member()


def is_header(block: bytes) -> bool:
    """True for 512 bytes whose checksum is that of a tar header."""
    if len(block) < _BLOCK:
        return False
    try:
        said = _number(block[148:156])
    except Unreadable:
        return False
    return said == sum(block[:148]) + 8 * 0x20 + sum(block[156:_BLOCK])


def _number(field: bytes) -> int:
    """Octal digits, or GNU's base 256."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.rstrip(b"\0 ").lstrip(b" ")
    try:
        return int(digits or b"0", 8)
    except ValueError:
        raise Unreadable("broken-archive") from None
