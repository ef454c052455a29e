"""A value is within its parameter's bounds, or refused with what would do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.commands.invocation import Refused, Why
from gateway.authorization.commands.parameters import Choice, Kind, Parameter
from gateway.authorization.commands.values import Value, value_of
from tests.gateway.authorization.commands.an_offer import a_command, a_parameter, an_offer

NUMBER = a_parameter(Kind.NUMBER, minimum=1, maximum=5000)
PATTERN = a_parameter(Kind.PATTERN, minimum=2, maximum=10)
REGEX = a_parameter(Kind.REGEX, minimum=2, maximum=10)
CHOICE = a_parameter(Kind.CHOICE, choices=(Choice(word="cpu", argument="-pcpu"), Choice(word="age", argument="-etime")))
HOST = a_parameter(Kind.NAMED, named="hosts")
MANAGED = a_parameter(Kind.UNIT, named="managed-units")


def value(parameter: Parameter, typed: str) -> Value | Refused:
    return value_of(a_command(parameter), parameter, typed, an_offer())


@pytest.mark.parametrize(
    ("parameter", "typed", "expected"),
    [
        (NUMBER, "1", 1),
        (NUMBER, "5000", 5000),
        (PATTERN, "--", "--"),
        (PATTERN, "山田 太郎", "山田 太郎"),
        (REGEX, "a|b", "a|b"),
        (CHOICE, "cpu", "cpu"),
        (HOST, "10.0.0.5", "10.0.0.5"),
        (MANAGED, "nginx", "nginx.service"),
        (a_parameter(Kind.UNIT), "any.socket", "any.socket"),
        (a_parameter(Kind.TIME), "10:00", "10:00"),
        (a_parameter(Kind.PACKAGE), "openssl", "openssl"),
        (a_parameter(Kind.FLAG), "", ""),
    ],
)
def test_what_fits(parameter: Parameter, typed: str, expected: Value) -> None:
    assert value(parameter, typed) == expected


@pytest.mark.parametrize(
    ("parameter", "typed"),
    [
        *(
            (NUMBER, typed)
            for typed in ("", "0", "5001", "-1", "+1", "01", "1.0", "1e3", "0x1", "１", "²", "1 ", "9" * 900)
        ),
        *((PATTERN, typed) for typed in ("", "a", "  ", "a" * 11)),
        *((REGEX, typed) for typed in ("", "a", "(a)", "a" * 11)),
        *((CHOICE, typed) for typed in ("", "CPU", "-pcpu", "cpu,args")),
        *((HOST, typed) for typed in ("", "evil.example", "10.0.0.6", "-f", "db1.internal ")),
        *((MANAGED, typed) for typed in ("", "ssh", "debug-shell", "nginx.socket", "-x")),
        (a_parameter(Kind.NAMED, named="nothing"), "x"),
        (a_parameter(Kind.UNIT), "../x"),
        (a_parameter(Kind.TIME), "now"),
        (a_parameter(Kind.PACKAGE), "x-"),
        (a_parameter(Kind.FLAG), "x"),
    ],
)
def test_what_does_not_fit_is_said(parameter: Parameter, typed: str) -> None:
    found = value(parameter, typed)
    assert isinstance(found, Refused)
    assert found.why is Why.VALUE
    assert parameter.name in found.text.en
    assert found.text.en.isascii()


def test_what_would_do_is_said() -> None:
    found = value(HOST, "db1.interna")
    assert isinstance(found, Refused)
    assert "Did you mean db1.internal?" in found.text.en
    assert "10.0.0.5" in found.text.ja
    nothing = value(a_parameter(Kind.NAMED, named="nothing"), "x")
    assert isinstance(nothing, Refused)
    assert "アカウント管理者" in nothing.text.ja


@given(st.text(max_size=30))
def test_no_value_but_a_pattern_begins_with_a_dash(typed: str) -> None:
    for parameter in (
        NUMBER,
        CHOICE,
        HOST,
        MANAGED,
        a_parameter(Kind.UNIT),
        a_parameter(Kind.TIME),
        a_parameter(Kind.PACKAGE),
    ):
        found = value(parameter, typed)
        assert isinstance(found, Refused | int) or not found.startswith("-")
