"""What came of asking: a bilingual text for people, and three faults that name whose fault it is.

Refusals are values, faults are exceptions. A wrong code is a value that says what to do next; a full disk raises.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One message in both languages. `en` is ASCII, so that clients which drop the rest still show it."""

    ja: str
    en: str

    def both(self) -> str:
        """Japanese line, then the English line beneath it."""
        return f"{self.ja}\n{self.en}"


class Fault(Exception):
    """Something broke; the session it happened in ends. `text` is fixed wording, safe to show to anybody."""

    def __init__(self, detail: str, text: Text | None = None) -> None:
        super().__init__(detail)
        self.text = text


class PeerError(Fault):
    """The client broke the protocol or a limit."""


class TargetError(Fault):
    """The target could not be reached, proved to be another, or broke the protocol."""


class GatewayFault(Fault):
    """Our own fault: disk, database, keeper, registrar, or a defect. Always ends the session (fail closed)."""
