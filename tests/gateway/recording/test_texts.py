"""Words for people."""

from gateway.recording import texts
from gateway.vocabulary.outcome import Text


def test_every_text_is_in_both_languages_and_the_english_is_ascii() -> None:
    found = [value for value in vars(texts).values() if isinstance(value, Text)]
    assert len(found) == 4
    assert all(text.en.isascii() and not text.ja.isascii() for text in found)
