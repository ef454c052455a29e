import itertools
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.stage import Finding, Passed, Stage


class Doubtful:
    """The example of the contract: holds back a lone ESC until it is known what follows."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, chunk: bytes) -> Passed:
        data = self._held + chunk
        self._held = b"\x1b" if data.endswith(b"\x1b") else b""
        return Passed(data[: len(data) - len(self._held)])

    def idle(self) -> Passed:
        held, self._held = self._held, b""
        return Passed(held)

    def close(self) -> Passed:
        return self.idle()


def carried(stage: Stage, pieces: list[bytes]) -> bytes:
    return b"".join(stage.feed(piece).data for piece in pieces) + stage.close().data


@given(st.binary(max_size=40), st.lists(st.integers(0, 40), max_size=5))
def test_a_stage_gives_the_same_bytes_wherever_the_stream_is_cut(stream, cuts):
    borders = [0, *sorted(cut for cut in cuts if cut <= len(stream)), len(stream)]
    pieces = [stream[start:stop] for start, stop in itertools.pairwise(borders)]
    assert carried(Doubtful(), pieces) == stream


def test_what_passed_and_what_was_noticed_are_values():
    passed = Passed(b"x", (Finding("kind", 3, "sha256:00"),))
    with pytest.raises(FrozenInstanceError):
        passed.data = b"y"  # type: ignore[misc]
    assert Passed(b"").findings == ()


def test_R37_a_finding_has_no_place_for_the_data_itself():
    assert set(Finding.__slots__) == {"kind", "size_bytes", "digest", "weight"}
