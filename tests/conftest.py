"""What every test may use: the databases, the demo stack, and `--long`."""

import importlib.util
from pathlib import Path

import pytest

pytest_plugins = ["tests.demo_stack"]
if importlib.util.find_spec("tests.databases"):
    pytest_plugins.append("tests.databases")

_ROOT = Path(__file__).parent
_LAST = ("demo", "browser", "hostile", "walks")  # the slower a folder, the later


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run scale and soak (tests marked `long`) as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Fast tests first; `long` ones only when asked for."""
    items.sort(key=_rank)
    if not config.getoption("--long"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="scale and soak: only with --long"))


def _rank(item: pytest.Item) -> int:
    folder = item.path.relative_to(_ROOT).parts[0] if item.path.is_relative_to(_ROOT) else ""
    return (100 if item.get_closest_marker("long") else 0) + (1 + _LAST.index(folder) if folder in _LAST else 0)
