import unicodedata
from datetime import timedelta

import pytest

from gateway.menu import words
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text
from tests.gateway.authorization.a_request import NOW

CONSTANT = {name: value for name, value in vars(words).items() if isinstance(value, Text)}
GROUPS = {
    f"{name} {at}": text
    for name, value in vars(words).items()
    if isinstance(value, tuple)
    for at, text in enumerate(value)
}
MADE = {
    "left": words.left(NOW + timedelta(hours=3), NOW),
    "budget": words.budget(18, 20),
    "until": words.until(NOW, NOW),
    "refused": words.refused("SK-301"),
    "name_it": words.name_it("a"),
    "asked": words.asked(1, 2),
    "wants_approvals": words.wants_approvals(1, 2),
    "begins": words.begins(NOW, NOW),
    "not_yet": words.not_yet(NOW),
    "window_over": words.window_over("2026-11-22 17:00 JST"),
    "connecting": words.connecting("a", "b"),
    "idle": words.idle(10),
    "listed": words.listed("sato", ["build-host"]),
    "listed nothing": words.listed("sato", []),
}
ALL = {**CONSTANT, **GROUPS, **{f"{kind}": text for kind, text in words.ACCESS.items()}, **MADE}


@pytest.mark.parametrize("name", ALL)
def test_R95_english_is_ascii_and_japanese_breaks_no_column(name):
    """A letter of ambiguous width is one cell in one terminal and two in another."""
    text = ALL[name]
    assert text.en.isascii()
    assert not [letter for letter in text.ja if unicodedata.east_asian_width(letter) == "A"]


@pytest.mark.parametrize(
    ("seconds", "ja", "en"),
    [
        (0, "1分未満", "< 1 min"),
        (59, "1分未満", "< 1 min"),
        (60, "1分", "1 min"),
        (3599, "59分", "59 min"),
        (11520, "3時間12分", "3 h 12 min"),
    ],
)
def test_what_is_left_is_said_in_whole_minutes(seconds, ja, en):
    left = words.left(NOW + timedelta(seconds=seconds), NOW)
    assert (left.ja, left.en) == (ja, en)


def test_another_day_is_named_in_japan_time():
    assert words.of_day(NOW + timedelta(hours=1), NOW) == "11:05"
    assert words.of_day(NOW + timedelta(hours=20), NOW) == "11-23 06:05"


def test_a_text_is_said_in_one_language():
    assert words.say(words.OVER, Language.JAPANESE) == "終了"
    assert words.say(words.OVER, Language.ENGLISH) == "over"
