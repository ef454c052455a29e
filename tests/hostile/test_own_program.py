"""What lies in the folder somebody starts the service in is not run with the service's rights (PEP 338)."""

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.wiring.own_program import own_program

EVIL = "from pathlib import Path\nPath('ran').touch()\n"


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    for package in ("gateway", "admin_ui"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(EVIL)
        (tmp_path / package / "__main__.py").write_text(EVIL)
    (tmp_path / "socket.py").write_text(EVIL)
    return tmp_path


def test_a_folder_of_the_callers_is_not_where_our_code_comes_from(trap: Path):
    ran = subprocess.run(own_program("gateway", "--help"), cwd=trap, capture_output=True, text=True, check=False)
    assert "関所 Sekisho" in ran.stdout, ran.stderr
    assert not (trap / "ran").exists()


def test_without_the_flag_it_would_be(trap: Path):
    """Or the test above proves nothing."""
    subprocess.run([sys.executable, "-m", "gateway", "--help"], cwd=trap, capture_output=True, check=False)
    assert (trap / "ran").exists()


def test_no_process_of_ours_is_started_otherwise():
    ours = (Path(__file__).parents[2] / room for room in ("gateway", "admin_ui"))
    said = [path.name for room in ours for path in room.rglob("*.py") if '"-m"' in path.read_text(encoding="utf-8")]
    assert said == ["own_program.py"]
