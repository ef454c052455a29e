"""What the recording room needs from elsewhere: signatures, and keys to read again. The keeper stands behind both."""

from typing import Final, Literal, Protocol

from gateway.crypto import signing
from gateway.vocabulary.secret import Secret

StatementKind = Literal["header", "seal"]

HEADER_TAG: Final = "recording.header"
SEAL_TAG: Final = "recording.seal"


class Signer(Protocol):
    """Signs for one session (keeper request `recording.sign`), or for recovery (`recording.seal_interrupted`)."""

    def sign(self, kind: StatementKind, body: bytes) -> bytes:
        """The 64-byte Ed25519 signature of `signing.tagged("recording." + kind, body)`; `body` is canonical JSON.

        Raises GatewayFault when the keeper is away, or refuses.
        """


class KeyOpener(Protocol):
    """Opens a segment's data key for a reader whose purpose was stated and journalled (keeper request `recording.open`)."""

    def open(self, recording: str, segment: int, wrapped: bytes) -> Secret:
        """The 32-byte data key. Raises GatewayFault when the keeper is away or refuses."""


def is_signed(vkey: bytes, tag: str, body: bytes, signature: bytes) -> bool:
    """True when `signature` is the keeper's for `body` under `HEADER_TAG` or `SEAL_TAG`.

    `vkey` has 32 bytes for each key that ever signed recordings here, the one in use first.
    """
    keys = (vkey[at : at + signing.PUBLIC_BYTES] for at in range(0, len(vkey), signing.PUBLIC_BYTES))
    return any(signing.verify(key, signing.tagged(tag, body), signature) for key in keys)


def key_context(recording: str, segment: int) -> bytes:
    """The wrapping context of a segment's data key: a wrapped key moved to another recording or segment opens nothing."""
    return b"recording:" + recording.encode("ascii") + b":" + str(segment).encode("ascii")
