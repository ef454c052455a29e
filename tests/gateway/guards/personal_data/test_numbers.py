"""Check digits."""

import random
from collections import Counter

import pytest

from gateway.guards.personal_data.numbers import is_card, is_my_number, long_numbers
from gateway.guards.personal_data.sighting import Kind
from tests.gateway.guards.personal_data.synthetic import card, customers


def test_numbers_made_by_rule_hold() -> None:
    chance = random.Random(1)
    assert all(is_card(card(chance)[1]) for _ in range(300))
    assert all(is_my_number(one["mynumber_n"]) for one in customers(300))


@pytest.mark.parametrize("digits", ["4111111111111112", "1234567890123452", "0000000000000000", "350000000000000"])
def test_what_is_no_card(digits: str) -> None:
    assert not is_card(digits)


def test_zeros_are_no_my_number() -> None:
    assert not is_my_number("000000000000")
    passing = sum(is_my_number(f"{number:012d}") for number in range(10**11, 10**11 + 1100))
    assert 80 < passing < 120, "one in eleven, whatever the number"


@pytest.mark.parametrize(
    ("text", "kind", "sure", "holds"),
    [
        ("4111-1111-1111-1111", Kind.CARD, True, True), ("4111 1111 1111 1111", Kind.CARD, True, True),
        ("4111111111111111", Kind.CARD, False, True), ("3782 822463 10005", Kind.CARD, True, True),
        ("4111-1111-1111-1112", Kind.CARD, True, False), ("1234-5678-9012", Kind.MY_NUMBER, False, False),
    ],
)  # fmt: skip
def test_runs(text: str, kind: Kind, sure: bool, holds: bool) -> None:
    bare: Counter[Kind] = Counter()
    found = [(seen.kind, seen.sure) for seen in long_numbers(f"x={text};", bare)]
    assert found == ([(kind, sure)] if holds else [])
    assert bare == ({} if sure else {kind: 1})


@pytest.mark.parametrize(
    "text", ["a4111111111111111", "41111111111111112345", "1.4111111111111111", "4111-11111111-1111"]
)
def test_parts_of_something_longer_are_none(text: str) -> None:
    assert list(long_numbers(text, Counter())) == []
