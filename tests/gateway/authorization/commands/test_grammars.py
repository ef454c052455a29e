"""Units, packages, times, bounded expressions."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.commands.grammars import is_regex, package_of, time_of, unit_of


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("nginx", "nginx.service"),
        ("nginx.service", "nginx.service"),
        ("ssh.socket", "ssh.socket"),
        ("getty@tty1", "getty@tty1.service"),
        ("php8.4-fpm", "php8.4-fpm.service"),
        (r"dev-disk-by\x2duuid.device", r"dev-disk-by\x2duuid.device"),
        ("service", "service.service"),
    ],
)
def test_a_unit_has_its_full_name(typed: str, unit: str) -> None:
    assert unit_of(typed) == unit


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-x",
        "--host=x",
        "a b",
        "a/b",
        "../x",
        "a*",
        "a?",
        "[a]",
        "a;b",
        "a\\b",
        "ｎginx",
        "a\u200bb",
        "a\n",
        "a" * 256,
        ".x",
        "a" * 250,
    ],
)
def test_what_is_no_unit(typed: str) -> None:
    assert unit_of(typed) is None


@pytest.mark.parametrize("name", ["openssl", "g++-12", "libstdc++6", "0ad", "python3.11", "a1"])
def test_packages(name: str) -> None:
    assert package_of(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "-x",
        "openssl-",
        "g++",
        "openssl=1.0",
        "openssl/sid",
        "./x.deb",
        "/x.deb",
        "a b",
        "~nopenssl",
        "?all",
        "a*",
        "A",
        "openssl:i386",
    ],
)
def test_R07_a_package_is_a_name_and_nothing_else(name: str) -> None:
    assert package_of(name) is None


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22T10:00", "2026-11-22 10:00"),
        ("2026-11-22 10:00:59", "2026-11-22 10:00:59"),
        ("10:00", "10:00"),
        ("23:59:59", "23:59:59"),
        ("today", "today"),
        ("yesterday", "yesterday"),
        ("30min", "30min ago"),
        ("2h", "2h ago"),
        ("365d", "365d ago"),
    ],
)
def test_times(typed: str, time: str) -> None:
    assert time_of(typed) == time


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "now",
        "-1h",
        "0min",
        "10000d",
        "1y",
        "2026-02-30",
        "2026-1-1",
        "26-01-01",
        "25:00",
        "10:60",
        "10",
        "2026-11-22T",
        "T10:00",
        "２０２６-11-22",
        "2026-11-22  10:00",
        "10:00\n",
        "@1",
        "2026-11-22 10:00 --x",
        "1h 30min",
    ],
)
def test_what_is_no_time(typed: str) -> None:
    assert time_of(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "error",
        "^a.*b$",
        "5[0-9][0-9]",
        "a|b|^c$",
        r"1\.2",
        r"\$\(x\)",
        "[^ ]+",
        "あ+い?",
        "a b",
        ".*",
        "[a-z,;|&$(){}]",
        "-e",
    ],
)
def test_expressions(typed: str) -> None:
    assert is_regex(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "(a)",
        "a{2}",
        "a)",
        "}",
        "[",
        "[]",
        "a]",
        "[[:alpha:]]",
        "[^]",
        r"\1",
        r"\w",
        r"\<",
        "\\",
        "*a",
        "a**",
        "a+?",
        "|",
        "a|",
        "|a",
        "^",
        "$",
        "^*",
        "[a\\]",
    ],
)
def test_R07_no_groups_intervals_classes_or_references(typed: str) -> None:
    assert not is_regex(typed)


@given(st.text(alphabet="a.[]^$|*+?(){}\\1-", max_size=20))
def test_what_is_accepted_is_a_regular_expression_without_groups(typed: str) -> None:
    if is_regex(typed) and not re.search(r"\[[^\]]*-", typed):  # an inverted range is grep's to refuse
        assert re.compile(typed).groups == 0


def test_a_long_hostile_expression_is_judged_at_once() -> None:
    assert not is_regex("[a]*" * 500 + "(")
