"""Words of a line: quotes group, nothing else means anything."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.commands.invocation import Refused, Why
from gateway.authorization.commands.words import LETTERS_MAX, WORDS_MAX, Word, is_bare, is_plain, words_of


def texts(line: str) -> list[str]:
    words = words_of(line)
    assert not isinstance(words, Refused), words
    return [word.text for word in words]


def why(line: str) -> Why:
    found = words_of(line)
    assert isinstance(found, Refused), found
    assert found.text.ja
    assert found.text.en.isascii()
    return found.why


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tail syslog", ["tail", "syslog"]),
        ("  tail   syslog  ", ["tail", "syslog"]),
        ("grep 'a b' \"c d\"", ["grep", "a b", "c d"]),
        ("grep a'b'\"c\"d", ["grep", "abcd"]),
        ("grep '' x", ["grep", "", "x"]),
        ("grep text='a b' x", ["grep", "text=a b", "x"]),
        ("grep '\"' \"'\"", ["grep", '"', "'"]),
        ("grep '; | & < > ` $ ( ) { } * ? ~ ! \\' x", ["grep", "; | & < > ` $ ( ) { } * ? ~ ! \\", "x"]),
        ("grep エラー 山田太郎", ["grep", "エラー", "山田太郎"]),
        ("grep '全角　空白（｜；）' x", ["grep", "全角　空白（｜；）", "x"]),
    ],
)
def test_quotes_only_group(line: str, expected: list[str]) -> None:
    assert texts(line) == expected


def test_a_word_says_what_stands_before_its_first_quote() -> None:
    assert words_of("a='b' 'c=d' ''") == (
        Word(text="a=b", bare="a="),
        Word(text="c=d", bare=""),
        Word(text="", bare=""),
    )


@pytest.mark.parametrize("letter", ";|&<>`$(){}*?~!\\#^[]")
def test_R07_shell_syntax_is_refused_by_name(letter: str) -> None:
    found = words_of(f"tail a{letter}b")
    assert isinstance(found, Refused)
    assert found.why is Why.SYNTAX
    assert letter in found.text.ja
    assert letter in found.text.en


@pytest.mark.parametrize("line", ["grep 'a", 'grep "a', "grep 'a\"", "'"])
def test_an_open_quote_is_refused(line: str) -> None:
    assert why(line) is Why.SYNTAX


@pytest.mark.parametrize("line", ["", " ", "   "])
def test_nothing_is_no_command(line: str) -> None:
    assert why(line) is Why.EMPTY


def test_a_line_has_an_end() -> None:
    assert texts("a" * LETTERS_MAX) == ["a" * LETTERS_MAX]
    assert why("a" * (LETTERS_MAX + 1)) is Why.LONG
    assert len(texts("a " * WORDS_MAX)) == WORDS_MAX
    assert why("a " * (WORDS_MAX + 1)) is Why.LONG
    assert why("\x00" * 10_000_000) is Why.LONG


HIDDEN = (
    "\x00\x07\t\n\r\x0b\x1b\x7f\x85\x9b\xa0\xad\u034f\u115f\u180e"
    "\u2000\u200b\u200d\u200e\u2028\u2029\u202e\u2066\u3164\ufe0f\ufeff\uffa0\ue000\U000e0041\ud800"
)


@pytest.mark.parametrize("letter", HIDDEN, ids=lambda letter: f"{ord(letter):04X}")
@pytest.mark.parametrize("line", ["tail sys{}log", "grep 'a{}b' x", "{}tail x", "tail x{}"])
def test_R07_what_cannot_be_seen_is_refused_everywhere(letter: str, line: str) -> None:
    found = words_of(line.format(letter))
    assert isinstance(found, Refused)
    assert found.why is Why.LETTER
    assert f"U+{ord(letter):04X}" in found.text.en
    assert letter not in found.text.ja
    assert letter not in found.text.en


LOOKALIKES = "｜；＆＜＞＄（）＊？～！＼－＝．／‐‑‒–—―−﹣ａ１“”‘’｀　"


@pytest.mark.parametrize("letter", LOOKALIKES, ids=lambda letter: f"{ord(letter):04X}")
def test_R07_lookalikes_stand_only_between_quotes(letter: str) -> None:
    assert why(f"tail a{letter}b") is Why.LETTER
    assert texts(f"grep 'a{letter}b'") == ["grep", f"a{letter}b"]


def test_R07_only_nfc() -> None:
    assert texts("grep ガ x") == ["grep", "ガ", "x"]
    assert why("grep カ\u3099 x") is Why.LETTER
    assert why("grep 'カ\u3099' x") is Why.LETTER


@given(st.characters())
def test_bare_letters_are_plain_and_in_their_plain_form(letter: str) -> None:
    if is_bare(letter):
        assert is_plain(letter)
        assert unicodedata.normalize("NFKC", letter) == letter
        assert letter.isalnum() or letter in "._-/:=@%+,"


@given(st.text(max_size=60))
def test_no_letter_of_a_word_was_not_typed(line: str) -> None:
    words = words_of(line)
    if not isinstance(words, Refused):
        typed = iter(line)
        assert all(letter in typed for word in words for letter in word.text)  # in the same order
        assert all(is_plain(letter) for word in words for letter in word.text)
