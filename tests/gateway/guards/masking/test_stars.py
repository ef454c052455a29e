import pytest

from gateway.guards.emulator import MARK
from gateway.guards.emulator.widths import width_of
from gateway.guards.masking.reading import meant
from gateway.guards.masking.stars import Hidden, Stars, hidden


@pytest.mark.parametrize(
    ("text", "masked"),
    [("aあｱé", "*＊**"), ("1-(2)@3. 4", "*-(*)@*. *"), ("か\u3099a", "＊*"), ("　😀", "　＊"), ("\u00ad", "*")],
)
def test_a_star_is_as_wide_as_what_it_hides(text, masked):
    assert Stars().masked(text) == masked
    assert sum(map(width_of, masked)) == sum(map(width_of, text))


def test_what_is_hidden_is_marked_and_stays():
    assert Stars().marked("a-あ") == f"a{MARK}-あ{MARK}"


def test_memory_for_stars_is_bounded():
    stars = Stars()
    for code in range(0x4E00, 0x4E00 + 20_000):
        stars.masked(chr(code))
    assert len(stars._stars) <= 8192


def test_marks_go_with_the_character_they_stand_on():
    assert hidden(meant("ae\u0301x"), [(0, 2)]) == [Hidden(0, 3)]


def test_json_spelling_as_long_as_before():
    assert hidden(meant(r"x\u4f50-\u0031"), [(1, 4)]) == [
        Hidden(1, 7, r"\uff0a"),
        Hidden(7, 8),
        Hidden(8, 14, r"\u002a"),
    ]
    assert hidden(meant(r"\u4f50 plain"), [(2, 7)]) == [Hidden(7, 12)]
