"""Mobile numbers in other signs; and words that are only words."""

import random
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.guards.metering import substituted
from gateway.guards.metering.substituted import LINES_MIN, SIGNS, Substituted
from tests.corpus.harvest import harvest
from tests.corpus.people import customers

NUMBERS = [one["mobile_n"] for one in customers(40, 3)]
ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
JAPANESE = ["ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ"]
MORSE = ["-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."]
CHANCE = random.Random(4)
WORDS = CHANCE.sample(
    ["lock", "path", "value", "until", "moved", "store", "desk", "keeper", "order", "person", "client"], 10
)


def people(lines: list[str]) -> int:
    return len(set(Substituted().read("".join(f"{line}\n" for line in lines))))


@pytest.mark.parametrize("words", [ENGLISH, JAPANESE, WORDS])
@pytest.mark.parametrize("separator", [" ", "-", ", ", "  ", "/"])
def test_R07_words_for_digits_are_people_line_by_line(words: list[str], separator: str) -> None:
    assert people([separator.join(words[int(one)] for one in number) for number in NUMBERS]) == len(set(NUMBERS))


def test_R07_the_names_of_digits() -> None:
    names = [f"DIGIT {word.upper()}" for word in ENGLISH]
    assert people([" ".join(names[int(one)] for one in number) for number in NUMBERS]) == len(set(NUMBERS))


def test_R07_letters_for_digits_with_names_beside_them() -> None:
    table = str.maketrans("0123456789", "".join(CHANCE.sample("abcdefghijklmnopqrstuvwxyz", 10)))
    assert people([f"山田花子,{number.translate(table)}" for number in NUMBERS]) == len(set(NUMBERS))


def test_a_few_lines_say_nothing_yet() -> None:
    lines = [" ".join(ENGLISH[int(one)] for one in number) for number in dict.fromkeys(NUMBERS)]
    assert people(lines[: LINES_MIN - 1]) == 0
    assert people(lines[:LINES_MIN]) == LINES_MIN
    assert people(lines[:1] * 50) == 0, "one person, again and again"


def test_eleven_signs_among_more_than_ten_are_none() -> None:
    chance = random.Random(1)
    lines = [[chance.choice("abcdefghijkl") for _ in range(SIGNS + 1)] for _ in range(300)]
    for line in lines:
        line[2] = line[0]
    assert people(["".join(line) for line in lines]) <= LINES_MIN


def test_the_machines_own_text_has_no_such_numbers() -> None:
    for name, data in harvest(2):
        found = set(Substituted().read(data.decode(errors="replace") + "\n"))
        assert len(found) < LINES_MIN + 2, name


@given(
    st.lists(
        st.sampled_from(["a", "Z9", "_", "?", " ", "é", "漢", "ゼ", "-", "abcdefghijk", "abcdefghij", "²", "\n"]),
        max_size=40,
    )
)
@example(["abcdefghij", "?"])
@example(["abcdefghij", "é"])
def test_words_of_eleven_letters_are_found_in_any_text(parts: list[str]) -> None:
    text = "".join(parts)
    assert list(substituted._words(text)) == re.findall(r"(?<![^\W_])[^\W_]{11}(?![^\W_])", text)
