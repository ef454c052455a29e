import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from gateway.cli.escaping import shown, width


def test_what_a_terminal_would_obey_is_spelled_out() -> None:
    assert shown("a\x1b[2Jb") == "a\\x1b[2Jb"
    assert shown("x\u202ey\r\n\u2028\x9b") == "x\\u202ey\\r\\n\\u2028\\x9b"
    assert shown("\ud800") == "\\ud800"
    assert shown("佐藤 陽一（見本）") == "佐藤 陽一（見本）"


@given(st.text())
def test_nothing_of_control_passes(text: str) -> None:
    assert all(unicodedata.category(letter)[0] != "C" and letter not in "\u2028\u2029" for letter in shown(text))


def test_width_counts_columns() -> None:
    assert [width("abc"), width("日本"), width("ｶﾅ"), width("e\u0301"), width("")] == [3, 4, 2, 1, 0]
