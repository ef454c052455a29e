"""Words for people: both languages, the English in ASCII, and always what to do (R-95)."""

from gateway.relay.ssh.sftp import words
from gateway.relay.ssh.sftp.replies import Code
from gateway.vocabulary.outcome import Text

MADE = (words.too_large(512), words.session_full(2048, 2000), words.people_found(20), words.people_summed(20))
ALL = [*MADE, *words.OF_CODE.values(), *(value for value in vars(words).values() if isinstance(value, Text))]


def test_R95_both_languages_and_ascii() -> None:
    assert len(ALL) > 20
    for text in ALL:
        assert text.en.isascii()
        assert text.en.strip()
        assert not text.ja.isascii()


def test_codes_nobody_may_say_are_failures() -> None:
    assert words.of_target(3)[0] is Code.PERMISSION_DENIED
    assert {words.of_target(code)[0] for code in (5, 6, 7, 9, 2**32 - 1)} == {Code.FAILURE}
