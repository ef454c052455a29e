"""The authority that signs the client certificates of PostgreSQL log-ins: made once by `sekisho init`, kept sealed with the keys.

Its certificate is published for the targets' administrators. A state made by an earlier version has none until init is run again;
until then the keeper says so, and issues none.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from gateway.crypto import database_client
from gateway.crypto.database_client import Authority
from gateway.keeper import custody
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

FILE_NAME: Final = "database_ca.key"  # in the keeper's directory; the certificate lies in it too, so that both are one
PUBLISHED: Final = "database-ca.crt"  # PEM, beside the public halves of the other keys


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    certificate: bytes
    key: bytes


def load(directory: Path) -> Authority | None:
    """The authority among the keys in `directory`; None where none was made yet. Raises GatewayFault for a damaged one."""
    kept = custody.further_key(directory, FILE_NAME)
    if kept is None:
        return None
    try:
        found = msgspec.msgpack.decode(kept.reveal(), type=_Kept)
    except msgspec.MsgspecError:
        raise GatewayFault(
            f"{directory / FILE_NAME} holds no authority; restore the directory from the backup"
        ) from None
    return Authority(certificate=found.certificate, key=Secret(found.key))


def prepare(directory: Path, published: Path, now: datetime) -> None:
    """Make it where there is none, and publish its certificate. Raises GatewayFault or OSError."""
    authority = load(directory)
    if authority is None:
        authority = database_client.new_authority(now)
        kept = _Kept(certificate=authority.certificate, key=authority.key.reveal())
        custody.keep_further_key(directory, FILE_NAME, Secret(msgspec.msgpack.encode(kept)))
    _publish(authority, published)


def read_published(path: Path) -> str:
    """The published certificate, PEM. Raises GatewayFault."""
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        raise GatewayFault(f"{path} cannot be read; run `sekisho init` again, which makes what is missing") from None


def _publish(authority: Authority, path: Path) -> None:
    """Whole or not at all; what is there already and right is not touched."""
    wanted = authority.pem.encode("ascii")
    if path.exists() and path.read_bytes() == wanted:
        return
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with fresh.open("xb") as file:
        os.fchmod(file.fileno(), 0o644)
        file.write(wanted)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
