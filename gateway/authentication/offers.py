"""Notes on the keys a connection showed, for the journal only: showing a public key proves nothing and moves nothing."""

from typing import Final

from gateway.authentication.events import KeyFault, TerminalFault
from gateway.authentication.ledger import Factor
from gateway.authentication.patience import QUERIES_MAX

_TERMINAL_FAULTS: Final = {
    KeyFault.TERMINAL_SUSPENDED: TerminalFault.SUSPENDED,
    KeyFault.TERMINAL_REVOKED: TerminalFault.REVOKED,
}


class Offers:
    """Fingerprints shown, each once, with what was found; at most QUERIES_MAX of them."""

    def __init__(self) -> None:
        self._found: dict[str, Factor | KeyFault] = {}

    def note(self, fingerprint: str, found: Factor | KeyFault) -> bool:
        """Keep it; True the first time this fingerprint is noted."""
        if fingerprint in self._found or len(self._found) >= QUERIES_MAX:
            return False
        self._found[fingerprint] = found
        return True

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """In the order of their first showing."""
        return tuple(self._found)

    def terminal_fault(self) -> TerminalFault:
        """Why no terminal was approved, as far as the shown keys tell; the most telling reason first."""
        found = set(self._found.values())
        for key_fault, terminal_fault in _TERMINAL_FAULTS.items():
            if key_fault in found:
                return terminal_fault
        if Factor.TERMINAL_KEY in found:
            return TerminalFault.NOT_SIGNED
        return TerminalFault.UNREGISTERED if found - {Factor.PERSON_KEY} else TerminalFault.NO_KEY
