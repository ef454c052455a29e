"""The embedded database is still the file of its name: what is written into one that was moved away or exchanged is nowhere.

Looked at after each commit, before anybody is answered, and each second while nothing is written. A server's database is none
of our business here.
"""

import asyncio
from pathlib import Path
from typing import Final

from gateway.registrar.lane import Lane
from gateway.vocabulary.outcome import GatewayFault

LOOK_SECONDS: Final = 1.0


class SameFile:
    """Remembers which file it was when the registrar began."""

    def __init__(self, file: Path | None) -> None:
        """None where the database is no file. Raises OSError where there is none of that name."""
        self._file = file
        self._lane = Lane("registrar-file")
        self._first = None if file is None else _identity(file)

    def require(self) -> None:
        """Raises GatewayFault where the name stands for another file by now, or for none."""
        if self._file is None:
            return
        try:
            same = _identity(self._file) == self._first
        except OSError as error:
            raise GatewayFault(f"the database's file is gone: {error.strerror}") from error
        if not same:
            raise GatewayFault("the database's file was exchanged for another")

    async def run(self) -> None:
        """Look again and again, until cancelled. Raises GatewayFault as `require` does."""
        while self._file is not None:
            await self._lane.run(self.require)
            await asyncio.sleep(LOOK_SECONDS)


def _identity(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino
