"""The hash of a part of a file."""

import hashlib
import io

import pytest

from gateway.recording.ranges import hash_of_range

DATA = bytes(range(256)) * 9000


@pytest.mark.parametrize(
    ("start", "end"), [(0, 0), (0, 10), (5, 2_000_000), (2_300_000, 9_999_999), (9_999_999, 9_999_999)]
)
def test_a_range(start: int, end: int) -> None:
    assert hash_of_range(io.BytesIO(DATA), start, end) == hashlib.sha256(DATA[start:end]).digest()
