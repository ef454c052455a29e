from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.space.a_disk import small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as place:
        yield place
