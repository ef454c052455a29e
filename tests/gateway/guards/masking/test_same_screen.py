"""Through the masker a person sees what the target painted, but for what is hidden: real programs, and any stream at all."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.emulator import Emulator
from gateway.guards.masking import Masker
from gateway.guards.terminal import TerminalEscape
from tests.gateway.guards.emulator.streams import streams
from tests.gateway.guards.masking import pieces
from tests.gateway.guards.terminal.strict import forms
from tests.gateway.guards.test_transcripts import TRANSCRIPTS, encoding_of

COLUMNS, ROWS = 80, 24
STARS = "*＊"


def painted(stream, sizes, columns=COLUMNS, rows=ROWS, above=0):
    """Pictures of the target's terminal and of the person's, at each pause."""
    masker, raw, person = Masker(columns=columns, rows=rows), Emulator(columns, rows), Emulator(columns, rows)
    person.feed("".join(f"before {line}\r\n" for line in range(above)))
    at = 0
    for size, pauses in sizes:
        piece = stream[at : at + size]
        at += size
        raw.feed(piece)
        data = masker.feed(piece.encode()).data + (masker.idle().data if pauses else b"")
        forms(data)
        person.feed(data.decode())
        if pauses:
            yield raw, person
    raw.feed(stream[at:])
    person.feed((masker.feed(stream[at:].encode()).data + masker.close().data).decode())
    yield raw, person


def same(raw, person):
    """Row by row the same, but for stars."""
    for before, after in zip(raw.cells, person.cells, strict=True):
        if before != after:
            assert len(before) == len(after)
            assert all(new == old or new in STARS for old, new in zip(before, after, strict=True)), (
                "".join(before),
                "".join(after),
            )
    assert (raw.state.x, raw.state.y) == (person.state.x, person.state.y)


def shown(transcript):
    guard = TerminalEscape(encoding_of(transcript))
    return (guard.feed(transcript.read_bytes()).data + guard.close().data).decode()


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("size", [97, 1500])
def test_R05_real_programs_look_the_same(transcript, size):
    stream = shown(transcript)[:60_000]
    sizes = [(size, number % 3 == 0) for number in range(len(stream) // size)]
    for raw, person in painted(stream, sizes):
        same(raw, person)


@settings(max_examples=150, deadline=None)
@given(streams, st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=8))
def test_R05_any_stream_looks_the_same(stream, sizes):
    for raw, person in painted(stream, sizes, 20, 5):
        same(raw, person)


@settings(max_examples=100, deadline=None)
@given(
    pieces.streams.filter(lambda stream: "\\u" not in stream),
    st.lists(st.tuples(st.integers(1, 90), st.booleans()), max_size=6),
)
def test_R05_whatever_is_hidden_keeps_its_cells(stream, sizes):
    """Streams full of values, labels and tables: each cell is as it was, or a star as wide."""
    for raw, person in painted(stream, sizes, 60, 12):
        same(raw, person)


WORK = [
    "$ ls\r\nsome file\r\n$ ",
    "$ abc\b\b\x1b[1@x\x1b[K\r\ndone\r\n$ ",
    "0%\r 50%\r100%\r\nready\r\n$ ",
    "$ ab\x1b[A\x1b[Bcd\r\n$ ",
    "$ vi\r\n\x1b[?1049h\x1b[2J\x1b[3;4Hhello\x1b[?1049l$ ",
    "x" * 80 + "y\b\bz\r\n$ ",
    "$ \x1b7abc\x1b8d\r\n",
    "a漢字\bb\r\n$ ",
]


@pytest.mark.parametrize("above", [0, 3, 22, 23, 40])
@pytest.mark.parametrize("stream", WORK, ids=range(len(WORK)))
def test_R05_what_stood_in_the_window_before_stays_and_the_session_goes_on_below_it(stream, above):
    for raw, person in painted(stream, [(7, True)] * (len(stream) // 7), above=above):
        lines = ["".join(row).rstrip() for row in person.cells]
        expected = ["".join(row).rstrip() for row in raw.cells]
        down = person.state.y - raw.state.y
        assert down >= 0
        assert person.state.x == raw.state.x
        if not raw.state.on_alternate:
            assert lines[down:] == expected[: len(lines) - down]
            assert all(re.fullmatch(r"before \d+", line) for line in lines[:down])


def test_R05_a_program_that_names_a_place_of_the_window_finds_it_there():
    stream = "$ tput cup 4 2\r\n\x1b[5;3Hhere\r\n$ "
    *_, (raw, person) = painted(stream, [(9, True)] * 3, above=10)
    same(raw, person)
