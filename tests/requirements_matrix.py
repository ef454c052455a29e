"""The matrix of requirements (R-97): which R has a test, and how it came out.

A test carries its requirements in its name, `test_R16_code_is_good_once` or `test_R16_R17_...`. After a run with
`--matrix` every R-01..R-97 of tests/requirements.toml is printed with one of four words:

  pass            at least one test passed, none failed
  fail            a test failed, or could not be set up
  organisational  no test: software can only keep the evidence
  not yet         no test has passed so far

No R can be missing: the table, not the tests, decides which rows are printed.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

TABLE = Path(__file__).with_name("requirements.toml")
_IN_NAME = re.compile(r"(?<=_)R(\d{2})(?=_|$)")


class State(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    ORGANISATIONAL = "organisational"
    NOT_YET = "not yet"


class Coverage(StrEnum):
    FULL = "full"
    PART = "part"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    id: str
    title: str
    coverage: Coverage
    limit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    requirement: Requirement
    state: State
    passed: int
    failed: int


def read_table(path: Path = TABLE) -> tuple[Requirement, ...]:
    """All requirements, in order. Raises ValueError unless they are exactly R-01..R-97."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    if list(table) != [f"R-{number:02d}" for number in range(1, 98)]:
        raise ValueError(f"{path.name} does not hold exactly R-01 to R-97 in order")
    return tuple(
        Requirement(id=id_, title=row["title"], coverage=Coverage(row["coverage"]), limit=row.get("limit", ""))
        for id_, row in table.items()
    )


def requirements_of(test_name: str) -> frozenset[str]:
    """The requirements a test's name (or node id) carries: `test_R16_R17_x[a]` -> {R-16, R-17}."""
    function = test_name.rsplit("::", 1)[-1].split("[", 1)[0]
    return frozenset(f"R-{number}" for number in _IN_NAME.findall(function))


def matrix(requirements: Sequence[Requirement], passed: Mapping[str, int], failed: Mapping[str, int]) -> list[Row]:
    """One row a requirement; a test that names an unknown requirement raises ValueError."""
    unknown = (set(passed) | set(failed)) - {requirement.id for requirement in requirements}
    if unknown:
        raise ValueError(f"tests name requirements that do not exist: {', '.join(sorted(unknown))}")
    return [
        Row(
            requirement=requirement,
            state=_state(requirement.coverage, passed.get(requirement.id, 0), failed.get(requirement.id, 0)),
            passed=passed.get(requirement.id, 0),
            failed=failed.get(requirement.id, 0),
        )
        for requirement in requirements
    ]


def _state(coverage: Coverage, passed: int, failed: int) -> State:
    if failed:
        return State.FAIL
    if passed:
        return State.PASS
    return State.ORGANISATIONAL if coverage is Coverage.EVIDENCE else State.NOT_YET


def lines(rows: Sequence[Row]) -> list[str]:
    """What is printed: one line a row, then the sums."""
    printed = [_line(row) for row in rows]
    sums = Counter(row.state for row in rows)
    printed.append(f"{len(rows)} requirements: " + ", ".join(f"{sums[state]} {state}" for state in State))
    return printed


def _line(row: Row) -> str:
    tests = f"{row.passed} passed" if row.passed else ""
    if row.failed:
        tests = f"{row.failed} failed" + (f", {tests}" if tests else "")
    limit = f"  [{row.requirement.coverage}: {row.requirement.limit}]" if row.requirement.limit else ""
    return f"{row.requirement.id}  {row.state:<14}  {row.requirement.title}{limit}" + (f"  ({tests})" if tests else "")


class Collector:
    """Counts what every test said, in the process that prints (the controller, when tests run in parallel)."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.update(requirements_of(report.nodeid))
        elif report.passed and report.when == "call" and not hasattr(report, "wasxfail"):
            self.passed.update(requirements_of(report.nodeid))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("requirements")
        for line in lines(matrix(read_table(), self.passed, self.failed)):
            terminalreporter.write_line(line)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--matrix", action="store_true", help="print the matrix of requirements R-01..R-97 at the end")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--matrix") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Collector(), "requirements-matrix")
