import pytest

from gateway.authentication.password import BYTES_MAX, held, prompt
from gateway.vocabulary.secret import Secret


@pytest.mark.parametrize("typed", ["", " ", "correct horse", "ひみつ123", "p\x00w", "x" * BYTES_MAX])
def test_a_password_is_kept_exactly_as_typed_and_hidden(typed):
    secret = held(typed)
    assert secret == Secret(typed.encode())
    assert repr(secret) == "Secret(hidden)"


@pytest.mark.parametrize("typed", ["x" * (BYTES_MAX + 1), "ひ" * 342, "\udcff", "x" * 5_000_000])
def test_what_is_too_long_or_no_text_is_not_held(typed):
    assert held(typed) is None


def test_R95_the_question_is_not_echoed_and_bears_the_last_refusal():
    assert prompt("前回の拒否").instructions == "前回の拒否"
    assert prompt("").echo is False
