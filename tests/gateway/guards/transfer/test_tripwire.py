import hashlib
import itertools
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.stage import Finding, Tripped, Weight
from gateway.guards.transfer import Direction, Triggers, Tripwire
from tests.gateway.guards.transfer.captures import CASES, RZ, SZ, bytewise, cut, in_two, kind_of, tripped

PROJECT = Path(__file__).parents[4]
NOISE = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=20).map(str.encode),
    st.sampled_from(
        [b"\x1b[0m", b"\x1b]0;t\x07", b"\xc2\x9b1m", b"\x9d0;t\x9c", b"\r\n", b"\x00", b"*", b"\x18", b"\x01"]
    ),
)


def outcome(pieces: list[bytes], direction: Direction) -> tuple[Finding | None, bytes]:
    return tripped(pieces, direction)


@pytest.mark.parametrize(("direction", "kind", "capture"), CASES)
def test_R03_every_capture_trips_the_same_wherever_it_is_split(direction, kind, capture):
    stream = b"$ command\r\n" + capture + b"rest"
    whole = outcome([stream], direction)
    assert whole[0] is not None and whole[0].kind == kind
    assert all(outcome(pieces, direction) == whole for pieces in in_two(stream))
    assert outcome(bytewise(stream), direction) == whole


@pytest.mark.parametrize(("direction", "kind", "capture"), CASES)
def test_R03_pauses_let_no_start_through(direction, kind, capture):
    finding, passed = tripped(bytewise(capture), direction, pauses=True)
    assert finding is not None and finding.kind == kind
    assert (finding, passed) == outcome([capture], direction)


@given(st.sampled_from(CASES), NOISE, NOISE, st.lists(st.integers(0, 120), max_size=6))
def test_R03_any_split_between_any_noise_gives_the_same(case, before, after, places):
    direction, _, capture = case
    stream = before + b"\r\n" + capture + after
    whole = outcome([stream], direction)
    assert whole[0] is not None
    assert outcome(cut(stream, places), direction) == whole


@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=6), st.sampled_from(Direction))
def test_what_trips_nothing_passes_byte_for_byte(stream, places, direction):
    finding, passed = outcome(cut(stream, places), direction)
    assert passed == stream if finding is None else stream.startswith(passed)


def test_all_before_the_last_byte_of_a_start_passes_and_that_byte_never():
    wire = Tripwire(Direction.OUTPUT)
    with pytest.raises(Tripped) as raised:
        wire.feed(b"hello " + SZ)
    start = b"\x18B00"
    assert raised.value.passed.data == b"hello rz\r**\x18B0"
    assert raised.value.finding == Finding("transfer.zmodem", 4, hashlib.sha256(start).hexdigest(), Weight.NOTED)


def test_R03_once_tripped_nothing_passes_any_more():
    wire = Tripwire(Direction.OUTPUT)
    with pytest.raises(Tripped):
        wire.feed(RZ)
    for _ in range(3):
        with pytest.raises(Tripped) as again:
            wire.feed(b"innocent")
        assert again.value.passed.data == b""


def test_nothing_is_held():
    wire = Tripwire(Direction.OUTPUT)
    assert wire.feed(b"half a start **\x18B0").data == b"half a start **\x18B0"
    assert not wire.holds
    assert wire.idle().data == wire.close().data == b""


def test_a_start_of_the_stream_is_a_start_of_a_line():
    assert kind_of(b"@RSYNCD: 31.0\n") == "transfer.rsync"


def test_printable_triggers_are_those_that_pass_a_filter():
    assert kind_of(SZ, Direction.OUTPUT, Triggers.PRINTABLE) is None
    assert kind_of(b"::TRZ" + b"SZ:TRANSFER:S:1.0.0", Direction.OUTPUT, Triggers.PRINTABLE) == "transfer.trzsz"


def test_memory_is_bounded_by_the_longest_start():
    wire = Tripwire(Direction.OUTPUT)
    for _ in range(20):
        wire.feed(b"\x01" * 65_536)
        wire.feed(b"\x1b[" + b"1;" * 30_000)
    kept = sum(len(value) for value in vars(wire).values() if isinstance(value, bytes))
    assert kept < 3 * 1_100


def test_the_sources_and_manuals_of_this_project_are_honest():
    for folder in ("gateway", "tests", "docs", "deploy", "policies"):
        for path in (PROJECT / folder).rglob("*"):
            if path.suffix in {".py", ".md", ".toml", ".cedar", ".txt"}:
                text = path.read_bytes().replace(b"\n", b"\r\n")
                assert kind_of(text) is None, path
                assert kind_of(text.replace(b"\r\n", b"\r"), Direction.INPUT) is None, path


def test_japanese_text_in_every_encoding_is_honest():
    drawn = random.Random(5)
    letters = [
        chr(code) for code in itertools.chain(range(0x3041, 0x30FF), range(0x4E00, 0x9FA0), range(0xFF61, 0xFF9F))
    ]
    text = "".join(
        drawn.choice(letters) + drawn.choice(["", "", "A", "B0", "C", "1000p", "\r\n"]) for _ in range(60_000)
    )
    for encoding in ("utf-8", "euc-jp", "cp932"):
        for direction in Direction:
            assert kind_of(text.encode(encoding, "ignore"), direction) is None


@pytest.mark.long
def test_the_documents_of_this_machine_are_honest():
    for path in Path("/usr/share/doc").rglob("*"):
        if path.is_file() and path.suffix != ".gz":
            data = path.read_bytes()
            assert b"\x00" in data or kind_of(data.replace(b"\n", b"\r\n")) is None, path


def test_clean_text_costs_little():
    """Hundreds of MB/s at the very least on a busy machine; an accident in a pattern costs two orders of magnitude."""
    chunk = b"Nov 23 03:51:33 host app[123]: the quick brown fox jumps over the lazy dog\r\n" * 420
    wire = Tripwire(Direction.OUTPUT)
    began = time.thread_time()
    for _ in range(300):
        wire.feed(chunk)
    assert time.thread_time() - began < 300 * len(chunk) / 50e6


@pytest.mark.parametrize(
    "piece",
    [
        b"\x01",
        b"\x01\x02\xfd",
        b"\x18",
        b"*",
        b"*\x18A",
        b"\x00",
        b"\x1bP",
        b"\n%",
        b" S",
        b"@-#",
        b"\x01 S",
        b"\x14\x00\x00",
        b"\x9012",
    ],
)
def test_no_stream_is_slow(piece):
    stream = piece * (100_000 // len(piece))
    for direction in Direction:
        began = time.thread_time()
        tripped(cut(stream, list(range(0, len(stream), 32_768))), direction)
        assert time.thread_time() - began < 2
