from gateway.keeper import asking, words
from gateway.vocabulary.outcome import Text

ALL = {name: value for name, value in vars(words).items() if isinstance(value, Text)} | {"BUSY": asking.BUSY}


def test_each_refusal_speaks_both_languages_and_says_what_to_do():
    for name, text in ALL.items():
        assert text.en.isascii(), name
        assert not text.ja.isascii(), name
        assert text.ja.endswith("。"), name
        assert text.ja.count("。") >= 1, name


def test_each_is_used_and_none_twice():
    assert len({text.en for text in ALL.values()}) == len(ALL)
