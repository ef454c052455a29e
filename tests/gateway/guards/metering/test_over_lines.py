"""Numbers over lines that hold nothing but digits."""

import random

import pytest

from gateway.guards.detect import Kind
from gateway.guards.metering.over_lines import HALVES_MAX, OverLines
from tests.corpus.people import customers

NUMBERS = [one["mobile_n"] for one in customers(30, 9)]


def people(text: str) -> int:
    return len(set(OverLines().read(text)))


@pytest.mark.parametrize("label", ["", "part ", "x: "])
@pytest.mark.parametrize("cut", [2, 4, 7, 9])
def test_R07_a_number_broken_in_two(cut: int, label: str) -> None:
    text = "".join(f"{label}{number[:cut]}\n{label}{number[cut:]}\n" for number in NUMBERS)
    assert len(NUMBERS) - 1 <= people(text) <= len(NUMBERS) + 6, "a half may fit another's"


@pytest.mark.parametrize("between", ["", "\n", "--\n"])
def test_R07_a_digit_a_line(between: str) -> None:
    text = "".join("\n".join(number) + "\n" + between for number in NUMBERS)
    assert {seen.value.decode() for seen in OverLines().read(text)} >= set(NUMBERS)


def test_R07_a_card_over_four_lines() -> None:
    (seen,) = OverLines().read("4111\n1111\n1111\n1111\n")
    assert (seen.kind, seen.value) == (Kind.CARD, b"4111111111111111")


@pytest.mark.parametrize("between", ["", " "])
def test_R07_a_column_a_person_is_counted_before_it_is_whole(between: str) -> None:
    rows = [between.join(signs) + "\n" for signs in zip(*NUMBERS[:20], strict=True)]
    assert people("".join(rows[:6])) == 20
    assert people("".join(rows)) == 20


@pytest.mark.parametrize("order", ["halves", "swapped", "mixed"])
@pytest.mark.parametrize("cut", [4, 5, 7])
def test_R07_two_passes_of_half_columns_are_as_many_people_as_pairs(cut: int, order: str) -> None:
    halves = [[number[:cut] for number in NUMBERS], [number[cut:] for number in NUMBERS]]
    text = [line for half in (halves[::-1] if order == "swapped" else halves) for line in half]
    if order == "mixed":
        random.Random(1).shuffle(text)
    assert people("".join(f"{line}\n" for line in text)) >= 0.9 * len(NUMBERS)
    assert people("".join(f"{line}\n" for line in halves[1])) == 0, "nobody has half a number"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{number}\n" for number in range(1000, 1400)),
        "".join(f"{number:04}\n" for number in range(600)),
        "".join(f"{number}\n" for number in range(20260101, 20260131)),
        "".join(f"pid {number}\n" for number in range(3000, 3200)),
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n" * 20,
        "0901\nsome words\n2345678\n",
        "".join(f"{at}\n{at * 7}\n" for at in range(1, 200)),
    ],
)
def test_lists_of_numbers_are_nobody(text: str) -> None:
    assert people(text) <= 3


def test_words_between_them_part_lines() -> None:
    assert people("09012\n3456\n78\n") == 1
    assert people("09012\nsome words\n3456\n78\n") == people("part 09012\npart 3456\nrest 78\n") == 0


def test_what_is_remembered_is_bounded() -> None:
    reader = OverLines()
    for number in range(5000):
        list(reader.read(f"090{number % 10_000:04}\n{number}\n"))
    assert len(reader._halves) <= HALVES_MAX
