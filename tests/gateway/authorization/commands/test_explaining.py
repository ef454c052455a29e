"""Why a line is run or not, and who may change that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.commands.explaining import NO_PURPOSE, answer_line, explain_line
from gateway.authorization.commands.invocation import Invocation, Refused, Why
from tests.gateway.authorization.a_request import the_policy


def told(line: str, purpose: str = "failure") -> str:
    return "\n".join(text.both() for text in explain_line(line, the_policy().commands, purpose, "callcenter-app"))


def test_a_line_that_runs_says_what_runs_and_from_which_list() -> None:
    text = told("tail syslog lines=5")
    assert "policies/commands/logs.toml" in text
    assert "tail --lines=5" in text
    assert "/var/log/syslog" in text
    assert "サービスの故障対応（failure）" in text
    assert "sudo -n /usr/bin/systemctl" in told("systemctl restart nginx")


def test_R07_one_that_does_not_says_why_and_who_may_add_it() -> None:
    text = told("unattended-upgrade")
    assert "elsewhere" in text
    assert "policies/commands/updates.toml" in text
    assert "dealing with a security problem (security)" in text
    assert "account administrator, who keeps policies/commands/updates.toml" in text
    unlisted = told("scp x y")
    assert "account administrator, who keeps policies/commands/ and" in unlisted
    assert "どの一覧にもありません" in unlisted
    for each in (text, unlisted):
        assert "アカウント管理者" in each
        assert "work_types.toml" in each
        assert "sekisho policy check" in each


@pytest.mark.parametrize(
    ("line", "purpose", "why", "listed"),
    [
        ("tail /etc/shadow", "failure", Why.OUTSIDE, "logs"),
        ("tail syslog", "backup", Why.ELSEWHERE, "logs"),
        ("tail syslog", NO_PURPOSE, Why.ELSEWHERE, "logs"),
        ("tail syslog", "nobody-named-this", Why.ELSEWHERE, "logs"),
        ("lv syslog", "failure", Why.UNLISTED, None),
        ("tail x | sh", "failure", Why.SYNTAX, None),
    ],
)
def test_answers(line: str, purpose: str, why: Why, listed: str | None) -> None:
    answer = answer_line(line, the_policy().commands, purpose, "callcenter-app")
    assert isinstance(answer.found, Refused)
    assert answer.found.why is why
    assert (None if answer.listed is None else answer.listed.list_id) == listed
    assert answer.purposes == (("security", "failure") if listed == "logs" else ())


def test_an_answer_that_runs() -> None:
    answer = answer_line("ps", the_policy().commands, "inquiry", "callcenter-app")
    assert isinstance(answer.found, Invocation)


@given(st.text(max_size=80))
def test_whatever_the_line_the_answer_is_harmless(line: str) -> None:
    for text in explain_line(line, the_policy().commands, "failure", "callcenter-app"):
        assert text.ja.replace("\n", "").isprintable()
        assert text.en.replace("\n", "").isascii()
