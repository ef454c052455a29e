"""How a database session proves itself to its target. The keeper's `TargetLogin` fills it for one session."""

from typing import Protocol


class DatabaseLogin(Protocol):
    """Each method raises CallRefused or GatewayFault."""

    def password(self) -> bytes:
        """The vaulted password of the role."""

    def x509(self, public_key: bytes) -> bytes:
        """A client certificate of minutes (DER) for this P-256 key (SubjectPublicKeyInfo, DER)."""
