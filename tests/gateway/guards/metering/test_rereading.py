"""All ways of reading together, whatever the pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.metering.rereading import LINE_MAX, Rereader
from tests.corpus.harvest import harvest
from tests.corpus.people import customers

NUMBERS = [one["mobile_n"] for one in customers(30, 9)]


def values(*pieces: str) -> set[bytes]:
    reader = Rereader()
    return {seen.value for piece in pieces for seen in reader.read(piece)}


@pytest.mark.parametrize(
    "line",
    [
        "〇九〇=一二三四=五六七八",
        "０９０＝１２３４＝５６７８",
        "0\u200b9\u03010-1234~5678",
        "⓪⑨⓪/①②③④/⑤⑥⑦⑧",
        "090ー1234ー5678",
    ],
)
def test_R07_digits_of_any_script_and_signs_nobody_sees(line: str) -> None:
    assert values(line + "\n") == {b"09012345678"}


def test_R07_lines_in_a_pane() -> None:
    text = "".join(f"{number[:6]}│log 1\n{number[6:]} │log 2\n" for number in NUMBERS)
    assert len(values(text)) >= len(NUMBERS)


def test_R07_a_line_without_end_is_read_piece_by_piece() -> None:
    text = " ; ".join(f"{number[:3]}={number[3:7]}={number[7:]}" for number in NUMBERS * 4)
    assert len(text) > 2 * LINE_MAX
    assert values(text) >= {number.encode() for number in NUMBERS[:20]}


@given(st.lists(st.integers(0, 600), max_size=6))
def test_the_same_for_every_split(cuts: list[int]) -> None:
    text = "".join(f"{number[:5]}\n{number[5:]}\n0 {' '.join(number[1:])}\n" for number in NUMBERS[:12])
    pieces, at = [], 0
    for cut in sorted(cuts):
        pieces.append(text[at:cut])
        at = max(at, cut)
    assert values(*pieces, text[at:]) == values(text)


def test_ordinary_text_of_this_machine_is_hardly_anybody() -> None:
    found = {name: len(values(data.decode(errors="replace") + "\n")) for name, data in harvest(3)}
    assert max(found.values()) <= 6, found
