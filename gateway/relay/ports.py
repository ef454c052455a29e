"""What the relay needs from others: a recorder that keeps before anybody sees, and ways to prove itself to a target."""

from typing import Protocol


class Recorder(Protocol):
    """Filled by gateway.recording. Every method raises GatewayFault when it cannot keep what it is given."""

    def output(self, data: bytes) -> None:
        """Accept what is about to be shown."""

    def input(self, data: bytes) -> None:
        """Accept what was typed."""

    def resize(self, columns: int, rows: int) -> None:
        """The terminal's new size."""

    def marker(self, label: str) -> None:
        """A place in the recording worth finding."""


class TargetLogin(Protocol):
    """The keeper's help for one session's log-in to its target. Raises CallRefused or GatewayFault."""

    def certificate(self, public_key: bytes) -> bytes:
        """An OpenSSH certificate line of minutes for this public key blob."""

    def vaulted_key(self) -> bytes:
        """The public blob of the target's vaulted key; only the keeper can sign with it."""

    def sign(self, data: bytes) -> bytes:
        """A signature blob by the vaulted key."""

    def password(self) -> bytes:
        """The vaulted password, for a target that knows no other way."""
