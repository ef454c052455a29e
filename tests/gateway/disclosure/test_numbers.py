"""What a client sends as a list of numbers: encodings, headings, spellings, and everything that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.disclosure import numbers as module
from gateway.disclosure.numbers import BYTES_MAX, Numbers, Unfit, numbers_of

TWO = (("1001",), ("1002",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "shift_jis"])
def test_encodings_that_spreadsheets_write(encoding: str) -> None:
    found = numbers_of("お客様番号,備考\r\n1001,苦情\r\n1002,電話\r\n".encode(encoding))
    assert isinstance(found, Numbers)
    assert found.spellings == TWO


@pytest.mark.parametrize(
    "text",
    ["1001\n1002", "1001\r\n1002\r\n", "1001\r1002", "\n\n 1001 \n\n1002\n", '"1001","a, b"\n"1002",c', "1001\tx\n1002\ty",
     "1001\n1002\n1001\n", "番号\n1001\n1002"],
)  # fmt: skip
def test_lines_and_columns(text: str) -> None:
    found = numbers_of(text.encode())
    assert isinstance(found, Numbers)
    assert found.spellings == TWO


def test_full_width_digits_are_tried_both_ways() -> None:
    found = numbers_of("１００１\nA-7７\n０９０－１２３４－５６７８".encode())
    assert isinstance(found, Numbers)
    assert found.spellings == (("1001", "１００１"), ("A-77", "A-7７"), ("090-1234-5678", "０９０－１２３４－５６７８"))


def test_leading_zeros_and_letters_stay() -> None:
    found = numbers_of(b"000123\nAB-12\n")
    assert isinstance(found, Numbers)
    assert found.spellings == (("000123",), ("AB-12",))


def test_a_heading_is_only_the_first_line() -> None:
    assert isinstance(numbers_of(b"id\n1001\n"), Numbers)
    found = numbers_of(b"1001\nname\n")
    assert isinstance(found, Numbers)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "numbers.none"),
        (b"\n \n", "numbers.none"),
        ("\ufeff".encode(), "numbers.none"),
        (b"PK\x03\x04\x00\x00", "numbers.no-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "numbers.no-text"),
        (b"1001\x1b[31m\n", "numbers.no-text"),
        ("1001\n".encode("utf-16-le"), "numbers.no-text"),
        (b"\xff\xfe\x00", "numbers.no-text"),
        (b'"1001\n1002', "numbers.no-text"),
        (b"1" * 65, "numbers.unreadable"),
        (("１" * 65).encode(), "numbers.unreadable"),
        (b"1001\n" + "\u202e1002\n".encode(), "numbers.unreadable"),
        (b"1" * 5000, "numbers.no-text"),
        (b"1\n" * 20_001, "numbers.no-text"),
        (b"1" * (BYTES_MAX + 1), "numbers.too-large"),
        ("\n".join(map(str, range(1001))).encode(), "numbers.too-many"),
    ],
)
def test_what_cannot_be_used_is_refused_without_being_quoted(data: bytes, code: str) -> None:
    found = numbers_of(data)
    assert isinstance(found, Unfit)
    assert found.code == code
    assert "1001" not in found.text.both()


def test_the_line_is_named() -> None:
    found = numbers_of(b"1001\n1002\n" + b"9" * 65)
    assert isinstance(found, Unfit)
    assert "3 行目" in found.text.ja
    assert "Line 3" in found.text.en


def test_it_shows_no_number_of_itself() -> None:
    found = numbers_of(b"7700000001\n")
    assert repr(found) == "Numbers(1)"
    assert "7700000001" not in f"{found} {found!r}"


@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_any_bytes_are_numbers_or_refused(data: bytes) -> None:
    found = numbers_of(data)
    if isinstance(found, Numbers):
        assert 1 <= len(found) <= module.NUMBERS_MAX
        for spellings in found.spellings:
            assert all(0 < len(each) <= module.LETTERS_MAX and each.isprintable() for each in spellings)
