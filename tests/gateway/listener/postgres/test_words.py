import pytest

from gateway.listener.postgres import words
from gateway.vocabulary.outcome import Text


@pytest.mark.parametrize("text", [each for each in vars(words).values() if isinstance(each, Text)])
def test_english_is_ascii_and_both_say_what_to_do(text: Text) -> None:
    assert text.en.isascii()
    assert "ください" in text.ja or "切断しました" in text.ja


def test_databases_are_named_a_few_at_most() -> None:
    said = words.which_database([f"db{number}" for number in range(100)])
    assert "db9" in said.en
    assert "db10" not in said.en
    assert said.en.isascii()
