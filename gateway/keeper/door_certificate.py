"""The database door's server certificate: each connection makes a key of its own, and gets an hour under the office's authority.

Asked for before the log-in, so it is one a connection, for one kind of key, and for the names in our settings alone.
"""

from dataclasses import dataclass
from typing import Final

from gateway.crypto import office_certificate
from gateway.crypto.office_certificate import Issued
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import words
from gateway.keeper.requests import DoorCertificate
from gateway.keeper.standing import Standing
from gateway.vocabulary.clock import Clock

ONE_A_CONNECTION: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorAuthority:
    """Who certifies, and the names or addresses people reach the door by."""

    authority: Issued
    names: tuple[str, ...]


@dataclass(eq=False, slots=True)
class _Issued:
    count: int = 0


class DoorCertificates:
    """Certifies; `door` None: there is no such door, or nothing to certify it by."""

    def __init__(self, door: DoorAuthority | None, clock: Clock) -> None:
        self._door, self._clock = door, clock

    def certificate(self, standing: Standing, asked: DoorCertificate) -> bytes:
        """PEM. Raises Violation for a second one or another kind of key, Refuse where there is no authority."""
        if self._door is None:
            raise Refuse("door.no_authority", words.NO_DOOR_AUTHORITY)
        issued = standing.memory(_Issued)
        issued.count += 1
        if issued.count > ONE_A_CONNECTION:
            raise Violation("a second certificate for one connection")
        try:
            return office_certificate.door_certificate(
                self._door.authority, asked.public_key, self._door.names, self._clock.now()
            )
        except ValueError as wrong:
            raise Violation(f"a certificate that may not be: {wrong}") from None
