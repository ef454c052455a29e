"""From a TOML file to Settings, or to a refusal that names the file, the key and the nearest valid one."""

import difflib
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from gateway.settings.schema import Settings

_OFFICE_FILES = ("certificate", "key", "breached_passwords")
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
        update={"directory": base / settings.state.directory, "witness": base / settings.state.witness}
    )
    policies = settings.policies.model_copy(update={"directory": base / settings.policies.directory})
    office = settings.admin_ui
    given = {name: base / path for name in _OFFICE_FILES if (path := getattr(office, name)) is not None}
    url = office.public_url or f"https://localhost:{office.port}"
    office = office.model_copy(update={"public_url": url, **given})
    return settings.model_copy(update={"state": state, "policies": policies, "admin_ui": office})


def _checked(settings: Settings) -> Settings:
    """What no single field can say."""
    state, witness = settings.state.directory.resolve(), settings.state.witness.resolve()
    if witness == state or state in witness.parents:
        raise SettingsRefused(
            f"{settings.file}: state.witness must lie outside state.directory: whoever can change one must not reach the other"
        )
    if settings.state.database_roles and not (settings.state.database or "").startswith("postgresql"):
        raise SettingsRefused(f"{settings.file}: state.database_roles is for PostgreSQL; a SQLite file has file rights")
    if settings.demo.operator and not (state / DEMO_MARKER).is_file():
        raise SettingsRefused(
            f"{settings.file}: demo.operator is for `deploy/demo` only; remove it (no {DEMO_MARKER} in {state})"
        )
    if (settings.admin_ui.certificate is None) is not (settings.admin_ui.key is None):
        raise SettingsRefused(f"{settings.file}: admin_ui.certificate and admin_ui.key are given together, or neither")
    if settings.mail.tls == "none" and settings.mail.host not in {"127.0.0.1", "::1", "localhost"}:
        raise SettingsRefused(f'{settings.file}: mail.tls = "none" is for a mail server on this machine only')
    return settings
