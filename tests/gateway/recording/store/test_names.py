from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.recording.store import names
from gateway.recording.store.names import Part

RECORDING = "R-20261122-7F3K9QW2ZD"


@pytest.mark.parametrize("prefix", ["", "a/", "a/b.c/"])
def test_what_is_named_is_known_again(prefix: str) -> None:
    part = Part(recording=RECORDING, start=0, end=10**13)
    assert names.recording_of(prefix, names.whole(prefix, RECORDING)) == RECORDING
    assert names.part_of(prefix, names.part(prefix, part)) == part
    assert names.part(prefix, part).startswith(names.parts(prefix, RECORDING))
    assert names.part_of(prefix, names.whole(prefix, RECORDING)) is None
    assert names.recording_of(prefix, names.part(prefix, part)) is None


@pytest.mark.parametrize(
    "key",
    [
        f"a/20261122/{RECORDING}.rec", f"20261123/{RECORDING}.rec", f"20261122/{RECORDING}.rec.rec", f"20261122/{RECORDING}",
        f"20261122/{RECORDING.lower()}.rec", f"20261122//{RECORDING}.rec", f"20261122/{RECORDING}.rec\n",
        f"20261122/{RECORDING}.parts/0000000000000005-0000000000000005", f"20261122/{RECORDING}.parts/5-6",
    ],
)  # fmt: skip
def test_any_other_key_is_nobodys(key: str) -> None:
    assert names.recording_of("", key) is None
    assert names.part_of("", key) is None


@pytest.mark.parametrize("name", ["", "../x", "R-1", RECORDING + "/.."])
def test_no_identifier_becomes_a_key(name: str) -> None:
    with pytest.raises(ValueError, match="no identifier"):
        names.whole("", name)


@given(st.lists(st.integers(0, 10**15), min_size=2, max_size=6, unique=True))
def test_keys_sort_as_the_bytes_lie(ends: list[int]) -> None:
    ends = sorted(ends)
    found = [names.part("p/", Part(recording=RECORDING, start=start, end=end)) for start, end in pairwise(ends)]
    assert found == sorted(found)
