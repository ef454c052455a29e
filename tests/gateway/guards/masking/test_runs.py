import time

import pytest

from gateway.guards.masking.runs import HELD_MAX, decided, long_runs


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", 0),
        ("word", 0),
        ("a word", 2),
        ("a word,", 7),
        ("a\n", 2),
        ("12 ", 0),
        ("ab ", 3),
        ("x 12 ", 2),
        ("佐藤 ", 0),
        ("one two\nthree", 8),
    ],
)
def test_all_but_a_run_that_may_go_on_is_decided(text, place):
    assert decided(text, len(text)) == place


def test_what_is_not_whole_may_belong_to_the_run_before_it():
    assert decided("佐藤 \\u", 3) == 0
    assert decided("ab, \\u", 4) == 4


@pytest.mark.parametrize("length", [1, 96, 192, 193, 288, 1000])
@pytest.mark.parametrize("before", ["", "word ", "y" * 150 + "\n", "、" * 95])
def test_long_runs_are_found_wherever_they_stand(length, before):
    text = f"{before}{'z' * length}、" + "q" * 50
    start = len(before)
    assert list(long_runs(text)) == ([(start, start + length)] if length > HELD_MAX else [])


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "1 " * 100_000, ("b" * 150 + " ") * 1500, "佐 " * 100_000, "\\" * 200_000]
)
def test_the_time_grows_with_the_text_and_no_faster(text):
    began = time.process_time()
    decided(text, len(text))
    list(long_runs(text))
    assert time.process_time() - began < 1
