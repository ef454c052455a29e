"""Whoever wants a file through a terminal: what reaches his terminal, or the target, starts no transfer program.

`CLIENTS` are the patterns by which programs start by themselves, or know their protocol: trzsz-go, trzsz.js and iTerm2's trigger,
zmodem.js, GNU screen, Tera Term (ZMODEM and B-Plus), lrzsz, C-Kermit, tmux integration. None may match in what passes.
"""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.pipeline import Pipeline
from gateway.guards.stage import Stage, Tripped
from gateway.guards.terminal import TerminalEscape
from gateway.guards.transfer import Direction, Triggers, Tripwire
from gateway.guards.typed import ControlStrings, Meter
from gateway.vocabulary.target import Encoding
from tests.gateway.guards.transfer.captures import (
    CASES,
    GKERMIT,
    GKERMIT_GET,
    KERMIT,
    KERMIT_FORCED_CRC,
    KERMIT_OTHER_PREFIX,
    KERMIT_PRINTABLE_MARK,
    SHOWN,
    ZFILE_CRC32,
    bytewise,
    cut,
)

SEQUENCES = (
    b"\x1b[0m",
    b"\x1b[31;1m",
    b"\x1b]0;t\x07",
    b"\x1b]52;c;eA==\x07",
    b"\xc2\x9b1m",
    b"\x9b0m",
    b"\x9d0;t\x9c",
    b"\x07",
    b"\x00",
)
PACKETS = (KERMIT, KERMIT_PRINTABLE_MARK, KERMIT_FORCED_CRC, GKERMIT, GKERMIT_GET)
BOTH = {
    "zmodem": re.compile(rb"\*\x18B[0-9a-f]{14}|" + re.escape(ZFILE_CRC32)),
    "xmodem": re.compile(rb"[\x01\x02](?:\x01\xfe|\x00\xff).{128}", re.DOTALL),
    "kermit": re.compile(b"|".join(re.escape(packet[1:-1]) for packet in PACKETS)),
    "ssh": re.compile(rb"\x00\x00..[\x04-\xff]\x14.{16}\x00\x00..[a-z0-9@,.-]{8}", re.DOTALL),
    "sftp": re.compile(
        rb"\x00\x00\x00(?:\x05[\x01\x02]\x00\x00\x00[\x03-\x06]|.\x02\x00\x00\x00.\x00\x00\x00.[!-~]{8})", re.DOTALL
    ),
    "rsync": re.compile(rb"\n@RSYNCD: \d+\.\d+[^\n]*\n"),
}
CLIENTS = {
    Direction.OUTPUT: BOTH
    | {
        "trzsz": re.compile(rb"TRZSZ:TRANSFER:[SRD]:\d+\.\d+\.\d+"),
        "zmodem by itself": re.compile(rb"\*\*\x18B0[01]|[\x18\x10]B"),
        "tmux": re.compile(rb"\x1bP1000p|\x901000p"),
        "rsync client": re.compile(rb"[\x1b-\x22]\x00\x00\x00"),
    },
    Direction.INPUT: BOTH
    | {
        "kermit of any kind": re.compile(
            re.escape(KERMIT_OTHER_PREFIX[:-1])
        ),  # and so its answer, without which nothing comes
        "trzsz": re.compile(rb"#ACT:[0-9A-Za-z+/=]{20}"),
        "rsync server": re.compile(rb"[\x1b-\x22]\x00\x00\x00.xxh128 xxh3 xxh64 md5 md4 sha1", re.DOTALL),
    },
}
PAINTED = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-Z\\-~]|[\x07\x08]")


def shown() -> Stage:
    """From a target to a terminal."""
    return Pipeline(
        [
            Tripwire(Direction.OUTPUT),
            TerminalEscape(Encoding.UTF_8),
            Tripwire(Direction.OUTPUT, Triggers.PRINTABLE),
        ]
    )


def typed() -> Stage:
    """From a terminal to a target."""
    return Pipeline([Tripwire(Direction.INPUT), ControlStrings(), Meter(), Tripwire(Direction.INPUT)])


def arrived(stage: Stage, pieces: list[bytes], *, pauses: bool = False) -> tuple[bytes, bool]:
    """What passes `stage`, and whether it ended the session."""
    out = b""
    try:
        for piece in pieces:
            out += stage.feed(piece).data
            if pauses:
                out += stage.idle().data
        return out + stage.close().data, False
    except Tripped as trip:
        return out + trip.passed.data, True


