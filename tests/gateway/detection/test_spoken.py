import pytest

from gateway.authentication.events import TerminalFault
from gateway.detection.rules.repeated_refusals import COUNTED
from gateway.detection.spoken import SPOKEN, spoken
from gateway.rotation.due import Failure


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("fault", [each.value for each in TerminalFault]),
        ("last", sorted(COUNTED)),
        ("reason", [each.value for each in Failure]),
    ],
)
def test_no_word_of_the_journal_is_left_without_a_persons(field: str, words: list[str]) -> None:
    assert set(words) <= SPOKEN[field].keys()


@pytest.mark.parametrize("field", sorted(SPOKEN))
def test_R95_each_is_said_in_japanese_and_in_ascii_english(field: str) -> None:
    for text in SPOKEN[field].values():
        assert not text.ja.isascii()
        assert text.en.isascii()


def test_what_a_client_made_up_has_none() -> None:
    assert spoken("asked", "nobody@example.com") is None
    assert spoken("address", "192.0.2.7") is None
