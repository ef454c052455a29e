"""Tables that tests print: what was measured, shown at the end of a run with `--matrix`, whichever process measured it.

A test says `table("title", ["line", ...])`; it is told to the process that prints as a property of the test's report.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest

_PROPERTY = "printed table"
Print: TypeAlias = Callable[[str, Sequence[str]], None]


class Collector:
    """Keeps what was told, one table a title."""

    def __init__(self) -> None:
        self.tables: dict[str, list[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, told in report.user_properties if report.when == "call" else ():
            if name == _PROPERTY:
                title, lines = told
                self.tables.setdefault(title, []).extend(lines)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for title, lines in sorted(self.tables.items()):
            terminalreporter.section(title)
            for line in lines:
                terminalreporter.write_line(line)


@pytest.fixture
def table(request: pytest.FixtureRequest) -> Print:
    """Print this at the end of the run."""

    def tell(title: str, lines: Sequence[str]) -> None:
        request.node.user_properties.append((_PROPERTY, (title, list(lines))))

    return tell


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--matrix") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Collector(), "printed-tables")
