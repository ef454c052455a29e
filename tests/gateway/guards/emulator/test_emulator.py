"""xterm's law, by its sources, above all where tmux has another (`agreed` says where), and what no stream can do."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.emulator import edits, emulator, switches
from gateway.guards.emulator import settings as slots
from gateway.guards.emulator.emulator import SEQUENCE_MAX, Emulator
from gateway.guards.emulator.picture import picture_of
from gateway.guards.emulator.state import COLUMNS_MAX, ROWS_MAX, bounded
from gateway.guards.terminal import modes, table
from tests.gateway.guards.emulator.streams import streams


def screen(stream, columns=6, rows=3):
    made = Emulator(columns, rows)
    made.feed(stream)
    return made


def shown(stream, columns=6, rows=3):
    return "|".join("".join(row).rstrip() for row in screen(stream, columns, rows).cells).rstrip("|")


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("abcdef\bX", "abcdXf"),  # a pending wrap is the last cell
        ("abcdef\x1b[DX", "abcdXf"),
        ("abcdef\x1b[KX", "abcdeX"),
        ("abcdef\nX", "abcdef|     X"),
        ("abcdef\x1b[1mX", "abcdef|X"),  # colours and tabs leave it pending
        ("abcdef\tX", "abcdef|X"),
        ("abcdef\x1b7\x1b[H\x1b8X", "abcdef|X"),  # and it is saved
        ("a\r\nbc\x1b[LX", "a|X|bc"),  # IL and DL go to the first column
        ("a\r\nbc\x1b[H\x1b[2MX", "X"),
        ("\x1b[2;3r\x1b[Ha\x1b[LX", "aX"),  # and do nothing outside the region
        ("abcdefgh\x1b[9DX", "abcdef|Xh"),
        ("\x1b[?45habcdefgh\x1b[4DX", "abcdXf|gh"),  # reverse wrap, within a line that wraps
        ("\x1b[?45habc\r\nd\x1b[4DX", "abc|X"),
        ("a\x1b[9b", "aaaaaa|aaaa"),  # REP wraps
        ("a\x1b[m\x1b[3b", "a"),
        ("漢\x1b[2b", "漢漢漢"),
        ("abcde漢", "abcde|漢"),
        ("\x1b[?7labcdefghX", "abcdeX"),
        ("\x1b[?7labcde漢X", "abcdeX"),
        ("\x1b[?7labcdefg\x1b[?7hXY", "abcdeX|Y"),
        ("\x1b[3gabc\x1b[HX\tY", "Xbc  Y"),
        ("ab\x1bH\r\tX\b\x1b[g\r\tY", "abX  Y"),
        ("\x1b[3g\x1b[2G\x1bH\x1b[4G\x1bH\r\x1b[2IX\x1b[2ZY", " Y X"),
        ("\x1b[2aX\x1b[eY", "  X|   Y"),  # HPR VPR
        ("\x1b[3`X\x1b[2dY", "  X|   Y"),
        ("a\x1b[?1049hb\x1b[?1049lc", "ac"),
        ("a\x1b[?1049h\x1b[3;3Hb\x1b7\x1b[?1049lc", "ac"),  # each page has its own saved cursor
        ("a\x1b[?47hb\x1b[?47lc\x1b[?47h", " b"),  # what stood on the page of 47 stands there still
        ("a\x1b[?1047hb\x1b[?1047lc\x1b[?1047h", ""),
        ("a\x1b[?1048h\x1b[3Hb\x1b[?1048lc", "ac||b"),
        ("\x1b[?6s\x1b[2;3r\x1b[?6hX\x1b[?6rY", "Y|X"),  # XTSAVE, XTRESTORE
        ("\x1b[2;3r\x1b[?6h\x1b[HX\x1b[9;9HY", "|X|     Y"),
        ("\x1b[2;3r\x1b[?6h\x1b[2;2H\x1b7\x1b[?6l\x1b[H\x1b8X", "||\x20X"),
        ("\x1b[2;3r\x1b[Ha\r\n\nb\nc", "a|b|\x20c"),
        ("\x1b[3;3rX", "X"),  # a region of one row is none
        ("a\x1b[!pb", "ab"),
        ("ab\x1bcX", "X"),
        ("a\x1b[?3hb", "ab"),  # DECCOLM without mode 40
        ("ab\x1b[0Tc", "abc"),
        ("\x1b(0q\x1b(Bq\x1b)0\x0eq\x0fq", "─q─q"),
        ("\x1b)0\x0e\x1b7\x0f\x1b8q", "─"),  # DECSC keeps them
        ("か\u3099\u3099", "か\u3099\u3099"),
        ("\u0301a", "a"),
        ("abcdef\u0301", "abcdef\u0301"),
        ("漢\x1b[2GX", "\x20X"),  # half a character is none
        ("漢\rX", "X"),
        ("漢字\x1b[2G\x1b[X", "\x20 字"),
        ("漢字\x1b[2G\x1b[P", "\x20字"),
        ("漢字\x1b[2G\x1b[@", "\x20\x20 字"),
        ("\x1b[4habcd\r漢", "漢abcd"),
        ("\x1b[4habcde漢", "abcde|漢"),
        ("abcdef\x1b[2G\x1b[1K", "\x20 cdef"),
    ],
)  # fmt: skip
def test_xterms_law(stream, expected):
    assert shown(stream) == expected.rstrip()


MARGINS = "\x1b[?69h\x1b[2;4s"  # columns 2 to 4 of 6


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (f"{MARGINS}\x1b[1;2Habcde", "\x20abc|\x20de"),  # lines wrap within them
        (f"{MARGINS}abcdef", "abcd|\x20ef"),  # from the first column on too
        (f"{MARGINS}\x1b[1;5Habc", "\x20\x20\x20 ab|c"),  # right of them to the last column
        (f"123456{MARGINS}\x1b[1;2H\x1b[P", "134 56"),
        (f"123456{MARGINS}\x1b[1;2H\x1b[@", "1 2356"),
        (f"123456{MARGINS}\x1b[1;6H\x1b[P\x1b[@", "123456"),
        (f"123456\r\nabcdef{MARGINS}\x1b[1;2H\x1b[M", "1bcd56|a   ef"),
        (f"123456\r\nabcdef{MARGINS}\x1b[1;2H\x1b[L", "1   56|a234ef|\x20bcd"),
        (f"123456\r\nabcdef{MARGINS}\x1b[S", "1bcd56|a   ef"),
        (f"123456\r\nabcdef{MARGINS}\x1b[T", "1   56|a234ef|\x20bcd"),
        (f"123456\r\nabcdef{MARGINS}\x1b[3;2H\n", "1bcd56|a   ef"),
        (f"123456\r\nabcdef{MARGINS}\x1b[3;1H\nX", "123456|abcdef|X"),
        (f"{MARGINS}\x1b[1;3HX\rY", "\x20YX"),
        (f"{MARGINS}\x1b[1;3H\x1b[9CX\x1b[1;3H\x1b[9DY", "\x20Y X"),
        (f"{MARGINS}\x1b[1;2H\tX", "\x20\x20 X"),
        (f"{MARGINS}\x1b[?6h\x1b[HX\x1b[9;9HY", "\x20X||\x20\x20 Y"),
        (f"{MARGINS}\x1b[?69labcdefg", "abcdef|g"),
        (f"漢字{MARGINS}\x1b[1;2H\x1b[M", ""),
    ],
)  # fmt: skip
def test_left_and_right_margins(stream, expected):
    assert shown(stream) == expected


def test_erasing_takes_the_chosen_background_and_nothing_else_of_the_style():
    styles = screen("\x1b[1;31;44mab\x1b[K").state.page.rows[0].styles
    assert styles[1].foreground == "31"
    assert (styles[2].foreground, styles[2].background, styles[2].marks) == ("", "44", 0)


def test_a_line_goes_on_until_it_is_erased():
    assert [row.wraps for row in screen("abcdefg").state.page.rows] == [True, False, False]
    assert not screen("abcdefg\x1b[H\x1b[K").state.page.rows[0].wraps


def test_every_allowed_sequence_is_known():
    assert set(table.CONTROLS) == set(emulator.CONTROLS)
    assert {f"{intermediates}{final}" for intermediates, final in table.ESCAPES} == set(emulator.ESCAPES)
    named = {marker + intermediates + final for marker, intermediates, final in (*table.SEQUENCES, *table.MODES)}
    assert named - {"m"} == set(emulator.SEQUENCES)


def test_every_allowed_mode_has_its_place():
    without_effect = {3, 4, 2027}
    assert without_effect | set(slots.SLOTS) | set(switches._SWITCHES) == modes.PRIVATE


def test_a_repetition_is_bounded():
    assert edits.REPEATED_MAX == table.REPEATED_MAX


@given(st.one_of(streams, st.text(st.characters(max_codepoint=0x3FF), max_size=60), st.text(max_size=60)), st.data())
@settings(max_examples=200, deadline=None)
def test_nothing_breaks_it_and_any_split_is_the_same(stream, data):
    whole, split = screen(stream, 5, 3), Emulator(5, 3)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=5)))
    for start, stop in itertools.pairwise([0, *cuts, len(stream)]):
        split.feed(stream[start:stop])
    assert picture_of(split.state) == picture_of(whole.state)
    sound(whole)


def sound(made):
    """The cursor is on the screen, every row is full, and no character is half."""
    state = made.state
    assert 0 <= state.x < state.columns
    assert 0 <= state.y < state.rows
    assert len(state.page.rows) == state.rows
    for row in state.page.rows:
        assert len(row.letters) == len(row.styles) == state.columns
        assert row.letters[0]
        for left, right in itertools.pairwise(row.letters):
            assert left or right


@given(streams, st.lists(st.tuples(st.integers(-1, 20), st.integers(-1, 9)), max_size=3), streams)
@settings(max_examples=100, deadline=None)
def test_any_size_is_sound(before, sizes, after):
    made = screen(before, 5, 3)
    for columns, rows in sizes:
        made.resize(columns, rows)
        sound(made)
    made.feed(after)
    sound(made)


def test_a_smaller_window_keeps_the_cursors_row():
    made = screen("1\r\n2\r\n3", 6, 3)
    made.resize(4, 2)
    assert ["".join(row).rstrip() for row in made.cells] == ["2", "3"]
    made.resize(6, 3)
    assert ["".join(row).rstrip() for row in made.cells] == ["2", "3", ""]


def test_sizes_are_bounded():
    assert bounded(100_000, 100_000) == (COLUMNS_MAX, ROWS_MAX)
    assert bounded(0, 0) == (2, 1)


def test_what_is_unfinished_is_bounded():
    made = screen("\x1b[" + "1" * (SEQUENCE_MAX // 2))
    assert not made.at_rest
    made.feed("1" * SEQUENCE_MAX)
    assert made.at_rest


def test_a_cell_takes_only_so_many_marks():
    assert len(screen("a" + "\u0301" * 1000).cells[0][0]) <= 16
