"""policies/budgets.toml [shell], read strictly and proved by its cases."""

from dataclasses import fields

import pytest

from gateway.authorization.budgets import budgets_of
from gateway.authorization.budgets_shell import ShellBudgets
from gateway.authorization.purposes import purposes_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.caps import ShellCaps
from gateway.vocabulary.target import Importance
from tests.gateway.authorization.a_request import SHIPPED

PURPOSES = purposes_of((SHIPPED / "purposes.toml").read_bytes())
WHOLE = (SHIPPED / "budgets.toml").read_text(encoding="utf-8")
HEAD, _, REST = WHOLE.partition("[shell]\n")


def shell(text: str) -> ShellBudgets:
    return budgets_of(text.encode(), PURPOSES).shell


def changed(old: str, new: str) -> str:
    assert old in REST, old
    return f"{HEAD}[shell]\n{REST.replace(old, new, 1)}"


def unfit(text: str) -> PolicyUnfit:
    with pytest.raises(PolicyUnfit) as found:
        shell(text)
    return found.value


def test_R07_the_shipped_defaults() -> None:
    caps = shell(WHOLE).caps("failure", Importance.HIGH)
    assert (caps.minutes, caps.people, caps.opaque, caps.hashes, caps.bare_lines) == (5, 20, 4096, 32768, 200)
    assert (caps.session, caps.day, caps.days_30, caps.days_365) == (20, 50, 300, 1500)
    assert (caps.volume, caps.novel) == (5_000_000, 4096)


def test_a_purpose_nobody_wrote_down_is_shown_nobody() -> None:
    caps = shell(WHOLE).caps("nobody-wrote-this", Importance.LOW)
    assert {caps.people, caps.session, caps.day, caps.days_30, caps.days_365} == {0}


def test_a_purpose_narrows_what_it_names_and_nothing_else() -> None:
    budgets = shell(WHOLE)
    narrowed, default = budgets.caps("backup", Importance.HIGH), budgets.default
    differ = {each.name for each in fields(ShellCaps) if getattr(narrowed, each.name) != getattr(default, each.name)}
    assert differ == {"people", "session", "day", "days_30", "days_365"}


CLASS = '[shell.target_class.high]\nopaque = 1024\n\n[[shell.case]]\npurpose = "failure"\ntarget_class = "high"\nopaque = 1024\n'


def test_a_target_nobody_classed_gets_the_least() -> None:
    case, end = REST.index("[[shell.case]]"), REST.index('[[shell.case]]\npurpose = "backup"')
    budgets = shell(f"{HEAD}[shell]\n{REST[:case]}{CLASS}\n{REST[end:]}")
    assert [budgets.caps("failure", each).opaque for each in (Importance.HIGH, Importance.LOW, None)] == [
        1024,
        4096,
        1024,
    ]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("people = 20 ", "people = 21 ", "grow in this order"),
        ("days_365 = 1500", "days_365 = 299", "grow in this order"),
        ("opaque = 4096", "opaque = 0", "whole number"),
        ("opaque = 4096", 'opaque = "many"', "is not a whole number"),
        ("burst = 262144", "bust = 262144", "missing"),
        ("table_lines = 3000", "table_lines = 3000\ntable_rows = 1", "unknown key"),
        ("[shell.purpose.backup]", "[shell.purpose.backups]", "unknown purpose"),
        ("[shell.purpose.backup]\npeople = 5", "[shell.purpose.backup]\nopaque = 4097\npeople = 5", "more than the default"),
        ("[shell.purpose.backup]\npeople = 5", "[shell.purpose.backup]\npeople = 6", "grow in this order"),
        ("[shell.purpose.backup]\npeople = 5", "[shell.purpose.backup]\nhashes = 1\npople = 5", "unknown key"),
        ('purpose = "backup"\npeople = 5', 'purpose = "backup"\npeople = 6', "came out"),
        ('purpose = "backup"\npeople = 5', 'purpose = "failure"\npeople = 20', "came out"),
        ("[shell.purpose.backup]", "[shell.target_class.huge]", "unknown target_class"),
    ],
)  # fmt: skip
def test_numbers_that_do_not_hold_together_do_not_load(old: str, new: str, what: str) -> None:
    assert what in unfit(changed(old, new)).what


def test_every_narrowing_has_a_case() -> None:
    start = REST.index('[[shell.case]]\npurpose = "backup"')
    end = REST.index("[[shell.case]]", start + 5)
    assert unfit(f"{HEAD}[shell]\n{REST[:start]}{REST[end:]}").what == "no case shows what it may see"


def test_no_shell_is_no_policy() -> None:
    rest = REST[REST.index("\n[[case]]") :]
    assert "missing" in unfit(HEAD + rest).what
