"""Range reads as a file: the same bytes as of a file, whatever is asked in whatever order, and few requests."""

import io
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.recording.store.object_file import AHEAD_MAX, AHEAD_MIN, ObjectFile, Piece

DATA = b"".join(number.to_bytes(4, "big") for number in range(100_000))


@dataclass
class Ranges:
    """One object a piece; `asked` in order."""

    objects: dict[str, bytes]
    asked: list[tuple[str, int, int]] = field(default_factory=list)

    def read(self, key: str, start: int, end: int, etag: str) -> bytes:
        assert etag == f"tag of {key}"
        assert 0 <= start < end <= len(self.objects[key])
        self.asked.append((key, start, end))
        return self.objects[key][start:end]


def of(data: bytes, cuts: list[int]) -> tuple[ObjectFile, Ranges]:
    edges = sorted({0, len(data), *cuts})
    pieces = [Piece(key=str(start), etag=f"tag of {start}", start=start, end=end) for start, end in pairwise(edges)]
    ranges = Ranges({piece.key: data[piece.start : piece.end] for piece in pieces})
    return ObjectFile(ranges, pieces), ranges


@settings(max_examples=60)
@given(
    st.lists(st.integers(1, len(DATA) - 1), max_size=4),
    st.lists(st.tuples(st.integers(0, len(DATA) + 10), st.integers(0, 300_000)), max_size=8),
)
def test_it_reads_as_a_file_does(cuts: list[int], reads: list[tuple[int, int]]) -> None:
    file, _ = of(DATA, cuts)
    like = io.BytesIO(DATA)
    for position, size in reads:
        assert file.seek(position) == like.seek(position)
        assert file.read(size) == like.read(size)
        assert file.tell() == like.tell()
    assert file.seek(-7, io.SEEK_END) == like.seek(-7, io.SEEK_END)
    assert file.read() == like.read()


def test_straight_on_it_reads_further_and_further_ahead_and_jumping_it_does_not() -> None:
    file, ranges = of(DATA, [])
    while file.read(100):
        pass
    assert len(ranges.asked) <= 4
    file, ranges = of(DATA, [])
    file.seek(200_000)
    file.read(10)
    assert ranges.asked == [("0", 200_000, 200_000 + AHEAD_MIN)]
    assert AHEAD_MAX <= 8 * 1024 * 1024


def test_nothing_is_an_empty_file() -> None:
    file = ObjectFile(Ranges({}), [])
    assert (file.seek(0, io.SEEK_END), file.read()) == (0, b"")
    assert file.readable()
    assert file.seekable()
