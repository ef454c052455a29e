"""A walk that failed is walked once more, and named at the end of the run: whole stacks on a busy machine meet real clocks.

Only what drives the demo with clients nobody here wrote (tests/walks, tests/browser) has a second try; what computes, and
everything under tests/hostile, has none: a promise that was broken once is broken. `--once` takes the second try away.
"""

from pathlib import Path

import pytest

_FOLDERS = (Path(__file__).parent / "walks", Path(__file__).parent / "browser")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--once", action="store_true", help="no second try for walks and browser tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--once"):
        return
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in _FOLDERS):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Every first try that failed, with its reason: a name that comes back here is a defect, here or in the product."""
    again = terminalreporter.getreports("rerun")
    if not again:
        return
    terminalreporter.section("tried twice")
    for report in again:
        terminalreporter.write_line(f"{report.nodeid}: {_reason(report)}")


def _reason(report: pytest.TestReport) -> str:
    """The last line of what went wrong."""
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).strip().splitlines()[0][:300]
