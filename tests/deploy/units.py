"""Unit files, read strictly: sections, keys in order, and what systemd itself makes of the sets of system calls."""

import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[2] / "deploy" / "systemd"
Unit = Mapping[str, Mapping[str, Sequence[str]]]


def unit(name: str) -> Unit:
    """`name` of deploy/systemd: section -> key -> values in order. Raises ValueError for a line that is none."""
    found: dict[str, dict[str, list[str]]] = {}
    section: dict[str, list[str]] | None = None
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            if line[1:-1] in found:
                raise ValueError(f"{name}: section {line} twice")
            section = found[line[1:-1]] = defaultdict(list)
            continue
        key, equals, value = line.partition("=")
        if section is None or not equals or not key.isalnum() or value != value.strip() or value.endswith("\\"):
            raise ValueError(f"{name}: {line!r}")
        section[key].append(value)
    return found


def service(process: str) -> Mapping[str, Sequence[str]]:
    """The [Service] section of a process's unit."""
    return unit(f"sekisho-{process}.service")["Service"]


def words(values: Sequence[str]) -> list[str]:
    """All words of a list setting; an empty value begins the list anew (systemd.exec(5))."""
    found: list[str] = []
    for value in values:
        found = [*found, *value.split()] if value else []
    return found


def system_calls(process: str) -> frozenset[str]:
    """What SystemCallFilter= leaves: lists in turn, `~` takes away, sets by systemd's own tables."""
    allowed: set[str] = set()
    for value in service(process)["SystemCallFilter"]:
        named = {call for word in value.removeprefix("~").split() for call in _calls_of(word)}
        allowed = allowed - named if value.startswith("~") else allowed | named
    return frozenset(allowed)


@cache
def _calls_of(word: str) -> frozenset[str]:
    if not word.startswith("@"):
        return frozenset({word})
    ran = subprocess.run(["systemd-analyze", "syscall-filter", word], capture_output=True, text=True, check=True)
    lines = [line.strip() for line in ran.stdout.splitlines()[1:]]
    return frozenset(call for line in lines if line and not line.startswith("#") for call in _calls_of(line))
