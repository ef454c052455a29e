"""The settings file `sekisho init` writes: every key with its meaning and default, those that must be chosen filled in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from gateway.settings.schema import Settings

HEAD = """\
# 関所 Sekisho: settings. 設定ファイル。知らない項目があると起動しません。
# An unknown key refuses the start. Lines that begin with # show defaults.
"""


def commented(chosen: Mapping[str, Mapping[str, Any]]) -> str:
    """TOML text; `chosen` gives the values that differ from the defaults, by part and key."""
    parts = [HEAD]
    for name, field in Settings.model_fields.items():
        part = field.annotation
        if isinstance(part, type) and issubclass(part, BaseModel):
            parts.append(_part(name, part, chosen.get(name, {})))
    return "\n".join(parts)


def _part(name: str, part: type[BaseModel], chosen: Mapping[str, Any]) -> str:
    lines = [f"# {(part.__doc__ or '').strip()}", f"[{name}]"]
    for key, field in part.model_fields.items():
        if field.description:
            lines.append(f"# {field.description}")
        lines.append(_line(key, field, chosen))
    return "\n".join(lines) + "\n"


def _line(key: str, field: FieldInfo, chosen: Mapping[str, Any]) -> str:
    if key in chosen:
        return f"{key} = {_toml(chosen[key])}"
    if field.default is PydanticUndefined:
        raise ValueError(f"{key} must be chosen")
    return f"# {key} = {_toml(field.default)}"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if value is None:
        return '""'
    text = str(value) if isinstance(value, Path | str) else repr(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
