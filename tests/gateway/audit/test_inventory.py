"""Files against manifest and plan."""

import os
from pathlib import Path

import pytest

from gateway.audit.finding import What
from gateway.audit.folder import file_hash
from gateway.audit.inventory import Inventory
from gateway.audit.manifest import write_manifest

PARTS = ("a", "b/c")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    for part in PARTS:
        (tmp_path / part).write_text(part)
    (tmp_path / "M").write_bytes(write_manifest({part: file_hash(tmp_path / part) for part in PARTS}))
    return tmp_path


def found(folder: Path, *, trusted: bool = False) -> list[tuple[What, str]]:
    return [(one.what, one.place) for one in Inventory(folder, "M", PARTS).findings(trusted=lambda _: trusted)]


def test_a_whole_folder_has_no_findings(folder: Path) -> None:
    assert found(folder) == []


def test_a_difference_blames_the_file_unless_its_contents_hold(folder: Path) -> None:
    (folder / "a").write_text("other")
    assert found(folder) == [(What.FILE_ALTERED, "a")]
    assert found(folder, trusted=True) == [(What.FILE_ALTERED, "M")]


def test_missing_and_added_files_are_named(folder: Path) -> None:
    (folder / "a").unlink()
    (folder / "b/d").write_text("")
    assert found(folder) == [(What.FILE_MISSING, "a"), (What.FILE_ADDED, "b/d")]


def test_a_link_or_pipe_is_never_opened(folder: Path) -> None:
    (folder / "a").rename(folder.parent / f"{folder.name}.aside")
    os.mkfifo(folder / "a")
    (folder / "linked").symlink_to("/")
    assert found(folder, trusted=True) == [(What.FILE_ALTERED, "a"), (What.FILE_ADDED, "linked")]


def test_the_manifest_itself_is_named(folder: Path) -> None:
    (folder / "M").write_bytes(write_manifest({"a": file_hash(folder / "a"), "z": "0" * 64}))
    assert found(folder) == [(What.FILE_ALTERED, "M")] * 2
    (folder / "M").write_bytes(b"junk")
    assert found(folder) == [(What.FILE_ALTERED, "M")]
    (folder / "M").unlink()
    assert found(folder) == [(What.FILE_MISSING, "M")]


def test_a_folder_that_cannot_be_read_is_no_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        Inventory(tmp_path / "nowhere", "M", PARTS)
