"""A screen for the player that lets only harmless output through, beside the player's own few sequences."""

import io
from typing import BinaryIO

from gateway.cli.harmless import Harmless


class HarmlessScreen(io.RawIOBase):
    """Bytes of whole UTF-8 text in, harmless bytes out."""

    def __init__(self, out: BinaryIO) -> None:
        super().__init__()
        self._out = out
        self._harmless = Harmless()

    def writable(self) -> bool:
        """It is a screen."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # the player writes nothing but bytes
        """Show what may be shown."""
        self._out.write(self._harmless.feed(data.decode("utf-8", "replace")).encode("utf-8"))
        return len(data)

    def flush(self) -> None:
        """Hand on what was written."""
        if not self._out.closed:
            self._out.flush()
