"""R-16: what a guesser in this company would try first is refused, with words that help; what nobody would guess is taken."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.people.password_strength import ADVICE, TOO_LONG, TOO_SHORT, Known, Leak, objections

SATO = Known(
    own=("sato", "佐藤 太郎", "サトウ タロウ", "A-10234"),
    site=("callcenter-app", "みなと運用株式会社", "ほしみ通販", "NTT West"),
)
WEAK = [
    "himitsu123456", "sakura2026sakura", "さくら2026さくらさくら", "SatoTaro2026!", "taro-sato-1234", "サトウタロウサトウタロウ",
    "佐藤太郎A-10234!", "hoshutantou2026!", "qwertyuiop1234", "1qaz2wsx3edc", "callcenter-app-2026", "Callcenterapp!1",
    "natsuyasumi2026", "パスワードパスワードパスワード", "P@ssw0rdP@ssw0rd", "reiwa8nen11gatsu", "みなと運用みなと運用みなと運用",
    "minatounyou2026", "12345678901234567890", "aaaaaaaaaaaaaaaaaaaa", "harunatsuakifuyu", "hoshimitsuuhan1", "password1234!",
]  # fmt: skip
GOOD = [
    "correct horse 電池 staple", "kV9#mPq2$xLw7Rt!", "ぶどう-らいおん-かばん-とけい-みずうみ", "tokei budou lion kaban hasami",
    "an old-fashioned password", "やまびこ 三番線 ほうじ茶 鉛筆削り",
]  # fmt: skip


@pytest.mark.parametrize("password", WEAK)
def test_R16_what_is_guessed_first_is_refused_with_advice(password):
    found = objections(password, SATO)
    assert len(found) >= 2 and found[-1] == ADVICE
    for text in found:
        assert password not in text.ja and password not in text.en and text.en.isascii()


@pytest.mark.parametrize("password", GOOD)
def test_R16_what_nobody_guesses_is_taken(password):
    assert objections(password, SATO) == ()


@pytest.mark.parametrize(
    ("password", "about"),
    [
        ("SatoTaro2026!", "あなたの氏名"),
        ("minatounyou2026", "会社名"),
        ("himitsuhimitsu", "よく使われる言葉"),
        ("1qaz2wsx3edc4rfv", "キーボード"),
        ("sakura2026sakura", "年や日付"),
    ],
)
def test_the_reason_is_named(password, about):
    assert any(about in text.ja for text in objections(password, SATO))


def test_the_same_password_is_good_for_somebody_else():
    password = "kitamura-yuzuriha-88-tebukuro"
    assert objections(password, SATO) == ()
    assert objections("kitamurayuzuriha88", Known(own=("kitamura", "北村 ゆずりは", "キタムラ ユズリハ"))) != ()


def test_twelve_letters_at_least_and_a_kibibyte_at_most():
    assert TOO_SHORT in objections("kV9#mPq2$xL", SATO)
    assert objections("kV9#mPq2$xLw", SATO) == ()
    assert TOO_LONG in objections("a" * 10_000_000, SATO)
    assert objections("kV9#mPq2$xLw\n", SATO) != ()


def test_a_leaked_password_is_refused_however_strong():
    assert objections("kV9#mPq2$xLw7Rt!", SATO, Leak.LISTED) != ()
    assert objections("kV9#mPq2$xLw7Rt!", SATO, Leak.NOT_LISTED) == ()


def test_what_is_known_does_not_show_itself():
    assert "佐藤" not in repr(SATO)


def test_the_longest_password_is_judged_within_a_second():
    begun = time.monotonic()
    objections("ひみつ" * 100, SATO)
    objections("password1 " * 100, SATO)
    assert time.monotonic() - begun < 2


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_judged(password):
    found = objections(password, SATO)
    assert not found or found[-1] == ADVICE or TOO_LONG in found
