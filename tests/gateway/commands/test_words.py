import unicodedata

import pytest

from gateway.commands import words
from gateway.commands.paging import words as paging
from gateway.vocabulary.outcome import Text


def texts(module):
    for value in vars(module).values():
        held = value if isinstance(value, tuple) else value.values() if isinstance(value, dict) else (value,)
        for each in held:
            found = each[1] if isinstance(each, tuple) else each
            if isinstance(found, Text):
                yield found


ALL = [
    *texts(words),
    *texts(paging),
    words.ended(0, 1.5, 3),
    words.ended(None, 1.5, 3),
    words.plain_bound(5),
    words.strange_file("\u202e"),
    words.written("/etc/x", 1, 2),
    words.greeting("t", "a", "17:00"),
    paging.place(1, 2, 3),
]


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.en[:30])
def test_both_languages_and_no_letter_of_ambiguous_width(text):
    assert text.ja
    assert text.en.isascii()
    assert not [letter for letter in text.ja if unicodedata.east_asian_width(letter) == "A"]
