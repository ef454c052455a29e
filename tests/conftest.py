"""What every test may use: the databases, the demo stack, the order of the tests, and `--long`."""

import importlib.util
from pathlib import Path

import pytest

from tests import seed

pytest_plugins = ["tests.demo_stack", "tests.object_store", "tests.second_try", "tests.tables", "tests.turns"]
if importlib.util.find_spec("tests.databases"):
    pytest_plugins.append("tests.databases")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        seed.draw()  # before any test file, and any process of xdist's, is begun


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run scale and soak (tests marked `long`) as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`long` ones only when asked for."""
    if not config.getoption("--long"):
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="scale and soak: only with --long"))


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a short name: sockets lie below it, and a socket's path has 107 bytes at most (unix(7))."""
    return tmp_path_factory.mktemp("t")
