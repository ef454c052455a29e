"""asciicast lines, and bytes as text without loss."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.recording.asciicast import (
    ESCAPE_BASE,
    CastEvent,
    CastHeader,
    EventLines,
    TextStream,
    Version,
    header_line,
    parse,
    restored,
)
from gateway.recording.terminal_event import Code

ENCODINGS = ("utf-8", "euc-jp", "cp932")
HEADER = CastHeader(cols=80, rows=24, timestamp=1_795_000_000, title="R-1 sato", term="xterm", facts={"a": 1})
EVENTS = [
    CastEvent(1_000, Code.OUTPUT, 'こんにちは "x"\r\n'),
    CastEvent(1_000, Code.INPUT, "ls\r"),
    CastEvent(2_500_000, Code.RESIZE, "132x43"),
    CastEvent(2_500_001, Code.MARKER, "承認"),
    CastEvent(3_600_000_000, Code.EXIT, "7"),
]


def text_of(pieces: list[bytes], encoding: str) -> str:
    stream = TextStream(encoding)
    return "".join(stream.feed(piece) for piece in pieces) + stream.close()


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.lists(st.binary(max_size=30) | st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace"))))
def test_R37_any_bytes_in_any_pieces_come_back(encoding: str, data: list[bytes]) -> None:
    assert restored(text_of(data, encoding), encoding) == b"".join(data)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_R37_every_pair_of_bytes_comes_back(encoding: str) -> None:
    for first in range(256):
        row = b"".join(bytes([first, second]) for second in range(256))
        for piece in (row, row[1:]):
            assert restored(text_of([piece], encoding), encoding) == piece


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_stays_readable_however_it_is_split(encoding: str) -> None:
    said = "障害対応 ok ｶﾅ"
    data = said.encode(encoding)
    assert text_of([bytes([byte]) for byte in data], encoding) == said


def test_bytes_that_are_no_text_become_private_characters() -> None:
    assert text_of([b"a\xffb"], "utf-8") == f"a{chr(ESCAPE_BASE + 0xFF)}b"
    assert text_of([b"\xe6\xbc"], "utf-8") == chr(ESCAPE_BASE + 0xE6) + chr(ESCAPE_BASE + 0xBC)


def test_such_a_character_in_the_stream_itself_is_not_taken_for_an_escape() -> None:
    data = chr(ESCAPE_BASE + 0x41).encode()
    assert restored(text_of([data], "utf-8"), "utf-8") == data
    assert text_of([data], "utf-8") != data.decode()


@pytest.mark.parametrize("version", list(Version))
def test_lines_come_back(version: Version) -> None:
    lines = EventLines(version)
    written = [header_line(version, HEADER), *(lines.line(event) for event in EVENTS)]
    assert all(line.endswith("\n") and json.loads(line) for line in written)
    head, events = parse(written)
    assert head == HEADER
    expected = EVENTS if version is Version.THREE else [*EVENTS[:-1], CastEvent(3_600_000_000, Code.MARKER, "exit 7")]
    assert list(events) == expected


def test_version_3_has_intervals_and_version_2_absolute_times() -> None:
    three, two = EventLines(Version.THREE), EventLines(Version.TWO)
    assert [json.loads(three.line(event))[0] for event in EVENTS[:3]] == [0.001, 0.0, 2.499]
    assert [json.loads(two.line(event))[0] for event in EVENTS[:3]] == [0.001, 0.001, 2.5]


def test_the_first_lines() -> None:
    two, three = (json.loads(header_line(version, HEADER)) for version in (Version.TWO, Version.THREE))
    assert (two["version"], two["width"], two["height"], two["env"]) == (2, 80, 24, {"TERM": "xterm"})
    assert (three["version"], three["term"]) == (3, {"cols": 80, "rows": 24, "type": "xterm"})


def test_comments_and_blank_lines_are_passed_over() -> None:
    head, events = parse(["# made by hand\n", "\n", header_line(Version.THREE, HEADER), "# x\n", '[0.5, "o", "x"]\n'])
    assert head.cols == 80
    assert list(events) == [CastEvent(500_000, Code.OUTPUT, "x")]


@pytest.mark.parametrize("bad", [[], ["[]\n"], ['{"version": 1}\n'], ["what\n"], ['{"version": 3}\n']])
def test_what_is_no_asciicast(bad: list[str]) -> None:
    with pytest.raises((ValueError, KeyError)):
        parse(bad)
