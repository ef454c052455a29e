import csv
import io
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.people.plain_line import is_plain_line

KEPT = [
    "髙橋 陽一", "﨑山", "葛\U000e0100城", "辻\ufe00", "\U00020bb7田", "\U0002f9d4", "\U00031350", "佐藤　花子", "O'Brien",
    "Nguyễn Văn", "か\u3099まぐち", "斉藤（旧姓 田中）", "a" * 100,
]  # fmt: skip
REFUSED = [
    "", " ", "　", "a" * 101, "佐藤\n陽一", "佐藤\u202e", "\u200f佐藤", "佐\u200b藤", "\x1b[31m佐藤", "\u0301佐藤", "佐藤\x00",
    "佐\u2028藤", "\ue000", "\U000f0000", "佐" + "\u0301" * 3, "\u3164", "\u2800\u2800", "=HYPERLINK(1)", "+81", "-1", "@sum",
    " =1", "＝1", "\ufe00", "\ud800", "\ufeff佐藤", "佐藤\U000e0041", "\U0002fffe",
]  # fmt: skip


@pytest.mark.parametrize("name", KEPT, ids=ascii)
def test_R13_written_forms_are_kept(name: str) -> None:
    assert is_plain_line(name)


@pytest.mark.parametrize("name", REFUSED, ids=ascii)
def test_R13_what_a_screen_would_obey_or_nobody_sees_is_refused(name: str) -> None:
    assert not is_plain_line(name)


@given(st.text(alphabet=st.characters(), max_size=120))
@example("\r\n")
def test_what_is_taken_moves_no_screen_and_is_no_formula(text: str) -> None:
    if not is_plain_line(text):
        return
    assert all(unicodedata.category(letter) in ("Zs", "Cn") for letter in text if not letter.isprintable())
    assert text.strip()[0] not in "=+-@"
    out = io.StringIO()
    csv.writer(out).writerow([text])
    assert out.getvalue().count("\n") == 1
