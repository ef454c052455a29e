"""The store's own process, and a room of recordings beside it."""

from pathlib import Path

import pytest

from tests.gateway.recording.scene import Room
from tests.gateway.recording.store.scene import Town, locked_for
from tests.object_store import ObjectStore


@pytest.fixture
def room(tmp_path: Path) -> Room:
    directory = tmp_path / "recordings"
    directory.mkdir()
    return Room(directory)


@pytest.fixture
def town(room: Room, s3: ObjectStore, tmp_path: Path) -> Town:
    return Town(room=room, s3=s3, place=s3.place(s3.bucket(), tmp_path))


@pytest.fixture
def locking(room: Room, s3: ObjectStore, tmp_path: Path) -> Town:
    """The same, where copies are locked for ten days."""
    return Town(room=room, s3=s3, place=s3.place(s3.bucket(locks=True), tmp_path), lock=locked_for(10))
