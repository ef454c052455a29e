"""Output in pieces that hold no more people than may be shown at once."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.relay.pieces import LEAST_BYTES, PEOPLE_MAX, SPARSE_BYTES, pieces
from tests.corpus.ordinary import negatives
from tests.corpus.people import customers

ADDRESS = "札幌市1-2-3"
VALUES = [
    "0312345678",
    "090-1234-5678",
    "a@b.jp",
    "〒530-0001",
    ADDRESS,
    "４１１１１１１１１１１１１１１１",
    "〇九〇一二三四五六七八",
]


@given(st.binary(max_size=5000))
def test_nothing_is_lost_and_no_piece_is_larger_than_a_kilobyte(data: bytes) -> None:
    found = list(pieces(data))
    assert b"".join(found) == data
    assert all(0 < len(piece) <= SPARSE_BYTES for piece in found)


@pytest.mark.parametrize("encoding", ["utf-8", "euc-jp", "cp932"])
@pytest.mark.parametrize("value", VALUES)
def test_R07_values_come_twenty_at_most_at_a_time(value: str, encoding: str) -> None:
    data = f"{value}\n".encode(encoding)
    assert max(len(piece) / len(data) for piece in pieces(data * 500)) <= PEOPLE_MAX + 2


@pytest.mark.parametrize("encoding", ["euc-jp", "cp932"])
def test_R07_a_piece_that_begins_within_a_character_is_read_all_the_same(encoding: str) -> None:
    number = ("４" * 16).encode(encoding)
    assert max(len(piece) / len(number) for piece in pieces(b"x" + number * 100)) <= PEOPLE_MAX


@given(st.lists(st.sampled_from([*VALUES, "word ", "東京都", "\n", "。"]), max_size=300), st.integers(0, 40))
def test_R07_no_piece_holds_more_values_than_may_be_shown(words: list[str], before: int) -> None:
    whole, at, ends = " " * before + "\n".join(words), 0, list[int]()
    for word in words:
        at = whole.index(word, at) + len(word)
        if word in VALUES:
            ends.append(len(whole[:at].encode()))
    start = 0
    for piece in pieces(whole.encode()):
        stop = start + len(piece)
        assert sum(start < end <= stop for end in ends) <= PEOPLE_MAX + 1
        start = stop


def test_what_nobody_is_in_is_looked_at_a_kilobyte_at_a_time() -> None:
    assert [len(piece) for piece in pieces(b"usr bin lib etc " * 256)] == [SPARSE_BYTES] * 4
    for document in negatives(1):
        if document.name in ("syslog", "compiler", "ls", "git", "manual"):
            assert all(len(piece) == SPARSE_BYTES for piece in list(pieces(document.data))[:-1]), document.name


def test_rows_of_customers_are_not_torn_apart_more_than_need_be() -> None:
    rows = "".join(",".join(map(str, person.values())) + "\r\n" for person in customers(60, 1)).encode()
    assert min(len(piece) for piece in list(pieces(rows))[:-1]) >= SPARSE_BYTES // 2


def test_noise_of_digits_comes_in_the_smallest_pieces() -> None:
    noise = bytes(random.Random(1).choices(b"0123456789 ", weights=[1] * 10 + [0.5], k=4096))
    assert max(len(piece) for piece in pieces(noise)) <= 4 * LEAST_BYTES
