"""A copy of the shipped policy directory that a test may break."""

import shutil
from pathlib import Path

import pytest

from gateway.authorization.loader import load
from gateway.authorization.unfit import PolicyUnfit
from tests.gateway.authorization.a_request import SHIPPED


def a_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "policies"))


def edit(directory: Path, file: str, old: str, new: str) -> None:
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def unfit(directory: Path) -> PolicyUnfit:
    with pytest.raises(PolicyUnfit) as found:
        load(directory)
    return found.value
