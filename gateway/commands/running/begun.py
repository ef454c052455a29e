"""What stands before a tool's output: whatever the account's shell says on its way in, up to the frame's mark. Pure."""

from typing import Final

from gateway.commands.running.scripts import MARK

NOISE_BYTES_MAX: Final = 16 * 1024


class TooNoisy(Exception):
    """The account's shell says more than NOISE_BYTES_MAX before it runs anything."""


class Begun:
    """Lets through what comes after the mark. Any split of the stream gives the same bytes."""

    def __init__(self) -> None:
        self._held = b""
        self.is_begun = False

    def feed(self, data: bytes) -> bytes:
        """What of it is the tool's. Raises TooNoisy."""
        if self.is_begun:
            return data
        self._held += data
        noise, mark, rest = self._held.partition(MARK)
        if not mark:
            if len(self._held) > NOISE_BYTES_MAX:
                raise TooNoisy
            return b""
        if len(noise) > NOISE_BYTES_MAX:
            raise TooNoisy
        self.is_begun, self._held = True, b""
        return rest
