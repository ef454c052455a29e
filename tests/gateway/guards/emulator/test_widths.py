import pytest

from gateway.guards.emulator.widths import PARTS, SURE, width_of


@pytest.mark.parametrize("one", [*"aé±①ΩЖｱ│·…→", "\u00ad", "\U0001f1ef"])
def test_one_cell(one):
    assert width_of(one) == 1


@pytest.mark.parametrize("two", [*"漢かカ、。「　ＡＢ￥한😀⌚𠮷髙"])
def test_two_cells(two):
    assert width_of(two) == 2


@pytest.mark.parametrize(
    "none", ["\u0301", "\u3099", "\u309a", "\u200b", "\u200d", "\ufe0f", "\u2060", "\u1161", "\U000e0100", "\u2028"]
)
def test_no_cell(none):
    assert width_of(none) == 0


def test_what_is_taken_at_once_has_the_width_that_was_looked_up():
    text = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xD800), *range(0xE000, 0xFFFE))))
    for part in PARTS.finditer(text):
        if part.lastindex in (1, 2):
            assert {width_of(sign) for sign in part[0]} == {part.lastindex}


def test_what_is_sure_is_never_of_no_width_and_never_ambiguous():
    assert not any(SURE.fullmatch(sign) for sign in "é±①ΩЖ→😀⌚\u0301\u200b\u3099")
    assert SURE.fullmatch("ab漢かｱ│、")
