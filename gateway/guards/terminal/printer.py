"""What is sent to the printer (ECMA-48 §8.3.82 MC, VT510 "Printer Controller Mode") is not for the screen either.

Between `CSI 5 i` and `CSI 4 i` a terminal sends everything to its printer and shows nothing. Neither do we, nor after
`CSI ? 5 i`, which prints each line. RIS and DECSTR end it too, so that `reset` helps.
"""

from gateway.guards.stage import Finding
from gateway.guards.terminal.kinds import PRINT
from gateway.guards.terminal.parameters import numbers_of
from gateway.guards.terminal.table import RESETS
from gateway.guards.terminal.tokens import Broken, Sequence, String, Token
from gateway.guards.terminal.withheld import Withheld

_ON, _OFF = 5, 4


class Printer:
    """Takes tokens while it is on."""

    def __init__(self) -> None:
        self._taken: Withheld | None = None

    @property
    def on(self) -> bool:
        """True while what comes is printed."""
        return self._taken is not None

    def begins(self, token: Token) -> bool:
        """Turns it on by `CSI 5 i`. True if it is on now."""
        if self._taken is None and _switches(token, _ON):
            self._taken = Withheld("")
        return self._taken is not None

    def take(self, token: Token) -> bool:
        """Withholds the token, and turns off by what ends it. False for one that is to be judged as usual."""
        assert self._taken is not None  # noqa: S101
        if isinstance(token, String | Broken):
            return False  # it is withheld and told anyway
        if token in RESETS:
            return False
        self._taken.add(token.text)
        return True

    def ended_by(self, token: Token) -> tuple[Finding, ...]:
        """Turns off if the token, which was taken or judged, ends it: the one finding about all that was printed."""
        return self.close() if _switches(token, _OFF) or token in RESETS else ()

    def close(self) -> tuple[Finding, ...]:
        """Turns off."""
        taken, self._taken = self._taken, None
        return () if taken is None else (taken.finding(*PRINT),)


def _switches(token: Token, number: int) -> bool:
    return (
        isinstance(token, Sequence)
        and token.final == "i"
        and number in (numbers_of(token.body.removeprefix("?")) or ())
    )
