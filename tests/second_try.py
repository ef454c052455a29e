"""A test that failed is tried once more, and named at the end of the run: whole stacks on a busy machine meet real clocks.

A name that comes back there is a defect, of the test or of the product, and is looked into. So that nobody learns to live with
it, a run in which more than `TRIED_TWICE_MAX` tests needed it is red whatever they did then. `--once` takes the second try
away; `deploy/test --long` runs so.
"""

from typing import Final

import pytest

TRIED_TWICE_MAX: Final = 10  # of some 25,000


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--once", action="store_true", help="no second try of a test that failed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--once") or config.getoption("--long"):
        return
    for item in items:
        item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Red where too many were tried twice, though all passed then."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and _too_many(reporter) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _too_many(reporter: pytest.TerminalReporter) -> bool:
    return len(reporter.getreports("rerun")) > TRIED_TWICE_MAX


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Every first try that failed, with its reason."""
    again = terminalreporter.getreports("rerun")
    if not again:
        return
    terminalreporter.section("tried twice")
    for report in again:
        terminalreporter.write_line(f"{report.nodeid}: {_reason(report)}")
    if _too_many(terminalreporter):
        terminalreporter.write_line(f"FAILED: more than {TRIED_TWICE_MAX} were tried twice")


def _reason(report: pytest.TestReport) -> str:
    """The last line of what went wrong."""
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash else report.longrepr).strip().splitlines()[0][:300]
