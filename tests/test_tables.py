"""What a test measured is printed at the end, from a run in several processes too."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MEASURES = """
def test_measures(table):
    table("people in a hundred bytes", ["one 4", "two 8"])

def test_measures_more(table):
    table("people in a hundred bytes", ["three 12"])
"""


@pytest.mark.parametrize(
    ("options", "is_printed"), [(["--matrix", "-n", "2"], True), (["--matrix"], True), ([], False)]
)
def test_R97_a_table_is_printed_where_the_matrix_is(tmp_path: Path, options: list[str], is_printed: bool) -> None:
    (tmp_path / "test_it.py").write_text(MEASURES)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
    command += ["-p", "tests.tables", "--rootdir", str(tmp_path), *options, str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ("people in a hundred bytes" in ran.stdout) is is_printed
    assert all((line in ran.stdout) is is_printed for line in ("one 4", "two 8", "three 12"))
