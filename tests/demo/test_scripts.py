"""The shell scripts: clean, quiet about where packages come from, and clear when they are called wrongly."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPTS = [PROJECT / "deploy" / name for name in ("install", "demo", "test")] + [PROJECT / ".ci" / "run"]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_parses_and_is_executable(script: Path) -> None:
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)
    if checker := shutil.which("shellcheck"):
        subprocess.run([checker, str(script)], check=True)


def test_no_registry_is_named() -> None:
    files = [*SCRIPTS, *(PROJECT / "requirements").iterdir(), PROJECT / "pyproject.toml"]
    for path in files:
        assert not re.search(r"https?://|--index|--extra-index|find-links", path.read_text()), path.name


def test_every_locked_package_has_hashes() -> None:
    for lock in (PROJECT / "requirements").glob("*.lock"):
        blocks = re.split(r"\n(?=\S)", lock.read_text().strip())
        for block in blocks:
            assert re.match(r"[a-z0-9-]+==\S+", block), block[:80]
            assert "--hash=sha256:" in block, block[:80]


def test_a_wrong_word_is_answered_with_the_right_ones() -> None:
    ran = subprocess.run([PROJECT / "deploy/install", "everything"], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "core|dev" in ran.stderr
