"""What the store knows us by: a file for its owner's eyes alone. Nothing of it stands in arguments, environment or log."""

import os
import stat
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gateway.recording.store.port import unusable
from gateway.vocabulary.secret import Secret

BYTES_MAX: Final = 64 * 1024
_NEEDED: Final = frozenset({"access_key", "secret_key"})
_KNOWN: Final = _NEEDED | {"session_token"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """An access key with its secret; a temporary one has a token too."""

    access_key: str
    secret_key: Secret
    session_token: Secret | None


def read(file: Path) -> Credentials:
    """TOML: `access_key`, `secret_key`, perhaps `session_token`. Raises GatewayFault: absent, others' eyes, another form."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as wrong:
        raise unusable(f"{file}: {wrong.strerror}") from None
    try:
        _require_private(file, os.fstat(descriptor))
        data = os.read(descriptor, BYTES_MAX)
    finally:
        os.close(descriptor)
    try:
        parsed = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise unusable(f"{file}: not TOML") from None  # what stands there is not said
    return _read(file, parsed)


def _require_private(file: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise unusable(f"{file}: not a file")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise unusable(f"{file}: others may read it; chmod 600 {file}")
    if found.st_uid not in (os.geteuid(), 0):
        raise unusable(f"{file}: it belongs to somebody else; chown it to the user this process runs as")


def _read(file: Path, parsed: dict[str, object]) -> Credentials:
    unknown, missing = parsed.keys() - _KNOWN, _NEEDED - parsed.keys()
    if unknown or missing:
        said = [*(f"unknown key {key}" for key in sorted(unknown)), *(f"{key} is missing" for key in sorted(missing))]
        raise unusable(f"{file}: {', '.join(said)}")
    texts = {key: value for key, value in parsed.items() if isinstance(value, str) and value.isascii() and value}
    if texts.keys() != parsed.keys():
        raise unusable(f"{file}: every value is a text, and none is empty")
    token = texts.get("session_token")
    return Credentials(
        access_key=texts["access_key"],
        secret_key=Secret(texts["secret_key"].encode()),
        session_token=None if token is None else Secret(token.encode()),
    )
