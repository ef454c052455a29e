"""What is withheld is measured and hashed as it passes, and forgotten: a digest and a size are all that stays."""

import hashlib

from gateway.guards.stage import Finding, Weight
from gateway.guards.terminal.decoding import as_came

HEAD_LETTERS = 32  # enough to tell `52;c;` or `1337;File=` from the rest


class Withheld:
    """Grows by nothing but its head."""

    __slots__ = ("_digest", "_size_bytes", "head")

    def __init__(self, introducer: str) -> None:
        data = as_came(introducer)
        self.head, self._size_bytes, self._digest = "", len(data), hashlib.sha256(data)

    def add(self, text: str) -> None:
        """More of it came."""
        if len(self.head) < HEAD_LETTERS:
            self.head += text[: HEAD_LETTERS - len(self.head)]
        data = as_came(text)
        self._size_bytes += len(data)
        self._digest.update(data)

    @property
    def measure(self) -> tuple[int, str]:
        """Size in bytes and hex SHA-256."""
        return self._size_bytes, self._digest.hexdigest()

    def finding(self, kind: str, weight: Weight) -> Finding:
        """As noticed."""
        return Finding(kind, *self.measure, weight)


def finding_of(text: str, kind: str, weight: Weight) -> Finding:
    """A finding about a short text."""
    return Withheld(text).finding(kind, weight)
