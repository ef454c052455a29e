"""From a TOML file to Settings, or to a refusal that names the file, the key and the nearest valid one."""

import difflib
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from gateway.settings.schema import Recordings, Settings

_OFFICE_FILES = ("certificate", "key", "breached_passwords")
_METRICS_FILES = ("certificate", "key", "clients")
_RECORDINGS_FILES = ("authorities", "credentials", "readers_credentials")
DEMO_MARKER = "demo.marker"
"""The file `deploy/demo` puts into a state directory of its own making."""


class SettingsRefused(ValueError):
    """The file cannot be used. The message says where, what, and what to do."""


def read(file: Path) -> Settings:
    """The settings in `file`. Raises SettingsRefused."""
    try:
        data = file.read_bytes()
        parsed = tomllib.loads(data.decode())
    except OSError as error:
        raise SettingsRefused(f"{file}: cannot be read ({error.strerror}); make one with `sekisho init`") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsRefused(f"{file}: not TOML: {error}") from None
    unknown = list(_unknown(parsed, Settings, ()))
    if unknown:
        raise SettingsRefused("\n".join(f"{file}: {line}" for line in unknown))
    try:
        settings = Settings(**parsed, file=file, digest=hashlib.sha256(data).hexdigest())
    except ValidationError as error:
        raise SettingsRefused("\n".join(f"{file}: {line}" for line in _lines(error))) from None
    return _checked(_resolved(settings, file.resolve().parent))


def _unknown(data: Mapping[str, Any], part: type[BaseModel], above: tuple[str, ...]) -> Iterator[str]:
    known = [name for name in part.model_fields if above or name not in {"file", "digest"}]
    for name, value in data.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            hint = f"; did you mean {'.'.join((*above, near[0]))}?" if near else ""
            yield f"unknown key {'.'.join((*above, name))}{hint}"
        elif isinstance(value, dict):
            inner = part.model_fields[name].annotation
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _unknown(value, inner, (*above, name))


def _lines(error: ValidationError) -> Iterator[str]:
    for wrong in error.errors(include_input=False, include_url=False):
        yield f"{'.'.join(str(part) for part in wrong['loc'])}: {wrong['msg']}"


def _resolved(settings: Settings, base: Path) -> Settings:
    state = settings.state.model_copy(
        update={
            name: base / path
            for name in ("directory", "witness", "database_credentials")
            if (path := getattr(settings.state, name)) is not None
        }
    )
    policies = settings.policies.model_copy(update={"directory": base / settings.policies.directory})
    office = settings.admin_ui
    given = {name: base / path for name in _OFFICE_FILES if (path := getattr(office, name)) is not None}
    url = office.public_url or f"https://localhost:{office.port}"
    office = office.model_copy(update={"public_url": url, **given})
    metrics = settings.metrics
    files = {name: base / path for name in _METRICS_FILES if (path := getattr(metrics, name)) is not None}
    metrics = metrics.model_copy(update=files)
    recordings = settings.recordings
    named = {name: base / path for name in _RECORDINGS_FILES if (path := getattr(recordings, name)) is not None}
    recordings = recordings.model_copy(update=named)
    parts = {"state": state, "policies": policies, "admin_ui": office, "metrics": metrics, "recordings": recordings}
    return settings.model_copy(update=parts)


def _checked(settings: Settings) -> Settings:
    """What no single field can say."""
    state, witness = settings.state.directory.resolve(), settings.state.witness.resolve()
    if witness == state or state in witness.parents:
        raise SettingsRefused(
            f"{settings.file}: state.witness must lie outside state.directory: whoever can change one must not reach the other"
        )
    for name in ("database_roles", "database_credentials"):
        if getattr(settings.state, name) and not (settings.state.database or "").startswith("postgresql"):
            raise SettingsRefused(f"{settings.file}: state.{name} is for PostgreSQL; a SQLite file has file rights")
    if settings.demo.operator and not (state / DEMO_MARKER).is_file():
        raise SettingsRefused(
            f"{settings.file}: demo.operator is for `deploy/demo` only; remove it (no {DEMO_MARKER} in {state})"
        )
    if (settings.admin_ui.certificate is None) is not (settings.admin_ui.key is None):
        raise SettingsRefused(f"{settings.file}: admin_ui.certificate and admin_ui.key are given together, or neither")
    if settings.mail.tls == "none" and settings.mail.host not in {"127.0.0.1", "::1", "localhost"}:
        raise SettingsRefused(f'{settings.file}: mail.tls = "none" is for a mail server on this machine only')
    _check_metrics(settings)
    _check_recordings(settings)
    return settings


def _check_recordings(settings: Settings) -> None:
    """A store is named whole, and nothing goes to it in the clear."""
    recordings = settings.recordings
    if recordings.store == "folder":
        plain = Recordings()
        ours = set(Recordings.model_fields) - {"store", "verify_at"}
        given = sorted(name for name in ours if getattr(recordings, name) != getattr(plain, name))
        if given:
            raise SettingsRefused(f'{settings.file}: recordings.{given[0]} is for recordings.store = "s3"')
    else:
        _check_store(settings)
    users = any(settings.users.model_dump().values())
    if (recordings.store == "s3" or recordings.verify_at) and users and settings.users.archivist is None:
        raise SettingsRefused(
            f"{settings.file}: users.archivist is missing: the other processes have users of their own"
        )


def _check_store(settings: Settings) -> None:
    recordings = settings.recordings
    if not recordings.bucket:
        raise SettingsRefused(f'{settings.file}: recordings.bucket is missing: recordings.store = "s3" needs one')
    try:
        found = urlsplit(recordings.endpoint)
        port = found.port
    except ValueError:
        found, port = urlsplit(""), None
    plain = found.path in {"", "/"} and not (found.query or found.fragment or found.username or found.password)
    if found.scheme not in {"https", "http"} or not found.hostname or not plain or port == 0:
        raise SettingsRefused(f"{settings.file}: recordings.endpoint is an address as https://s3.example.jp")
    if found.scheme == "http" and not _is_loopback(found.hostname):
        raise SettingsRefused(
            f"{settings.file}: recordings.endpoint: http is for a store on this machine only; use https"
        )


def _check_metrics(settings: Settings) -> None:
    """Nothing leaves this machine in the clear, or to whoever asks."""
    metrics = settings.metrics
    given = [name for name in _METRICS_FILES if getattr(metrics, name) is not None]
    if given and len(given) < len(_METRICS_FILES):
        raise SettingsRefused(
            f"{settings.file}: metrics.certificate, metrics.key and metrics.clients are given together, or none of them"
        )
    if metrics.port is not None and not given and not _is_loopback(metrics.host):
        raise SettingsRefused(
            f"{settings.file}: metrics.host = {metrics.host!r} is not this machine's own; give metrics.certificate, "
            "metrics.key and metrics.clients, so that scrapers prove themselves"
        )
    if metrics.port is not None and settings.users.monitor is None and any(settings.users.model_dump().values()):
        raise SettingsRefused(f"{settings.file}: users.monitor is missing: the other processes have users of their own")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
