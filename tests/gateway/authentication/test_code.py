import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authentication.code import digits, prompt


@pytest.mark.parametrize("typed", ["012345", " 012345\n", "012 345", "０１２３４５", "０１２　３４５", "0 1 2 3 4 5"])
def test_a_code_is_read_as_people_type_it(typed):
    assert digits(typed) == "012345"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345",
        "1234567",
        "12345a",
        "-12345",
        "+12345",
        "1e5",
        "٠١٢٣٤٥",
        "0x1234",
        "12345\x00",
        "012345;",
        "6" * 5_000_000,
    ],
)
def test_anything_else_is_no_code(typed):
    assert digits(typed) is None


@given(st.text(max_size=40))
def test_what_comes_out_is_six_ascii_digits_or_nothing(typed):
    read = digits(typed)
    assert read is None or (len(read) == 6 and read.isascii() and read.isdecimal())


def test_a_code_is_not_echoed():
    assert prompt("").echo is False
    assert prompt("").text == "One-time code / ワンタイムコード: "
