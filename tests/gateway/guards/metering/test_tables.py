import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.metering.tables import LEAST_ROWS, LINE_MAX, Tables

PSQL = "".join(f" {number} | plan {number} | open\n" for number in range(10))


def lines(text: str, *cuts: int) -> int:
    made, at = Tables(), 0
    for cut in sorted(cuts):
        made.read(text[at:cut])
        at = max(at, cut)
    made.read(text[at:])
    return made.take()


@pytest.mark.parametrize("separator", ["|", "\t", ","])
def test_rows_of_one_shape_are_a_table(separator: str) -> None:
    assert lines("".join(f"{n}{separator}b{separator}c\n" for n in range(20))) == 20


@pytest.mark.parametrize(
    "text",
    [
        "one, two\n" * 50,
        "a b c d e f\n" * 50,
        ("a,b,c\n" * (LEAST_ROWS - 1) + "nothing\n") * 20,
        "a,b,c",
        "a,b,c\na,b,c,d\na,b,c,d,e\na,b,c,d,e,f\n" * 10,
    ],
)
def test_what_is_no_table_counts_nothing(text: str) -> None:
    assert lines(text) == 0


def test_what_was_taken_is_told_once() -> None:
    made = Tables()
    made.read(PSQL)
    assert (made.take(), made.take()) == (10, 0)
    made.read(PSQL)
    assert made.take() == 10


def test_a_line_without_end_takes_no_memory() -> None:
    made = Tables()
    for _ in range(100):
        made.read("a," * 10_000)
    assert len(made._line) <= LINE_MAX


@given(st.lists(st.integers(0, len(PSQL)), max_size=30))
def test_any_split_counts_the_same(cuts: list[int]) -> None:
    assert lines(PSQL, *cuts) == 10
