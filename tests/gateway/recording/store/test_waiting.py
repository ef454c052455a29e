"""What waits in the folder, and that years of what does not are not read again each second."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.recording.store import shipped
from gateway.recording.store.shipped import Shipped
from gateway.recording.store.waiting import Waiting

NOTE = Shipped(digest="", stored_bytes=0, etag="", version="", locked_until=None, at=datetime(2026, 11, 23, tzinfo=UTC))


def a_file(directory: Path, name: str) -> Path:
    path = directory / name.split("-")[1] / f"{name}.rec"
    path.parent.mkdir(exist_ok=True)
    path.touch()
    return path


def test_what_has_its_note_waits_no_more(tmp_path: Path) -> None:
    one, two = a_file(tmp_path, "R-20261122-7F3K9QW2ZD"), a_file(tmp_path, "R-20261123-7F3K9QW2ZD")
    for name in ("notes.rec", "R-x.rec"):
        (tmp_path / "20261122" / name).touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "R-20261122-7F3K9QW2ZE.rec").touch()
    waiting = Waiting(tmp_path)
    assert waiting.look() == [one, two]
    shipped.write(one, NOTE)
    assert waiting.look() == [two]


def test_a_settled_day_is_not_read_again_until_something_in_it_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = a_file(tmp_path, "R-20261122-7F3K9QW2ZD")
    shipped.write(one, NOTE)
    waiting = Waiting(tmp_path)
    assert waiting.look() == []
    read: list[Path] = []
    real = shipped.read
    monkeypatch.setattr(shipped, "read", lambda path: (read.append(path), real(path))[1])
    assert waiting.look() == []
    assert read == []
    shipped.note_of(one).unlink()
    assert waiting.look() == [one]
    shipped.write(one, NOTE)
    assert waiting.look() == []
    other = a_file(tmp_path, "R-20261122-7F3K9QW2ZE")
    assert waiting.look() == [other]
