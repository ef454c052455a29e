import re

from hypothesis import given
from hypothesis import strategies as st

from gateway.commands.paging.plain_text import LINE_CELLS_MAX, LINE_LETTERS_MAX, PlainText, visible


def lines(*pieces):
    text = PlainText()
    return [line for piece in pieces for line in text.feed(piece)] + text.close()


def test_lines_and_the_last_one():
    assert lines("a\n\n山田\nb".encode()) == ["a", "", "山田", "b"]
    assert lines(b"a\n") == ["a"]
    assert lines(b"") == []


def test_controls_become_visible_and_nothing_is_dropped():
    assert lines(b"\x1b[31mred\x1b[0m\x07\r\n\x00\x7f\n") == ["^[[31mred^[[0m^G^M", "^@^?"]
    assert lines("\u202ea\u200b\u0085\u2028".encode()) == ["<U+202E>a<U+200B><U+0085><U+2028>"]
    assert lines(b"\xff\xe5\n") == ["��"]


def test_accents_stay_and_other_marks_are_spelled():
    assert visible("\u0301") == "\u0301"
    assert visible("\u3099") == "\u3099"
    assert visible("\u20dd") == "<U+20DD>"
    assert visible("\ufe0f") == "<U+FE0F>"


def test_a_tab_fills_up_to_the_next_eighth_cell():
    assert lines("山\tb\n\tc".encode()) == ["山      b", "        c"]


def test_a_line_is_bounded_in_cells_and_in_letters():
    assert [len(line) for line in lines(b"x" * (2 * LINE_CELLS_MAX + 1))] == [LINE_CELLS_MAX, LINE_CELLS_MAX, 1]
    assert max(map(len, lines(("a" + "\u0301" * 3 * LINE_LETTERS_MAX).encode()))) == LINE_LETTERS_MAX


@given(st.binary(max_size=200), st.integers(1, 5))
def test_any_split_gives_the_same_lines_and_none_can_move_a_cursor(data, size):
    said = lines(*(data[at : at + size] for at in range(0, len(data), size)))
    assert said == lines(data)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", "".join(said))
