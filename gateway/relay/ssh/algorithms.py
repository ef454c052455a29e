"""Which algorithms we speak. A server follows the client's order, so what we do not want must not be offered at all.

No finite-field Diffie-Hellman: group 16 costs 132 ms of CPU before anybody has logged in. GCM first: one pass, no separate MAC.
"""

import struct
from collections.abc import Iterable, Mapping

from paramiko import Transport

KEY_EXCHANGES = ("mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org")
CIPHERS = ("aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "aes256-ctr", "aes192-ctr", "aes128-ctr")
MACS = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com")
HOST_KEYS = ("ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256")
PLAIN_USER_KEYS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
)
SECURITY_KEYS = (
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)  # no webauthn form, no certificates
CERTIFICATES = tuple(f"{plain}-cert-v01@openssh.com" for plain in PLAIN_USER_KEYS)
USER_KEYS = (
    *PLAIN_USER_KEYS,
    *SECURITY_KEYS,
)  # as server-sig-algs names them (RFC 8308 §3.1): certificates go by their keys

# dropbear 2022.83 has neither GCM nor encrypt-then-MAC; only a peer that says it is dropbear is offered these.
DROPBEAR_CIPHERS = ("aes256-ctr",)
DROPBEAR_MACS = ("hmac-sha2-256",)

# paramiko knows curve25519 only by its older name; RFC 8731 §3 names both for the same method.
KEX_INFO: Mapping[str, type] = {
    **Transport._kex_info,
    "curve25519-sha256": Transport._kex_info["curve25519-sha256@libssh.org"],
}


def host_keys_of(pinned: Iterable[bytes]) -> tuple[str, ...]:
    """Of HOST_KEYS those that the pinned blobs can answer: a target shows the key we ask for, not the one we know."""
    kinds = {_kind(blob) for blob in pinned}
    return tuple(name for name in HOST_KEYS if ("ssh-rsa" if name.startswith("rsa-sha2-") else name) in kinds)


def _kind(blob: bytes) -> str:
    length = struct.unpack(">I", blob[:4])[0] if len(blob) >= 4 else 0
    return blob[4 : 4 + length].decode("ascii", errors="replace")
