"""Files nobody here can look into, told by their first bytes. Pure.

A program, a picture or a database is no such file: its strings are read. These hide what they hold, by encryption or by a
packing that the standard library does not know.
"""

from collections.abc import Mapping
from types import MappingProxyType

HEAD_BYTES = 262

OPAQUE: Mapping[bytes, str] = MappingProxyType(
    {
        b"7z\xbc\xaf\x27\x1c": "7z",
        b"Rar!\x1a\x07": "rar",
        b"\x28\xb5\x2f\xfd": "zstd",
        b"\x04\x22\x4d\x18": "lz4",
        b"LZIP": "lzip",
        b"MSCF": "cab",
        b"\x1f\x9d": "compress",
        b"\x1f\xa0": "compress",
        b"Salted__": "openssl-encrypted",
        b"-----BEGIN PGP MESSAGE-----": "pgp-encrypted",
        b"age-encryption.org/": "age-encrypted",
        b"-----BEGIN AGE ENCRYPTED FILE-----": "age-encrypted",
        b"LUKS\xba\xbe": "luks",
        b"\x03\xd9\xa2\x9a": "keepass",
        b"$ANSIBLE_VAULT;": "ansible-vault",
    }
)
_LZH = frozenset({b"-lh0-", b"-lh1-", b"-lh4-", b"-lh5-", b"-lh6-", b"-lh7-", b"-lzs-"})


def opaque(head: bytes) -> str | None:
    """What kind of closed file begins so; None for any other."""
    if head[2:7] in _LZH:
        return "lzh"
    return next((name for magic, name in OPAQUE.items() if head.startswith(magic)), None)
