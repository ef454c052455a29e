import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.authentication.login_name import LETTERS_MAX, LoginName, NameFault, NameRefusal, parse
from gateway.vocabulary.identifiers import ACCOUNT_NAME, TARGET_NAME, USERNAME


def fault(given_name: str) -> NameFault:
    refusal = parse(given_name)
    assert isinstance(refusal, NameRefusal), refusal
    return refusal.fault


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("sato", LoginName(username="sato")),
        ("sato+callcenter-app", LoginName(username="sato", target="callcenter-app")),
        ("sato=callcenter-app", LoginName(username="sato", target="callcenter-app")),
        ("sato callcenter-app", LoginName(username="sato", target="callcenter-app")),
        ("sato+callcenter-app+postgres", LoginName(username="sato", target="callcenter-app", account="postgres")),
        ("sato=callcenter-app=postgres", LoginName(username="sato", target="callcenter-app", account="postgres")),
        ("sato callcenter-app postgres", LoginName(username="sato", target="callcenter-app", account="postgres")),
        ("sato+callcenter-app=postgres", LoginName(username="sato", target="callcenter-app", account="postgres")),
        ("sato callcenter-app=_app", LoginName(username="sato", target="callcenter-app", account="_app")),
        ("t.sato-2_x", LoginName(username="t.sato-2_x")),
        ("s", LoginName(username="s")),
    ],
)
def test_every_spelling_means_one_name(given_name, expected):
    assert parse(given_name) == expected
    assert parse(str(expected)) == expected


def test_the_longest_of_each_part_fits():
    longest = "+".join(["u" * 32, "t" * 63, "a" * 32])
    assert len(longest) == LETTERS_MAX
    assert isinstance(parse(longest), LoginName)
    assert fault(longest + "a") is NameFault.TOO_LONG
    assert fault("u" * 33) is NameFault.BAD_USERNAME
    assert fault("u+" + "t" * 64) is NameFault.BAD_TARGET
    assert fault("u+t+" + "a" * 33) is NameFault.BAD_ACCOUNT


@pytest.mark.parametrize(
    "empty", ["", "+", "sato+", "+app", "sato++app", "sato  app", "sato=+app", "sato+app+", " sato", "sato "]
)
def test_an_empty_part_is_refused_and_never_guessed(empty):
    assert fault(empty) is NameFault.EMPTY_PART


@pytest.mark.parametrize("many", ["a+b+c+d", "a b c d", "a=b+c d", "+" * 100, "a+b+c+"])
def test_a_fourth_part_is_refused(many):
    assert fault(many) is NameFault.TOO_MANY_PARTS


@pytest.mark.parametrize(
    "tricky",
    [
        "Sato", "SATO", "sATO", "1sato", "-sato", ".sato", "_sato",
        "sato\n", "\nsato", "sato\r\n", "sa\x00to", "sato\x00", "sato\x1b[2J", "sato\x7f", "sa\tto", "sato\u2028", "sato\xa0",
        "ѕato", "sаto", "ｓａｔｏ", "sato\u200b", "sato\u202e", "sa\u0301to", "ßato", "sato\ufe0f", "ſato",
        "sat٣", "sat３", "佐藤",
        "sato@host", "sato/app", "sato%app", "sato:app", "sato#app", "sato,app", "sato;id", "sato$(id)", "sato`id`", "sato'--",
        "../sato", "sato\\x", "sato\udcff",
    ],
)  # fmt: skip
def test_R13_look_alikes_control_bytes_and_capitals_are_no_user_names(tricky):
    assert fault(tricky) is NameFault.BAD_USERNAME


@pytest.mark.parametrize("separator", ["＋", "﹢", "⁺", "＝", "\u3000", "\u2003", "\t", "\n", "\x0b"])
def test_look_alike_separators_separate_nothing(separator):
    assert fault(f"sato{separator}app") is NameFault.BAD_USERNAME


@pytest.mark.parametrize(
    "target", ["App", "app_1", "app.1", "-app", "1app", "app\n", "аpp", "app/", "127.0.0.1", "app:22"]
)
def test_a_target_is_a_registered_sort_of_name_and_no_address(target):
    assert fault(f"sato+{target}") is NameFault.BAD_TARGET


@pytest.mark.parametrize("account", ["Root", "-root", ".root", "root\n", "ro:ot", "rооt", "1root"])
def test_an_account_is_a_plain_account_name(account):
    assert fault(f"sato+app+{account}") is NameFault.BAD_ACCOUNT


@pytest.mark.parametrize("monster", ["a" * 5_000_000, "+" * 5_000_000, "a+" * 2_500_000, "é" * 5_000_000])
def test_five_megabytes_are_refused_at_once(monster):
    before = time.perf_counter()
    assert fault(monster) is NameFault.TOO_LONG
    assert time.perf_counter() - before < 0.05


@given(st.text(max_size=200))
@example("sato+app\n")
def test_anything_is_a_clean_name_or_a_refusal(given_name):
    parsed = parse(given_name)
    if isinstance(parsed, NameRefusal):
        assert parsed.text.ja
        assert parsed.text.en.isascii()
        return
    assert USERNAME.fullmatch(parsed.username)
    assert parsed.target is None or TARGET_NAME.fullmatch(parsed.target)
    assert parsed.account is None or ACCOUNT_NAME.fullmatch(parsed.account)
    assert str(parsed) == given_name.replace("=", "+").replace(" ", "+")


@given(st.from_regex(USERNAME, fullmatch=True), st.from_regex(TARGET_NAME, fullmatch=True), st.sampled_from("+= "))
def test_every_well_formed_name_is_taken(username, target, separator):
    assert parse(f"{username}{separator}{target}") == LoginName(username=username, target=target)


def test_a_refusal_holds_nothing_of_what_was_typed_and_is_no_truth_value():
    refusal = parse("My Secret Passw0rd!")
    assert "Passw0rd" not in repr(refusal)
    with pytest.raises(TypeError):
        bool(refusal)
