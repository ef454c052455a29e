import os
import shutil
from pathlib import Path

import pytest

from gateway.authorization.unfit import PolicyUnfit
from gateway.wiring.office_policy import LastingPolicy
from tests.gateway.authorization.a_request import SHIPPED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "policies")


def touched(file: Path, text: str) -> None:
    file.write_text(text)
    os.utime(file, ns=(1, 1))  # whatever the clock's grain


def test_it_is_read_once_while_nothing_changes(folder: Path) -> None:
    lasting = LastingPolicy(folder)
    assert lasting.now() is lasting.now()


def test_a_change_is_read(folder: Path) -> None:
    lasting = LastingPolicy(folder)
    before = lasting.now()
    touched(folder / "limits.toml", (folder / "limits.toml").read_text() + "\n# another\n")
    assert lasting.now().digest != before.digest


def test_an_unfit_change_leaves_the_former_and_says_so_once(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    lasting = LastingPolicy(folder)
    before, good = lasting.now(), (folder / "limits.toml").read_text()
    touched(folder / "limits.toml", good + "\n[no.such]\nx = 1\n")
    assert lasting.now() is before
    assert lasting.now() is before
    assert caplog.text.count("the former stays") == 1
    (folder / "limits.toml").unlink()
    assert lasting.now() is before
    touched(folder / "limits.toml", good)
    assert lasting.now().digest == before.digest


def test_the_first_must_be_fit(folder: Path) -> None:
    (folder / "limits.toml").unlink()
    with pytest.raises(PolicyUnfit):
        LastingPolicy(folder)
