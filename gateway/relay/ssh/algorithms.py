"""Which algorithms we speak. A server follows the client's order, so what we do not want must not be offered at all.

No finite-field Diffie-Hellman: group 16 costs 132 ms of CPU before anybody has logged in. GCM first: one pass, no separate MAC.
"""

from collections.abc import Mapping

from paramiko import Transport

KEY_EXCHANGES = ("mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org")
CIPHERS = ("aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "aes256-ctr", "aes192-ctr", "aes128-ctr")
MACS = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com")
HOST_KEYS = ("ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256")
USER_KEYS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
)

# dropbear 2022.83 has neither GCM nor encrypt-then-MAC; only a peer that says it is dropbear is offered these.
DROPBEAR_CIPHERS = ("aes256-ctr",)
DROPBEAR_MACS = ("hmac-sha2-256",)

# paramiko knows curve25519 only by its older name; RFC 8731 §3 names both for the same method.
KEX_INFO: Mapping[str, type] = {
    **Transport._kex_info,
    "curve25519-sha256": Transport._kex_info["curve25519-sha256@libssh.org"],
}
