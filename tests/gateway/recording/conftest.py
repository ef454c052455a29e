"""One room a test."""

from pathlib import Path

import pytest

from tests.gateway.recording.scene import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)