def started(out: bytes, direction: Direction = Direction.OUTPUT) -> list[str]:
    """The programs that would start at `out`, at its bytes or at the text it paints."""
    texts = [b"\n" + out]
    if direction is Direction.OUTPUT:
        texts.append(b"\n" + PAINTED.sub(b"", out))
    return [name for name, pattern in CLIENTS[direction].items() if any(pattern.search(text) for text in texts)]


def wrapped(capture: bytes) -> Iterator[bytes]:
    """In the pass-through of multiplexers, nested, unterminated, and a megabyte away."""
    yield b"\x1bPtmux;" + capture.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\"
    yield b"\x1bP" + capture + b"\x1b\\"
    yield b"\x1bPtmux;\x1b\x1bPtmux;" + capture.replace(b"\x1b", b"\x1b" * 4) + b"\x1b\x1b\\\x1b\\"
    for open_string in (b"\x1b]0;", b"\x1bP", b"\x1b_", b"\x9d", b"\xc2\x90", b"\x1b[1;"):
        yield open_string + capture
    yield b"a line of text\r\n" * 70_000 + capture


def stage_of(direction: Direction) -> Stage:
    return shown() if direction is Direction.OUTPUT else typed()


@pytest.mark.parametrize(("direction", "kind", "capture"), CASES)
@pytest.mark.parametrize("pauses", [False, True])
def test_R03_a_start_one_byte_a_packet_ends_the_session_and_starts_nothing(direction, kind, capture, pauses):
    out, ended = arrived(stage_of(direction), bytewise(b"\n" + capture + bytes(1100)), pauses=pauses)
    assert ended
    assert started(out, direction) == []


@pytest.mark.parametrize("capture", [capture for captures in SHOWN.values() for capture in captures])
def test_R03_wrapped_nested_unterminated_or_far_away_it_starts_nothing(capture):
    for stream in wrapped(b"\n" + capture):
        out, _ = arrived(shown(), [stream[place : place + 32_768] for place in range(0, len(stream), 32_768)])
        assert started(out) == []


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CASES), st.data())
def test_R03_sequences_between_its_bytes_start_nothing(case, data):
    direction, _, capture = case
    places = data.draw(st.lists(st.integers(0, len(capture)), max_size=8))
    between = data.draw(st.lists(st.sampled_from(SEQUENCES), min_size=1, max_size=8))
    parts = cut(capture, places)
    stream = b"\n" + b"".join(part + between[number % len(between)] for number, part in enumerate(parts))
    for pieces in ([stream], bytewise(stream)):
        out, _ = arrived(stage_of(direction), pieces)
        assert started(out, direction) == []
    assert started(arrived(stage_of(direction), bytewise(stream), pauses=True)[0], direction) == []


PIECES = st.one_of(st.sampled_from([case[2] for case in CASES]), st.sampled_from(SEQUENCES), st.binary(max_size=20))


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=8), st.sampled_from(Direction), st.lists(st.integers(0, 300), max_size=5))
def test_R03_no_heap_of_pieces_starts_anything(pieces, direction, places):
    out, _ = arrived(stage_of(direction), cut(b"".join(pieces), places), pauses=True)
    assert started(out, direction) == []


@pytest.mark.parametrize(
    "stream", [b"*\x18\x1b]52;c;eA==\x07B0100000023be50\r\x8a", b"*\x18\xc2\x9d0;t\xc2\x9cB0100000023be50\r\x8a"]
)
def test_R03_a_string_between_two_halves_of_what_is_typed_joins_nothing(stream):
    out, ended = arrived(typed(), [stream])
    assert ended
    assert started(out, Direction.INPUT) == []


def test_R03_a_gap_longer_than_any_memory_hides_nothing():
    halves = b"::TRZSZ:TRA", b"NSFER:S:1.1.7:1234567890123:0\r\n"
    out, ended = arrived(shown(), [halves[0], *[b"\x1b[0m" * 8_000] * 20, halves[1]])
    assert ended
    assert started(out) == []


def test_R03_a_dribble_of_one_byte_a_pause_through_a_million_pauses_is_remembered():
    stage = Tripwire(Direction.OUTPUT)
    stage.feed(b"**\x18B")
    for _ in range(100_000):
        stage.idle()
    with pytest.raises(Tripped):
        stage.feed(b"00")
