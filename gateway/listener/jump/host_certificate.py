"""Host certificates as a jump shows them (PROTOCOL.certkeys): the line the keeper signed, as a blob for the key exchange."""

import base64
import binascii

from gateway.vocabulary.outcome import GatewayFault

CERTIFICATE_KIND = "ssh-ed25519-cert-v01@openssh.com"


def certificate_blob(line: bytes) -> bytes:
    """The blob of `TYPE BASE64 [comment]`. Raises GatewayFault for anything but one Ed25519 certificate."""
    kind, _, rest = line.partition(b" ")
    try:
        blob = base64.b64decode(rest.split(b" ")[0].strip(), validate=True)
    except binascii.Error:
        blob = b""
    named = len(kind).to_bytes(4, "big") + kind
    if kind.decode("ascii", errors="replace") != CERTIFICATE_KIND or not blob.startswith(named):
        raise GatewayFault("the keeper's host certificate is none")
    return blob
