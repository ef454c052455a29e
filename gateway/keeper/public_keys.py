"""The public halves of the keeper's keys: everything others need in order to verify, and nothing secret.

Stored as JSON in `keys.json`, mode 0644. Whoever reads it trusts the file's owner; a witness keeps his own copy.
"""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import msgspec

from gateway.vocabulary.outcome import GatewayFault

FILE_NAME: Final = "keys.json"
_LATER: Final = frozenset({"host_key_next", "host_keys_former", "session_cas_further", "host_cas_further"})
"""Files of earlier versions have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKeys:
    """`host_key`, `host_ca`, `session_ca`: OpenSSH lines. `journal_vkey`: C2SP verifier key. The rest: 32 raw bytes.

    `session_ca` goes into a target's TrustedUserCAKeys, `host_ca` into a client's `@cert-authority` line. `host_key` is the
    one in use; `host_key_next` is empty or the one prepared, `host_keys_former` a line for each that is still announced.
    `..._further`: the authorities that are trusted beside the one in use, `STANDING TYPE BASE64` a line. `journal_vkey` has
    a line for the key in use and one for each before (audit/note); `recording_vkey` 32 bytes for each, the one in use first.
    """

    host_key: str
    host_ca: str
    session_ca: str
    journal_vkey: str
    recording_public: bytes
    recording_vkey: bytes
    assertion_vkey: bytes
    host_key_next: str = ""
    host_keys_former: str = ""
    session_cas_further: str = ""
    host_cas_further: str = ""


def write(keys: PublicKeys, path: Path) -> None:
    """Write `path` as JSON with binary keys in hex, whole or not at all."""
    shown = {name: value.hex() if isinstance(value, bytes) else value for name, value in _items(keys)}
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)  # left by a crash, perhaps of another user
    with fresh.open("xb") as file:
        os.fchmod(file.fileno(), 0o644)
        file.write(msgspec.json.format(msgspec.json.encode(shown)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def read(path: Path) -> PublicKeys:
    """What `write` wrote. Raises GatewayFault naming the file."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=dict[str, str])
        wanted = {field.name: field.type for field in fields(PublicKeys)}
        missing, unknown = wanted.keys() - found.keys(), found.keys() - wanted.keys()
        if unknown or missing - _LATER:
            raise ValueError("its keys are not those of this version")
        raw = {name: bytes.fromhex(value) if wanted[name] is bytes else value for name, value in found.items()}
        return PublicKeys(**raw)  # type: ignore[arg-type]  # each value was made for its field just above
    except OSError as error:
        raise GatewayFault(f"{path} cannot be read ({error.strerror}); run `sekisho init`") from None
    except (ValueError, msgspec.MsgspecError) as error:
        raise GatewayFault(f"{path} is damaged ({error}); restore it from the backup") from None


def _items(keys: PublicKeys) -> list[tuple[str, str | bytes]]:
    return [(field.name, getattr(keys, field.name)) for field in fields(PublicKeys)]
