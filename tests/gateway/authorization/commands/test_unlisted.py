"""What is not listed: what is like it, who has it, whom to ask."""

import pytest

from gateway.authorization.commands.invocation import Why
from gateway.authorization.commands.unlisted import nearest
from tests.gateway.authorization.commands.an_offer import an_offer, refusal


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("lv", "view"),
        ("vim", "config edit"),
        ("ifconfig", "ip addr"),
        ("tial", "tail"),
        ("jornalctl", "journalctl"),
        ("systemctl enable", "systemctl status"),
        ("dpkg", "dpkg -l"),
        ("psql", "pg sessions"),
        ("TAIL", "tail"),
    ],
)
def test_the_nearest_is_named(typed: str, near: str) -> None:
    begins = [" ".join(typed.split(" ")[:count]) for count in (3, 2, 1)]
    assert near in nearest(begins, an_offer().commands)
    found = refusal(typed)
    assert found.why is Why.UNLISTED
    assert near in found.text.ja
    assert "アカウント管理者" in found.text.ja
    assert "help" in found.text.en


@pytest.mark.parametrize("typed", ["scp x y:", "sudo bash", "curl http://x", "xyzzy"])
def test_what_nothing_is_like_is_still_told_whom_to_ask(typed: str) -> None:
    found = refusal(typed)
    assert found.why is Why.UNLISTED
    assert "アカウント管理者" in found.text.ja


@pytest.mark.parametrize(
    ("typed", "ja"), [("sudo systemctl restart x", "sudo は付けずに"), ("cd /var/log", "移動は"), ("bash", "シェルは")]
)
def test_a_habit_of_shells_is_answered(typed: str, ja: str) -> None:
    assert ja in refusal(typed).text.ja


def test_R07_what_another_purpose_has_is_said_with_that_purpose() -> None:
    found = refusal("unattended-upgrade --dry-run")
    assert found.why is Why.ELSEWHERE
    assert "commands/updates.toml" in found.text.ja
    assert "セキュリティ上の問題への対処" in found.text.ja
    assert "サービスの故障対応" in found.text.ja
    assert "dealing with a security problem" in found.text.en


def test_R07_a_lookalike_of_a_name_is_named_by_its_code() -> None:
    found = refusal("tаil syslog")
    assert found.why is Why.UNLISTED
    assert "U+0430" in found.text.ja
    assert "U+0430" in found.text.en
    assert found.text.en.isascii()
