"""Our host key as paramiko wants it: the public half is here, the signature is asked of the keeper."""

from collections.abc import Callable

from paramiko import Message, PKey


class KeptHostKey(PKey):
    """One host key held by the keeper. `sign` answers the whole SSH signature blob (RFC 4253 §6.6)."""

    def __init__(self, blob: bytes, sign: Callable[[bytes, str], bytes]) -> None:
        self._blob = blob
        self._sign = sign
        self._kind: str = Message(blob).get_text()
        self.public_blob = None

    def asbytes(self) -> bytes:
        """The public blob."""
        return self._blob

    def get_name(self) -> str:
        """The key type, `ssh-ed25519`."""
        return self._kind

    @property
    def _fields(self) -> tuple[bytes, ...]:
        return (self._blob,)

    def can_sign(self) -> bool:
        """Yes, by asking."""
        return True

    def sign_ssh_data(self, data: bytes, algorithm: str | None = None) -> Message:
        """The keeper's signature over an exchange hash. Raises what the keeper's connection raises: no host key, no door."""
        return Message(self._sign(data, algorithm or self._kind))
