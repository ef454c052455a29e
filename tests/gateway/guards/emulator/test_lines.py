import re

import pytest

from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.lines import REMEMBERED_LINES, Line, each, masked, starred
from gateway.guards.emulator.picture import picture_of
from gateway.guards.emulator.widths import MARK

DIGITS = re.compile(r"\d{4,}")


def rows(stream, columns=10, height=3):
    emulator = Emulator(columns, height)
    emulator.feed(stream)
    return picture_of(emulator.state).rows


def hidden(stream, pattern=DIGITS):
    mask = each(lambda text: [found.span() for found in pattern.finditer(text)])
    return "|".join("".join(row.letters).rstrip() for row in masked(rows(stream), mask)).rstrip("|")


def asked(stream, growing=None):
    lines: list[list[Line]] = []

    def mask(some):
        lines.append(list(some))
        return [[] for _ in some]

    masked(rows(stream), mask, growing)
    return lines


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("a12345b", "a*****b"),
        ("１２３４", "＊＊＊＊"),
        ("漢1234字", "漢****字"),
        ("12345678901234", "**********|****"),  # it wraps
        ("\x1b[1;9H12\x1b[2;1H34", "        **|**"),  # it touches
        ("\x1b[1;9H12\x1b[3;1H34", "        12||34"),
        ("1\u03012\u200b3\u03004", "****"),
        ("123\x1b[1m4\x1b[m", "****"),
    ],
)
def test_R05_what_is_hidden(stream, expected):
    assert hidden(stream) == expected


def test_R05_a_value_at_the_end_of_a_row_is_seen_alone_though_the_next_row_touches_it():
    assert hidden("\x1b[1;6H12345\x1b[2;1H678", re.compile(r"(?<!\d)\d{5}(?!\d)")) == "     *****|678"


def test_its_shape_and_its_spaces_are_kept():
    assert hidden("03-(1) @.　x", re.compile(".+")) == "**-(*) @.|　*"


def test_widths_and_styles_are_kept():
    before = rows("\x1b[31m１２1234")
    after = masked(before, each(lambda text: [(0, len(text))]))
    assert [len(letter) and 1 for letter in after[0].letters] == [len(letter) and 1 for letter in before[0].letters]
    assert after[0].styles == before[0].styles


def test_marks_are_left_out_of_the_text_and_voicing_is_not():
    assert asked("か\u3099e\u0301❤\ufe0fx")[0][0] == Line("がé❤x", [0, 2, 3, 4, *range(5, 10)])


def test_the_line_at_the_cursor_grows():
    assert [line.grows for line in asked("a\r\nb", growing=1)[0]] == [False, True, False]


def test_lines_are_joined_only_where_there_is_something_to_join():
    assert len(asked("a\r\nb")) == 1
    assert [line.text for line in asked("1234567890123")[1]] == ["1234567890123", ""]


def test_a_line_is_looked_at_once_and_so_many_are_remembered():
    looked = []
    mask = each(lambda text: looked.append(text) or [])
    for number in (0, 0, *range(REMEMBERED_LINES + 1), 0):
        mask([Line(str(number), range(4))])
    assert len(looked) == REMEMBERED_LINES + 2


def test_marked_characters_are_stars_and_those_between_them_are_not():
    (row, *_) = starred(rows(f"1{MARK}2{MARK}a佐{MARK}藤{MARK}bc3{MARK}"))
    assert "".join(row.letters) == "**a＊＊bc*"
