"""A settled town, made once a process and copied for whoever wants one of his own: settling takes ten verbs and log-ins."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.gateway.cli.town import Town, a_town, settle

_first: dict[Path, Town] = {}


@contextmanager
def a_settled_town(folder: Path) -> Iterator[Town]:
    """What `settle` leaves, in `folder` (empty), running, with keys, journal and clock of the first one."""
    first = _made(folder.parent / "settled")
    for name in ("state", "witness"):
        shutil.copytree(first.folder / name, folder / name, ignore=shutil.ignore_patterns("run"))
    for file in first.folder.glob("*.pub"):
        shutil.copy(file, folder)
    with a_town(folder, offset=first.clock.offset, like=first) as town:
        for name, person in first.people.items():
            town.people[name] = replace(person, key=folder / person.key.name if person.key.name else person.key)
        town.terminal, town.terminal_key = first.terminal, folder / first.terminal_key.name
        yield town


def _made(folder: Path) -> Town:
    if folder not in _first:
        folder.mkdir()
        with a_town(folder) as town:
            settle(town)
        _first[folder] = town
    return _first[folder]
