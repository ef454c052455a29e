"""Runs: packed together, readable from their first chunk on, bounded for the reader."""

import random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from gateway.recording.run import (
    BURST_BYTES,
    BYTES_A_SECOND,
    RUN_BYTES,
    RUN_CHUNKS,
    WINDOW_LOG,
    Effort,
    Packer,
    Unpacker,
)

SECOND = 1_000_000
SCREEN = b"".join(b"-rw-r--r-- 1 maint maint %7d Nov 22 queue-%d.conf\r\n" % (n * n, n) for n in range(60))


@given(st.lists(st.binary(max_size=300), max_size=40), st.data())
def test_R37_every_run_comes_back_from_its_first_chunk_on(chunks: list[bytes], data: st.DataObject) -> None:
    packer = Packer()
    packed = []
    for moment, raw in enumerate(chunks):
        if data.draw(st.booleans()):
            packer.end_run()
        packed.append((raw, *packer.pack(raw, moment)))
    for begin, (_, step, _) in enumerate(packed):
        if step == 0:
            unpacker = Unpacker()
            assert all(unpacker.unpack(kept, at, len(raw)) == raw for raw, at, kept in packed[begin:])


@given(st.binary(min_size=1, max_size=2000), st.binary(min_size=1, max_size=2000), st.integers(0, 4000))
def test_R41_a_chunk_cut_anywhere_is_refused(first: bytes, second: bytes, cut: int) -> None:
    packer, unpacker = Packer(), Unpacker()
    unpacker.unpack(packer.pack(first, 0)[1], 0, len(first))
    step, kept = packer.pack(second, 1)
    with pytest.raises(ValueError):
        unpacker.unpack(kept[: cut % len(kept)], step, len(second))
    with pytest.raises(ValueError):  # and nothing of its run is read afterwards
        unpacker.unpack(kept, step, len(second))


def test_what_a_screen_repeats_is_stored_once() -> None:
    packer = Packer()
    alone = len(packer.pack(SCREEN, 0)[1])
    assert len(packer.pack(SCREEN, SECOND)[1]) < alone / 10
    packer.end_run()
    assert packer.pack(SCREEN, 2 * SECOND) == (0, packer_of_one(SCREEN))


def packer_of_one(raw: bytes) -> bytes:
    return Packer().pack(raw, 0)[1]


def test_R41_a_run_is_short() -> None:
    packer = Packer()
    steps = [packer.pack(b"x", moment)[0] for moment in range(2 * RUN_CHUNKS)]
    assert steps == [*range(RUN_CHUNKS), *range(RUN_CHUNKS)]
    packer.end_run()
    steps = [packer.pack(bytes(RUN_BYTES // 4), moment)[0] for moment in range(6)]
    assert steps == [0, 1, 2, 3, 0, 1]


def test_a_rush_is_packed_quickly_until_it_is_over() -> None:
    packer, efforts = Packer(), []
    for _ in range(BURST_BYTES // RUN_BYTES + 2):
        packer.pack(bytes(RUN_BYTES), 0)
        efforts.append(packer.effort)
    assert efforts == [Effort.THOROUGH] * (BURST_BYTES // RUN_BYTES - 1) + [Effort.QUICK] * 3
    packer.pack(bytes(RUN_BYTES), 2 * SECOND * RUN_BYTES // BYTES_A_SECOND)
    assert packer.effort is Effort.THOROUGH


def test_R41_a_chunk_is_read_only_after_the_one_before() -> None:
    packer = Packer()
    kept = [packer.pack(SCREEN, moment) for moment in range(3)]
    for missing in ((1,), (0, 2), (0, 1, 1)):
        unpacker = Unpacker()
        with pytest.raises(ValueError):
            for which in missing:
                unpacker.unpack(kept[which][1], kept[which][0], len(SCREEN))


def test_a_bomb_is_bounded() -> None:
    rle = (131072 << 3 | 1 << 1).to_bytes(3, "little") + b"x"  # 128 KiB in four bytes
    bomb = packer_of_one(b"x") + rle * 60_000
    with pytest.raises(ValueError):
        Unpacker().unpack(bomb, 0, 262_144)
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=WINDOW_LOG + 1, write_content_size=False)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    kept = stream.compress(b"x" * 600_000) + stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    with pytest.raises(ValueError, match="memory"):
        Unpacker().unpack(kept, 0, 600_000)


@pytest.mark.parametrize("packed", [b"", b"not zstd", zstandard.compress(b"whole frame"), bytes(12)])
def test_what_no_packer_wrote_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError):
        Unpacker().unpack(packed, 0, 11)


def test_what_does_not_repeat_costs_next_to_nothing() -> None:
    noise = random.Random(1).randbytes(65_536)
    assert len(packer_of_one(noise)) < len(noise) + 64
