"""The files of a policy directory: exactly the known ones, and one digest over all of them.

limits.toml  orders.toml  purposes.toml  roles.toml  access/schema.cedarschema  access/NAME.cedar  access/cases/NAME.toml
commands/work_types.toml  commands/LIST.toml  budgets.toml  columns/DATABASE.toml
"""

import re
from collections.abc import Mapping
from pathlib import Path

from gateway.authorization.unfit import PolicyUnfit
from gateway.crypto.digest import sha256

SCHEMA = "access/schema.cedarschema"
WORK_TYPES = "commands/work_types.toml"
BUDGETS = "budgets.toml"
FIXED = (BUDGETS, "limits.toml", "orders.toml", "purposes.toml", "roles.toml", SCHEMA, WORK_TYPES)
RULES = re.compile(r"access/([a-z][a-z-]*)\.cedar")
CASES = re.compile(r"access/cases/([a-z][a-z-]*)\.toml")
LISTS = re.compile(r"commands/([a-z][a-z-]*)\.toml")
COLUMNS = re.compile(r"columns/([a-z][a-z0-9-]*)\.toml")
_NAMED = (RULES, CASES, LISTS, COLUMNS)
_FILE_BYTES_MAX = 1 << 20


def read(directory: Path) -> dict[str, bytes]:
    """Every file by its path relative to `directory`, sorted. Raises PolicyUnfit for an unknown, missing or unreadable one."""
    if not directory.is_dir():
        raise PolicyUnfit(str(directory), "directory", "there is no such directory")
    paths = sorted(path for path in directory.rglob("*") if not path.is_dir())
    names = [path.relative_to(directory).as_posix() for path in paths]
    for name in names:
        if name not in (*FIXED, *_named_like([name])):
            raise PolicyUnfit(name, name, "unknown file", valid=(*FIXED, *_named_like(names)))
    for name in FIXED:
        if name not in names:
            raise PolicyUnfit(name, name, "the file is missing")
    return {name: _content(path, name) for path, name in zip(paths, names, strict=True)}


def digest(files: Mapping[str, bytes]) -> str:
    """Hex SHA-256 over path and content of every file, each preceded by its length as 8 bytes, in order of the paths."""
    parts = [part for name in sorted(files) for part in (name.encode(), files[name])]
    return sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).hex()


def _named_like(names: list[str]) -> list[str]:
    return [name for name in names if any(each.fullmatch(name) for each in _NAMED)]


def _content(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_FILE_BYTES_MAX + 1)
    except OSError as wrong:
        raise PolicyUnfit(name, name, f"cannot be read: {wrong.strerror}") from None
    if len(content) > _FILE_BYTES_MAX:
        raise PolicyUnfit(name, name, f"is longer than {_FILE_BYTES_MAX} bytes")
    return content
