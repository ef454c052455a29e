"""The seal's statement."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.recording import seal
from gateway.recording.seal import SHOWN, Seal, SealState, moment
from tests.gateway.recording.scene import STARTED

SEAL = Seal(
    recording="R-20261122-7F3K9QW2ZD",
    session="S-20261122-7F3K9QW2ZD",
    person="P-1",
    file=b"12345678",
    state=SealState.INTERRUPTED,
    reason="session process vanished",
    chunks=3,
    length=1000,
    torn=7,
    torn_hash=bytes(32),
    beyond=0,
    last_hash=bytes(32),
    last_at=STARTED,
    sealed_at=STARTED,
)


def test_what_was_written_is_read() -> None:
    assert seal.read(seal.write(SEAL)) == SEAL


def test_anything_else_is_refused() -> None:
    for change in (
        (b"interrupted", b"whatever"),
        (b"recording-seal", b"recording-header"),
        (b'"torn":7', b'"torn":-7.0'),
    ):
        with pytest.raises(ValueError):
            seal.read(seal.write(SEAL).replace(*change))


def test_R41_every_state_has_its_words() -> None:
    assert set(SHOWN) == set(SealState)
    assert SHOWN[SealState.INTERRUPTED].ja == "途中終了"
    assert all(text.en.isascii() for text in SHOWN.values())


def test_a_moment_is_counted_from_the_start() -> None:
    assert moment(STARTED, 1_500_000) == STARTED + timedelta(seconds=1.5)


def test_a_writer_that_lies_about_the_time_breaks_nothing() -> None:
    last = moment(STARTED, 2**64 - 1)
    assert seal.read(seal.write(replace(SEAL, last_at=last))).last_at == last
