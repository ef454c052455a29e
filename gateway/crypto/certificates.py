"""OpenSSH certificates (PROTOCOL.certkeys): what the keeper signs so that a target admits a session, or a client us.

A user certificate allows only what it names: no extension means no terminal, no forwarding, no agent. `valid_after`
lies a minute back for clocks that differ; a certificate lives minutes, so nothing has to be revoked.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import IPv4Network, IPv6Network
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import SSHCertificateBuilder, SSHCertificateType

from gateway.crypto import openssh
from gateway.vocabulary.secret import Secret

BACKDATE: Final = timedelta(seconds=60)
USER_LIFE_MAX: Final = timedelta(minutes=2)
HOST_LIFE_MAX: Final = timedelta(days=2)


class Extension(Enum):
    """What a user certificate may allow. Forwarding, agent and X11 are not in this list on purpose."""

    TERMINAL = b"permit-pty"


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCertificate:
    """What to certify: `public_key` is a plain Ed25519 blob, `principal` the one account.

    `expires_at` is at most 2 minutes after `now`. `key_id` is ASCII and appears in the target's own log. `sources` are the
    networks the certificate may be used from; empty = any. `force_command` is all the target runs, whatever is asked of it.
    """

    public_key: bytes
    key_id: str
    principal: str
    now: datetime
    expires_at: datetime
    extensions: frozenset[Extension] = frozenset()
    sources: tuple[IPv4Network | IPv6Network, ...] = ()
    force_command: str | None = None


def sign_user(ca_seed: Secret, wanted: UserCertificate) -> bytes:
    """The certificate as one line: `ssh-ed25519-cert-v01@openssh.com BASE64`. Raises ValueError for what may not be signed."""
    _require_life(wanted.now, wanted.expires_at, USER_LIFE_MAX)
    builder = (
        _builder(wanted.public_key, wanted.key_id, wanted.now, wanted.expires_at)
        .type(SSHCertificateType.USER)
        .valid_principals([_word(wanted.principal)])
    )
    if wanted.force_command is not None:
        builder = builder.add_critical_option(b"force-command", wanted.force_command.encode("ascii"))
    if wanted.sources:
        builder = builder.add_critical_option(b"source-address", ",".join(map(str, wanted.sources)).encode("ascii"))
    for extension in sorted(wanted.extensions, key=lambda one: one.value):
        builder = builder.add_extension(extension.value, b"")
    return builder.sign(Ed25519PrivateKey.from_private_bytes(ca_seed.reveal())).public_bytes()


def sign_host(ca_seed: Secret, public_key: bytes, names: tuple[str, ...], now: datetime, expires_at: datetime) -> bytes:
    """A host certificate line for `names` (at least one, at most 256), at most two days. Raises ValueError."""
    _require_life(now, expires_at, HOST_LIFE_MAX)
    if not 1 <= len(names) <= 256:
        raise ValueError("a host certificate names 1 to 256 hosts")
    builder = (
        _builder(public_key, "sekisho gateway", now, expires_at)
        .type(SSHCertificateType.HOST)
        .valid_principals([_word(name) for name in names])
    )
    return builder.sign(Ed25519PrivateKey.from_private_bytes(ca_seed.reveal())).public_bytes()


def _builder(public_key: bytes, key_id: str, now: datetime, expires_at: datetime) -> SSHCertificateBuilder:
    key = Ed25519PublicKey.from_public_bytes(openssh.ed25519_raw(public_key))
    if not key_id.isascii() or not key_id.isprintable() or not 0 < len(key_id) <= 256:
        raise ValueError("a key id is 1 to 256 printable ASCII characters")
    return (
        SSHCertificateBuilder()
        .public_key(key)
        .serial(secrets.randbits(64))
        .key_id(key_id.encode("ascii"))
        .valid_after(int((now - BACKDATE).timestamp()))
        .valid_before(int(expires_at.timestamp()))
    )


def _require_life(now: datetime, expires_at: datetime, longest: timedelta) -> None:
    if not timedelta(0) < expires_at - now <= longest:
        raise ValueError(f"a certificate of this kind lives at most {longest}")


def _word(name: str) -> bytes:
    """An empty principal list would mean everybody, and a comma two of them in some readers: refuse both."""
    if not name.isascii() or not name.isprintable() or "," in name or " " in name or not 0 < len(name) <= 255:
        raise ValueError("a principal is one printable ASCII word")
    return name.encode("ascii")
