import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.wording import LETTERS_MAX, Fields, harmless
from gateway.vocabulary.identity import Language


def said(sentence: str, language: Language = Language.JAPANESE, **data: object) -> str:
    return Fields("a.b", data, {"P-1": "sato", "T-9": "pc-tanaka"}.get, language).filled(sentence)


@pytest.mark.parametrize(
    ("data", "person"),
    [
        ({"person": "P-1"}, "sato (P-1)"),
        ({"person": "P-2"}, "P-2"),
        ({"person": "P-2", "username": "suzuki"}, "suzuki (P-2)"),
        ({"username": "claimed"}, "claimed"),
        ({}, "-"),
    ],
)
def test_a_person_is_a_user_name_and_an_id(data: dict[str, object], person: str) -> None:
    assert said("{person}", **data) == person


def test_a_terminal_is_its_name_and_its_id() -> None:
    assert said("{terminal}", terminal="T-1") == "T-1"
    assert said("{terminal}", terminal="T-1", terminal_name="pc-sato") == "pc-sato (T-1)"
    assert said("{held_by_terminal}", held_by_terminal="T-2", held_by_name="pc-2") == "pc-2 (T-2)"
    assert said("{terminal}") == "-"
    assert said("{terminal}", terminal="T-9") == "pc-tanaka (T-9)"


def test_the_journals_words_are_said_in_a_persons() -> None:
    assert said("{fault}", fault="no-key") == "端末の鍵が提示されていません"
    assert said("{fault}", Language.ENGLISH, fault="no-key") == "no terminal's key was offered"
    assert (
        said("{last}（{asked}）", last="channel.refused", asked="exec scp")
        == "許可されていない要求（コマンドとしての scp）"
    )
    assert said("{asked}", asked="a-new-kind@example.com") == "a-new-kind@example.com"
    assert said("{asked}", asked="exec \x1b]0;t\x07") == "コマンドとしての ?]0;t?"


def test_what_is_missing_is_a_dash_and_lists_are_spelled_out() -> None:
    assert said("{why}|{rules}|{kind}", rules=["SK-1", "SK-2"]) == "-|SK-1 SK-2|a.b"


def test_a_value_is_never_read_as_a_sentence() -> None:
    assert said("{why}", why="{person} {0.__class__}") == "{person} {0.__class__}"


@given(st.text(max_size=300))
def test_whatever_a_value_holds_it_is_one_short_printable_line(value: str) -> None:
    line = harmless(value)
    assert line.isprintable()
    assert len(line) <= LETTERS_MAX
    assert "\n" not in said("{x}", x=value)


def test_direction_marks_and_controls_do_not_get_through() -> None:
    assert harmless("a\u202eb\x1b[2J\r\nSubject: x") == "a?b?[2J??Subject: x"
