"""The matrix names every requirement and never calls an untested one passed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.requirements_matrix import Coverage, State, lines, matrix, read_table, requirements_of

ROOT = Path(__file__).resolve().parent.parent


def test_R97_no_requirement_is_missing() -> None:
    rows = matrix(read_table(), {}, {})
    assert [row.requirement.id for row in rows] == [f"R-{n:02d}" for n in range(1, 98)]
    assert {row.state for row in rows} == {State.NOT_YET, State.ORGANISATIONAL}


def test_only_evidence_rows_are_organisational_without_a_test() -> None:
    for row in matrix(read_table(), {}, {}):
        organisational = row.state is State.ORGANISATIONAL
        assert organisational == (row.requirement.coverage is Coverage.EVIDENCE)


def test_one_failure_outweighs_every_pass() -> None:
    rows = {row.requirement.id: row for row in matrix(read_table(), {"R-16": 9, "R-17": 1}, {"R-16": 1})}
    assert rows["R-16"].state is State.FAIL
    assert rows["R-17"].state is State.PASS


def test_a_requirement_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="R-98"):
        matrix(read_table(), {"R-98": 1}, {})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tests/a.py::test_R16_code_is_good_once", {"R-16"}),
        ("tests/a.py::TestX::test_R16_R17_both[R18_param]", {"R-16", "R-17"}),
        ("tests/test_R01_file.py::test_nothing", set()),
        ("test_R163_not_one", set()),
        ("test_R16", {"R-16"}),
    ],
)
def test_requirements_are_read_from_the_function_name(name: str, expected: set[str]) -> None:
    assert requirements_of(name) == expected


def test_the_sums_stand_in_the_last_line() -> None:
    assert lines(matrix(read_table(), {"R-97": 1}, {}))[-1].startswith("97 requirements: 1 pass, 0 fail, ")


def test_R97_matrix_is_printed_before_the_closing_line(tmp_path: Path) -> None:
    (tmp_path / "test_made.py").write_text(
        "import pytest\n"
        "def test_R16_good(): pass\n"
        "def test_R17_bad(): assert False\n"
        "def test_R18_left_out(): pytest.skip('not here')\n"
    )
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", f"--rootdir={tmp_path}", "-p", "no:cacheprovider"]
    command += ["-p", "tests.requirements_matrix", "--matrix", "-n", "2", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    said = run.stdout.splitlines()
    assert [line[:20].rstrip() for line in said if line.startswith(("R-16", "R-17", "R-18"))] == [
        "R-16  pass",
        "R-17  fail",
        "R-18  not yet",
    ]
    assert "1 failed, 1 passed, 1 skipped" in said[-1]
