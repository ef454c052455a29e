"""Keys made from another key, each for one use: HKDF-SHA256 (RFC 5869). From a derived key nobody comes back to its root."""

from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.vocabulary.secret import Secret

KEY_BYTES: Final = 32


def derived(root: Secret, use: str) -> Secret:
    """The 32-byte key of `root` (which must be uniformly random) for `use`, a name written nowhere else."""
    return Secret(HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=use.encode("ascii")).derive(root.reveal()))
