"""The keys to recordings, beside the backups and in none of them: one sealed file that each backup replaces (R-84, R-85).

A key that is destroyed goes from here with the next backup, and then no backup made here, however old, can show its recordings
again. What was copied elsewhere goes when whoever copied it lets it go; nobody here can say when.
The file holds the keeper's sealed halves only, signed like a manifest and sealed like a part.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gateway.audit.canonical import canonical, read_canonical
from gateway.audit.folder import open_regular, sync_directory
from gateway.backups.keys import MakingKeys, OpeningKeys
from gateway.backups.sealed import PartDamaged, measure, opened, seal
from gateway.crypto import signing
from gateway.vocabulary.outcome import GatewayFault

FILE: Final = "recording-keys.sealed"
_LABEL: Final = "recording-keys"
_TAG: Final = "backup-recording-keys"
_BYTES_MAX: Final = 1 << 28


def write(directory: Path, keys: Mapping[bytes, bytes], making: MakingKeys) -> None:
    """Replace the file in `directory` with these (sealed halves by name); durable when it returns. Raises OSError."""
    body = canonical({name.hex(): base64.b64encode(sealed).decode("ascii") for name, sealed in sorted(keys.items())})
    signature = signing.sign(making.sign, signing.tagged(_TAG, body))
    fresh = directory / f"{FILE}.part"
    fresh.unlink(missing_ok=True)
    with fresh.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        seal([signature + body], out, public=making.public, label=_LABEL)
        out.flush()
        os.fsync(out.fileno())
    fresh.rename(directory / FILE)
    sync_directory(directory)


def read(directory: Path, opening: OpeningKeys) -> Mapping[bytes, bytes] | None:
    """The keys; None where there is no such file. Raises PartDamaged for one that is not this gateway's, or was changed."""
    try:
        file = open_regular(directory / FILE)
    except OSError:
        return None
    if file is None:
        return None
    with file:
        expected = measure(file)
        if expected.size > _BYTES_MAX:
            raise PartDamaged(f"{FILE} is larger than any that was written")
        file.seek(0)
        data = b"".join(opened(file, private=opening.open, label=_LABEL, expected=expected))
    signature, body = data[: signing.SIGNATURE_BYTES], data[signing.SIGNATURE_BYTES :]
    if not signing.verify(opening.verifier, signing.tagged(_TAG, body), signature):
        raise PartDamaged(f"{FILE} is not signed by this gateway")
    return _keys(body)


def _keys(body: bytes) -> Mapping[bytes, bytes]:
    try:
        found = read_canonical(body)
        return {bytes.fromhex(name): base64.b64decode(sealed, validate=True) for name, sealed in found.items()}
    except (ValueError, AttributeError, TypeError, binascii.Error):
        raise GatewayFault(f"{FILE} holds no keys") from None
