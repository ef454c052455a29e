"""The words a person sees."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.decide import decide
from gateway.authorization.decision import Refusal
from gateway.authorization.wording import PLACEHOLDERS, Facts, is_one_line, placeholders_of, reason_of
from gateway.vocabulary.outcome import Text
from tests.gateway.authorization.a_request import a_request, an_order, the_policy


def facts(**other: object) -> Facts:
    return Facts(request=a_request(**other), limits=the_policy().limits, purposes=the_policy().purposes)


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_every_placeholder_has_words_with_and_without_an_order(name: str) -> None:
    for known in (facts(), facts(order=None)):
        word = PLACEHOLDERS[name](known)
        assert word.ja
        assert word.en
        assert word.en.isascii()


def test_times_are_shown_in_japan_time() -> None:
    rule = replace(the_policy().rules["SK-207"], title=Text(ja="{starts_at}", en="{ends_at}"))
    assert reason_of(rule, facts()).title == Text(ja="2026-11-22 09:00 JST", en="2026-11-22 17:00 JST")


def test_R24_a_purpose_outside_the_memorandum_points_to_the_desk() -> None:
    refusal = decide(a_request(order=an_order(purpose="inquiry")), the_policy())
    assert isinstance(refusal, Refusal)
    assert "コールセンター運営会社のデータ窓口" in refusal.shown.ja
    assert "the data desk of the call-centre operator" in refusal.shown.en
    assert "システムバックアップ、セキュリティ上の問題への対処、サービスの故障対応" in refusal.shown.ja
    assert "answering an inquiry" in refusal.shown.en


def test_R95_what_is_shown_holds_every_reason_and_its_next_step() -> None:
    refusal = decide(a_request(account="postgres", factors=frozenset()), the_policy())
    assert isinstance(refusal, Refusal)
    assert len(refusal.reasons) == 4
    for reason in refusal.reasons:
        assert reason.rule in refusal.shown.ja
        assert reason.next_step.ja in refusal.shown.ja
        assert reason.title.en in refusal.shown.en
        assert reason.next_step.en in refusal.shown.en


@pytest.mark.parametrize("text", ["{", "}", "{a.b}", "{a[0]}", "{0}", "{}", "{a!r}", "{a:>9}"])
def test_only_plain_names_stand_in_braces(text: str) -> None:
    with pytest.raises(ValueError):
        placeholders_of(text)


def test_names_are_found() -> None:
    assert placeholders_of("{a} {{x}} {b}") == ("a", "b")


def test_one_line() -> None:
    assert is_one_line("ディスク　故障 (全角空白)", 20)
    for text in ("", "　", " ", "a\nb", "a\x1b[2J", "a\u202eb", "a\u2028b", "x" * 21, "a\x00", "a\x9b"):
        assert not is_one_line(text, 20), ascii(text)


@given(st.text(max_size=30))
def test_one_line_never_holds_what_moves_a_cursor(text: str) -> None:
    if is_one_line(text, 30):
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text)
        assert len(text.splitlines()) == 1
