"""Why: every rule that had a say, in both languages."""

from gateway.authorization.explain import explain
from gateway.authorization.request import Capability
from gateway.authorization.rule import Effect
from tests.gateway.authorization.a_request import FREE, a_request, a_target, the_policy


def spoken(**other: object) -> tuple[str, str]:
    lines = explain(a_request(**other), the_policy())
    return "\n".join(line.ja for line in lines), "\n".join(line.en for line in lines)


def test_a_refusal_names_its_rules_and_the_next_step() -> None:
    ja, en = spoken(account="postgres")
    assert "不許可" in ja
    assert "SK-204" in ja
    assert "→" in ja
    assert "refused" in en
    assert "Use an account that the order names" in en


def test_every_forbid_is_named_once() -> None:
    for other in ({}, {"account": "postgres"}, {"order": None}):
        ja, en = spoken(**other)
        for rule in the_policy().rules.values():
            if rule.effect is Effect.FORBID:
                assert en.count(rule.id) == ja.count(rule.id) == 1, (rule.id, other)


def test_a_permit_names_its_conditions() -> None:
    ja, en = spoken()
    assert "許可（SK-901）、2026-11-22 17:00 JST まで" in ja
    assert "on condition: recorded" in en
    assert "warned 600 s before" in en
    assert "memorandum as revised on 2024-01-26" in en
    assert the_policy().digest in ja
    _, en = spoken(capability=Capability.UPLOAD, target=a_target(free=FREE, drop_folder="incoming"))
    assert "files go in only" in en
    assert "at most 512 MiB a file" in en
    assert "more than 20 people" in en
    assert "is free of personal data" in en


def test_R95_english_is_ascii_and_nobody_is_named() -> None:
    others: list[dict[str, object]] = [{}, {"order": None}, {"factors": frozenset()}]
    for other in others:
        ja, en = spoken(**other)
        assert en.isascii()
        assert "佐藤" not in ja


def test_R07_listed_commands_are_explained_with_all_their_conditions() -> None:
    ja, en = spoken(capability=Capability.COMMANDS)
    assert "許可（SK-904）" in ja
    assert "画面には文字の表示だけを通し" in ja
    assert "許可コマンドだけを実行" in ja
    assert "only commands listed for the purpose failure run" in en
    assert "input is metered" in en
