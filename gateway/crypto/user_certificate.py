"""OpenSSH user certificates (PROTOCOL.certkeys) as clients show them: read whole, signature verified, nothing decided.

Two readers must agree: the field walk below, which fixes types, algorithms and bounds, and `cryptography`, which verifies.
Invariants: what comes out was signed by `authority` with an algorithm that is not SHA-1, certifies a plain key of a type we
take, for a user, and holds no critical option that we do not enforce. Whether the authority is one of ours, and the time, the
principals, the address and the revocations are judged by whoever asks; extensions are not read, for our policy grants, not they.
"""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import SSHCertificate, SSHCertificateType, load_ssh_public_identity

from gateway.crypto import openssh, user_signature
from gateway.crypto.wire import Reader

BYTES_MAX: Final = 8192
KEY_ID_LETTERS_MAX: Final = 256
PRINCIPALS_MAX: Final = 256
SUFFIX: Final = "-cert-v01@openssh.com"
_KEY_FIELDS: Final = {  # of the certified key, after the nonce
    "ssh-ed25519": 1,
    "ecdsa-sha2-nistp256": 2,
    "ecdsa-sha2-nistp384": 2,
    "ecdsa-sha2-nistp521": 2,
    "ssh-rsa": 2,
}
_SOURCE_ADDRESS: Final = b"source-address"

Network = IPv4Network | IPv6Network


class Unfit(StrEnum):
    """Why some bytes are no certificate that could ever be taken."""

    MALFORMED = "malformed"
    NOT_A_USERS = "not-a-users"  # a host certificate
    UNSIGNED = "unsigned"  # the signature is not the authority's, or of an algorithm we do not trust
    UNKNOWN_OPTION = "unknown-option"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A user certificate whose signature was verified. `key` and `authority` are plain blobs (RFC 4253 §6.6).

    Valid while valid_after <= seconds of the epoch < valid_before. `sources` None: from anywhere.
    """

    key: bytes
    authority: bytes
    serial: int
    key_id: str
    principals: tuple[bytes, ...]
    valid_after: int
    valid_before: int
    sources: tuple[Network, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """The bytes of the two keys, and the algorithm that signed."""

    key: bytes
    authority: bytes
    algorithm: str


def is_certificate(blob: bytes) -> bool:
    """True if `blob` opens with the name of a certificate's type."""
    try:
        return Reader(blob).name().endswith(SUFFIX)
    except ValueError:
        return False


def plain_key(blob: bytes) -> bytes:
    """The certified key of a certificate, judged by nothing but its form. Raises ValueError."""
    return _frame(blob).key


def read(blob: bytes) -> Certificate | Unfit:
    """The certificate, or why it is none."""
    try:
        frame = _frame(blob)
        found = load_ssh_public_identity(openssh.line(blob).encode("ascii"))
        if not isinstance(found, SSHCertificate):
            return Unfit.MALFORMED
        if found.type is not SSHCertificateType.USER:
            return Unfit.NOT_A_USERS
        return _verified(found, frame)
    except (ValueError, UnsupportedAlgorithm):
        return Unfit.MALFORMED


def signer_of(blob: bytes) -> bytes | None:
    """Whose key (blob) signed a certificate of whatever else is wrong with it; None where nobody we can tell did."""
    try:
        frame = _frame(blob)
        found = load_ssh_public_identity(openssh.line(blob).encode("ascii"))
        signed = isinstance(found, SSHCertificate) and _signed(found, frame)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return frame.authority if signed else None


def _verified(found: SSHCertificate, frame: _Frame) -> Certificate | Unfit:
    if not _signed(found, frame):
        return Unfit.UNSIGNED
    options = dict(found.critical_options)
    listed = options.pop(_SOURCE_ADDRESS, None)
    if options:
        return Unfit.UNKNOWN_OPTION
    key_id = found.key_id.decode("utf-8")
    if len(key_id) > KEY_ID_LETTERS_MAX or not key_id.isprintable() or len(found.valid_principals) > PRINCIPALS_MAX:
        return Unfit.MALFORMED
    return Certificate(
        key=frame.key,
        authority=frame.authority,
        serial=found.serial,
        key_id=key_id,
        principals=tuple(bytes(name) for name in found.valid_principals),
        valid_after=found.valid_after,
        valid_before=found.valid_before,
        sources=None if listed is None else _networks(listed),
    )


def _signed(found: SSHCertificate, frame: _Frame) -> bool:
    """`cryptography` takes SHA-1 as well; so the algorithm is held to the table of user signatures first."""
    if user_signature.PLAIN_TYPES.get(frame.algorithm) != openssh.key_type(frame.authority):
        return False
    try:
        found.verify_cert_signature()
    except InvalidSignature:
        return False
    return True


def _networks(listed: bytes) -> tuple[Network, ...]:
    """`source-address`: a list of addresses and networks. Raises ValueError for any that is neither, or for none."""
    return tuple(ip_network(one) for one in listed.decode("ascii").split(","))


def _frame(blob: bytes) -> _Frame:
    """Walk the fields (PROTOCOL.certkeys §"New public key formats"). Raises ValueError."""
    if len(blob) > BYTES_MAX:
        raise ValueError("this certificate is too long")
    reader = Reader(blob)
    kind = reader.name()
    plain = kind.removesuffix(SUFFIX)
    if plain == kind or plain not in _KEY_FIELDS:
        raise ValueError("this is no certificate of a type we take")
    reader.string()  # nonce
    key = openssh.string(plain.encode("ascii")) + b"".join(
        openssh.string(reader.string()) for _ in range(_KEY_FIELDS[plain])
    )
    reader.uint64()  # serial
    reader.uint32()  # type
    for _ in ("key id", "principals"):
        reader.string()
    for _ in ("valid after", "valid before"):
        reader.uint64()
    for _ in ("critical options", "extensions"):
        reader.string()
    if reader.string():
        raise ValueError("the reserved field of a certificate is empty")
    authority, signature = reader.string(), Reader(reader.string())
    reader.end()
    require_authority(authority)
    _require_key(key)
    return _Frame(key=key, authority=authority, algorithm=signature.name())


def require_authority(blob: bytes) -> None:
    """Raise ValueError unless `blob` may sign user certificates: a plain key (RSA from 2048 bits), no other kind."""
    if openssh.key_type(blob) not in _KEY_FIELDS:
        raise ValueError("an authority's key is a plain one (Ed25519, ECDSA or RSA)")
    _require_key(blob)


def _require_key(blob: bytes) -> None:
    openssh.require_plain(blob)
    bits = user_signature.rsa_bits(blob)
    if bits is not None and bits < user_signature.RSA_BITS_MIN:
        raise ValueError("an RSA key needs 2048 bits or more")
