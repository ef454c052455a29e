"""A target's key that only the keeper holds, in the shape paramiko asks for: it can sign by asking, and nothing else."""

from paramiko import Message, PKey

from gateway.relay.ports import TargetLogin


class VaultedKey(PKey):
    """Public half here, private half in the keeper."""

    def __init__(self, login: TargetLogin) -> None:
        self._login = login
        self._blob = login.vaulted_key()
        self._kind: str = Message(self._blob).get_text()
        self.public_blob = None

    def asbytes(self) -> bytes:
        """The public blob (RFC 4253 §6.6)."""
        return self._blob

    def get_name(self) -> str:
        """The key type."""
        return self._kind

    @property
    def _fields(self) -> tuple[bytes, ...]:
        return (self._blob,)

    def can_sign(self) -> bool:
        """Yes, through the keeper."""
        return True

    def sign_ssh_data(self, data: bytes, algorithm: str | None = None) -> Message:  # noqa: ARG002  # paramiko's signature
        """The keeper's signature blob over `data`."""
        return Message(self._login.sign(data))
