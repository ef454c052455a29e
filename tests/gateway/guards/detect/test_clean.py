import random

import pytest

from gateway.guards.detect import Context, Detector, clean, titles
from gateway.guards.detect.clean import Shape
from gateway.guards.detect.titles import title_of
from tests.corpus.ordinary import negatives
from tests.corpus.printed import positives

DETECTOR = Detector()
CLEAN = b"drwxr-xr-x 2 root root 4096 bin\nStarted Session 42 of slice.\n[ OK ] Reached target\n"


def test_what_is_clean_is_passed_by():
    assert DETECTOR.is_clean(CLEAN, Context())


@pytest.mark.parametrize(
    "block",
    [
        b"a@b",
        "日".encode(),
        b"03-2345-6789",
        b"09012345678",
        b"phone: 1",
        b"id|name|x",
        b"name,kana",
        b"COP12345678",
        b"0 9 0 1 2 3 4 5 6 7 8",
    ],
)
def test_what_may_hold_something_is_not(block):
    assert not DETECTOR.is_clean(block, Context())


def test_nothing_is_clean_within_a_table_or_a_line():
    table = DETECTOR.read("name,phone\n", Context())[1]
    assert not DETECTOR.is_clean(CLEAN, table)
    assert not DETECTOR.is_clean(CLEAN, DETECTOR.read("phone=", Context())[1])


def test_no_line_that_holds_something_is_called_clean():
    """Every line of the corpus in which anything is seen by itself, and every header."""
    for doc in [*positives(7, 6), *negatives(7)]:
        if doc.encoding != "utf-8":
            continue
        for line in doc.data.split(b"\n")[:60]:
            if DETECTOR.is_clean(line, Context()):
                sights, behind = DETECTOR._part(line.decode(), Context())
                assert not sights, line
                assert behind.behind_line().table is None, line


def test_every_title_in_ascii_holds_a_stem():
    words = [word.encode() for word in titles._WORDS if word.isascii()]
    assert [word for word in words if b"name" not in word and not any(stem in word for stem in clean._STEMS)] == []


@pytest.mark.parametrize("line", ["'tel'", "tel)", " birth*", "`mail`", '"phone"', "name: ", "氏名"])
def test_a_title_in_any_quotes_is_not_passed_by(line):
    """Whether a table begins must not depend on how much text is looked at with the title."""
    assert not DETECTOR.is_clean(f"{line}\r\n".encode(), Context()) or title_of(line) is None
    assert (
        DETECTOR.read(f"a\n{line}\n", Context())[1] == DETECTOR.read(f"{line}\n", DETECTOR.read("a\n", Context())[1])[1]
    )


def test_a_line_of_ascii_that_is_passed_by_holds_nothing_and_nothing_is_expected_behind_it():
    """Of the corpus, and of the same lines put together anew: quiet is what the long way would say."""
    quiet, chance = 0, random.Random("quiet")
    for doc in [*positives(7, 6), *negatives(7)]:
        lines = [line.decode(doc.encoding) for line in doc.data.split(b"\n")[:40]]
        words = [word for line in lines for word in line.split(" ")]
        for line in (*lines, *(" ".join(chance.choices(words, k=chance.randrange(1, 9))) for _ in range(60))):
            if DETECTOR._is_quiet(line):
                quiet += 1
                sights, behind = DETECTOR._part(line, Context()) if line else ((), Context())
                assert (tuple(sights), behind.behind_line()) == ((), Context()), line
    assert quiet > 500


def test_shapes_say_which_patterns_are_worth_trying():
    assert Shape("x 03-2345-6789").may_hold_phone()
    assert not Shape("x 03:23").may_hold_phone()
    assert Shape("4111 1111 1111 1111").may_hold_long()
    assert Shape("100-0005").may_hold_postal()
    assert not Shape("日本").may_hold_line_id()
    assert Shape("CAF123456").may_hold_line_id()
    assert Shape("0 9 0 1 2").may_hold_digits_apart()
    assert Shape("090 - 1234").may_hold_digits_apart()
    assert not Shape("090-1234-5678").may_hold_digits_apart()
    assert Shape("a 123-456").may_hold_any()
    assert not Shape("12 and 345").may_hold_any()
    assert Shape("0312345678").may_hold_bare()
    assert Shape("S5-1-2").may_hold_date()
    assert not Shape("10 a").may_hold_date()
