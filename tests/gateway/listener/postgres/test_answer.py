import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.listener.postgres.answer import BYTES_MAX, parted
from gateway.vocabulary.secret import Secret


@pytest.mark.parametrize(
    ("answer", "password", "code"),
    [
        ("correct horse123456", "correct horse", "123456"),
        ("ひみつ123456", "ひみつ", "123456"),
        ("1234567", "1", "234567"),
        ("123456", "", "123456"),
        ("12345", "", "12345"),
        ("", "", ""),
        ("secret１２３４５６", "secret", "１２３４５６"),  # as a Japanese input method types
    ],
)
def test_the_last_six_letters_are_the_code(answer: str, password: str, code: str) -> None:
    assert parted(Secret(answer.encode())) == (Secret(password.encode()), code)


@pytest.mark.parametrize("octets", [b"\xff\xfe123456", b"x" * (BYTES_MAX + 1)])
def test_what_is_no_text_or_too_long_is_no_answer(octets: bytes) -> None:
    assert parted(Secret(octets)) == (Secret(b""), "")


@given(st.binary(max_size=64))
def test_bytes_of_chance_never_raise(octets: bytes) -> None:
    password, code = parted(Secret(octets))
    assert not code or password.reveal() + code.encode() == octets
