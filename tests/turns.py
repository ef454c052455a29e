"""Which test runs when, and where: what waits runs beside what computes, so that the machine is never idle and never late.

Walks wait for codes, clients and whole stacks; the tests of the rooms compute. In one process the fast ones come first. In
several (`-n`), whole files are handed out, so that what a file sets up is set up once, and the waiting ones are spread over the
first part of the run, so that none is left for its end. `-n auto` starts more processes than there are cores: some always wait.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

_ROOT = Path(__file__).parent
# The slower a folder, the later; in several processes, the earlier.
_WAITING = ("demo", "browser", "hostile", "walks", "soak")
_AS_ONE = "tests/browser/"  # one browser, and one signing-in of each person, for the whole folder
_SPREAD_OVER = 0.75  # of the files


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put them into their order, which must be the same in every process of a run."""
    if hasattr(config, "workerinput"):
        places = _places({_unit(item.nodeid): _folder(item) for item in items})
        items.sort(key=lambda item: places[_unit(item.nodeid)])
    else:
        items.sort(key=_folder)
    items.sort(key=lambda item: item.get_closest_marker("long") is not None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores."""
    cores = len(os.sched_getaffinity(0))
    return cores + max(1, cores // 2)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> "LoadFileScheduling | None":
    """Whole files in the order of the collection, unless `--dist` says otherwise."""
    if config.getoption("dist") != "load":
        return None
    config.option.loadscopereorder = False
    return _Files(config, log)


class _Files(LoadFileScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return _unit(nodeid)


def _unit(nodeid: str) -> str:
    """What one process runs as a whole."""
    return _AS_ONE if nodeid.startswith(_AS_ONE) else nodeid.split("::", 1)[0]


def _folder(item: pytest.Item) -> int:
    """0 for what computes, else the rank of the waiting folder."""
    name = item.path.relative_to(_ROOT).parts[0] if item.path.is_relative_to(_ROOT) else ""
    return 1 + _WAITING.index(name) if name in _WAITING else 0


def _places(folder_of: dict[str, int]) -> dict[str, float]:
    """Where each unit stands, from 0 to 1: those that compute evenly, those that wait among them, the slowest folder first."""
    computing = [unit for unit, folder in folder_of.items() if not folder]
    waiting = sorted((unit for unit, folder in folder_of.items() if folder), key=lambda unit: -folder_of[unit])
    return dict([*_spread(computing, 1), *_spread(waiting, _SPREAD_OVER)])


def _spread(units: list[str], end: float) -> Iterator[tuple[str, float]]:
    for number, unit in enumerate(units):
        yield unit, number * end / len(units)
