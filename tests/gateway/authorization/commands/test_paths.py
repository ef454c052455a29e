"""A typed path stays under its root."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.commands.invocation import Refused, Why
from gateway.authorization.commands.parameters import Kind
from gateway.authorization.commands.paths import path_of
from tests.gateway.authorization.commands.an_offer import (
    ROOTS,
    a_command,
    a_parameter,
    a_root,
    an_offer,
    an_offer_of,
    refusal,
)

FILE = a_parameter(Kind.FILE, root="logs")
FOLDER = a_parameter(Kind.FOLDER, root="logs")
COMMAND = a_command(FILE)


def path(typed: str, parameter: object = FILE) -> str | Refused:
    return path_of(COMMAND, FOLDER if parameter is FOLDER else FILE, typed, an_offer())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("syslog", "/var/log/syslog"),
        ("nginx/access.log", "/var/log/nginx/access.log"),
        ("/var/log/syslog", "/var/log/syslog"),
        ("/opt/app/log/x.log", "/opt/app/log/x.log"),
        ("エラー 1.log", "/var/log/エラー 1.log"),
        ("-x", "/var/log/-x"),
        ("...", "/var/log/..."),
    ],
)
def test_relative_to_the_first_folder_or_absolute(typed: str, expected: str) -> None:
    assert path(typed) == expected


def test_a_folder_may_be_the_root_itself_and_end_with_a_slash() -> None:
    assert path(".", FOLDER) == "/var/log"
    assert path("apt/", FOLDER) == "/var/log/apt"
    assert path("/var/log/", FOLDER) == "/var/log"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ".",
        "..",
        "../x",
        "a/../x",
        "a//b",
        "./a",
        "a/.",
        "a/",
        "/var/log/../x",
        "//var/log/x",
        "*",
        "a?",
        "[a]",
        "{a}",
        "a\\b",
        "$x",
        "~",
        "a\x00",
    ],
)
def test_R07_no_steps_back_and_no_wildcards(typed: str) -> None:
    found = path(typed)
    if typed == "~":
        assert found == "/var/log/~"  # a name like any other: nobody expands it
        return
    assert isinstance(found, Refused)
    assert found.why is Why.VALUE


@pytest.mark.parametrize(
    "typed", ["/etc/passwd", "/", "/var", "/var/logs/x", "/var/log-old/x", "/home/x", "/opt/app/conf/x"]
)
def test_R07_outside_is_refused_with_what_is_inside(typed: str) -> None:
    found = path(typed, FOLDER if typed == "/" else FILE)
    assert isinstance(found, Refused)
    assert found.why is (Why.VALUE if typed == "/" else Why.OUTSIDE)


def test_the_command_that_works_there_is_named_or_whom_to_ask() -> None:
    found = refusal("tail /etc/hosts")
    assert "config view" in found.text.ja
    assert "/var/log" in found.text.en
    assert "アカウント管理者" in refusal("tail /home/x").text.ja


def test_R07_a_target_without_folders_for_it_offers_nothing() -> None:
    empty = an_offer_of(COMMAND, roots={"logs": a_root(paths=())})
    for offer in (empty, an_offer_of(COMMAND, roots={})):
        found = path_of(COMMAND, FILE, "x", offer)
        assert isinstance(found, Refused)
        assert found.why is Why.OUTSIDE
        assert "アカウント管理者" in found.text.ja


@given(st.text(max_size=40) | st.text(alphabet="/.ab", max_size=12))
def test_R07_whatever_is_typed_stays_under_its_root(typed: str) -> None:
    for parameter in (FILE, FOLDER):
        found = path(typed, parameter)
        if not isinstance(found, Refused):
            assert an_offer().roots["logs"].admits(found)
            assert found.startswith(tuple(ROOTS["logs"]))
