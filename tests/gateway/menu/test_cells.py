import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.menu.cells import CUT, cut, harmless, pad, width, wrap

ANY = st.text(max_size=60)


def test_a_japanese_letter_takes_two_cells_and_a_mark_upon_a_letter_none():
    assert width("関所 sekisho") == 12
    assert width("か\u3099") == 2


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("\x9b2J", "\\x9b2J"),
        ("host\u202egnp", "host\\u202egnp"),
        ("a\r\n\tb", "a\\r\\n\\tb"),
        ("\u2028\ue000\U000e0041", "\\u2028\\ue000\\U000e0041"),
        ("callcenter-app", "callcenter-app"),
        ("接続先", "接続先"),
    ],
)
def test_nothing_that_moves_a_cursor_is_left(hidden, shown):
    assert harmless(hidden) == shown


@given(ANY)
def test_what_is_harmless_stays_so_and_has_one_line(text):
    assert harmless(harmless(text)) == harmless(text)
    assert len(harmless(text).splitlines()) <= 1
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in harmless(text))


@given(ANY, st.integers(0, 50))
def test_cut_and_pad_fit_exactly(text, cells):
    assert width(cut(text, cells)) <= cells
    assert width(pad(text, cells)) == cells


def test_a_cut_text_says_so():
    assert cut("callcenter-app", 8) == "callce" + CUT
    assert cut("接続先の選択", 7) == "接続.."
    assert cut("abc", 2) == "ab"


@given(ANY.map(harmless), st.integers(2, 50))
def test_wrapped_lines_fit_and_lose_only_blanks(text, cells):
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_word_among_japanese_letters_is_moved_whole_and_nothing_before_it():
    assert wrap("一覧は help で表示します。必要な場合は policies/commands を", 40) == [
        "一覧は help で表示します。必要な場合は",
        "policies/commands を",
    ]
    assert wrap("近いもの（tail）です", 12) == ["近いもの", "（tail）です"]
    assert wrap("/var/log/a/b/c を", 8) == ["/var/log", "/a/b/c", "を"]


def test_words_stay_whole_and_a_full_stop_begins_no_line():
    assert wrap("press Enter to connect", 12) == ["press Enter", "to connect"]
    assert wrap("Home End: move", 8) == ["Home", "End:", "move"]
    assert wrap("接続できます。", 12) == ["接続できま", "す。"]
