"""Public keys a person or a terminal may be registered with: plain keys, RSA from 2048 bits, and security keys made for SSH."""

import base64
import binascii

from gateway.crypto import openssh, security_key, user_signature


def blob_of(public_line: str) -> bytes:
    """The blob of `TYPE BASE64 [comment]`. Raises ValueError for anything else, certificates among it."""
    parts = public_line.split()
    if len(parts) >= 2 and parts[0] in security_key.KINDS:
        return _security_key(parts[0], parts[1])
    blob = openssh.blob_of(public_line)
    bits = user_signature.rsa_bits(blob)
    if bits is not None and bits < user_signature.RSA_BITS_MIN:
        raise ValueError("an RSA key needs 2048 bits or more")
    return blob


def _security_key(kind: str, encoded: str) -> bytes:
    try:
        blob = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ValueError("the SSH public key is not base64") from None
    if security_key.read(blob).kind != kind:
        raise ValueError("the SSH public key's type and content disagree")
    return blob
