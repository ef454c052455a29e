"""How many TLS records end in what has come: a header of five bytes, then as many as it says (RFC 8446 §5.1). Pure.

Whoever asks OpenSSL for the plain bytes of that many records need not ask until it has no more, which costs more than a record.
"""

from typing import Final

HEADER_BYTES: Final = 5
_LENGTH_AT: Final = 3


class Records:
    """Of one direction of one connection, from its first byte on."""

    def __init__(self) -> None:
        self._header = b""
        self._missing = 0  # of the record whose header is whole

    def ended(self, data: bytes) -> int:
        """Of how many records these bytes are the last ones. Splits make no difference."""
        count, at, size = 0, 0, len(data)
        while at < size:
            if not self._missing:
                at = self._begun(data, at)
            taken = min(self._missing, size - at)
            self._missing -= taken
            at += taken
            if not self._missing and not self._header:
                count += 1
        return count

    def _begun(self, data: bytes, at: int) -> int:
        """Take of the next header what there is; where its record's bytes begin."""
        end = at + HEADER_BYTES - len(self._header)
        header = self._header + data[at:end]
        if len(header) < HEADER_BYTES:
            self._header = header
            return len(data)
        self._header, self._missing = b"", int.from_bytes(header[_LENGTH_AT:], "big")
        return end
