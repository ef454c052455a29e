from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.recording.store import shipped
from gateway.recording.store.shipped import Shipped

NOTE = Shipped(
    digest="ab" * 32, stored_bytes=7, etag='"e"', version="v", locked_until=datetime(2030, 1, 1, tzinfo=UTC),
    at=datetime(2026, 11, 23, tzinfo=UTC),
)  # fmt: skip


def test_a_note_is_read_as_it_was_written_and_no_half_one_is_left(tmp_path: Path) -> None:
    path = tmp_path / "R-20261122-7F3K9QW2ZD.rec"
    assert shipped.read(path) is None
    shipped.write(path, NOTE)
    assert shipped.read(path) == NOTE
    assert [each.name for each in tmp_path.iterdir()] == ["R-20261122-7F3K9QW2ZD.shipped"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"digest": 3}', b"\xff"])
def test_what_is_no_note_is_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "R-20261122-7F3K9QW2ZD.rec"
    shipped.note_of(path).write_bytes(data)
    assert shipped.read(path) is None
