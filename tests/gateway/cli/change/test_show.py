"""R-16, R-22: the second administrator sees everything there is to compare, in both languages."""

from typing import Any

import pytest

from gateway.approvals.proposal import Standing
from gateway.cli.change.show import rows
from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from gateway.wiring.office_compared import compared
from gateway.wiring.office_reading import ProposalLine
from tests.gateway.cli.town import Town

ADD = (
    "person", "add", "--name", "森田 一郎", "--kana", "モリタ イチロウ", "--employer", "みなと運用", "--engagement",
    "dispatched", "--agency", "かざぐるま人材", "--contract-end", "2035-03-31", "--role", "auditor",
)  # fmt: skip


def test_R22_an_authority_is_shown_with_the_fingerprint_to_compare(pair: Town) -> None:
    file = pair.key_file("shown-ca")
    change = pair.as_json("ito", "ca", "add", "shown-ca", str(file))["change"]
    shown = pair.run("change", "show", change).output
    assert fingerprint(openssh.blob_of(file.read_text())) in shown
    assert "認証局を登録" in shown
    assert "registered the authority" in shown
    assert "shown-ca" in shown
    assert "確認待ち / open" in shown


def test_R22_a_newcomer_is_shown_with_user_name_employer_roles_and_keys(pair: Town) -> None:
    file = pair.key_file("morita")
    who = ("--username", "morita", "--number", "K-morita", "--key", str(file))
    change = pair.as_json("ito", *ADD, *who, text="a password of twelve\n")["change"]
    shown = pair.run("change", "show", change).output
    for fact in (
        "morita", "みなと運用 (E", fingerprint(openssh.blob_of(file.read_text())), "監査者 / auditor", "派遣 / dispatched",
        "かざぐるま人材", "2035-03-31", "パスワード / password", "ワンタイムコード / one-time codes",
    ):  # fmt: skip
        assert fact in shown, fact
    assert "森田" not in shown, "names are opened in a person's name only"
    assert "morita (P-" in pair.run("change", "list").output
    pair.as_json("abe", "change", "withdraw", change)


def test_R16_what_becomes_another_comes_first_and_the_person_is_named(pair: Town) -> None:
    pair.enter("kudo", "engineer", "E-kudo", by="ito")
    change = pair.as_json("ito", "person", "change", "kudo", "--role", "supervisor")["change"]
    shown = pair.run("change", "show", change).output
    assert f"kudo ({pair.people['kudo'].id})" in shown
    assert "保守担当者 / engineer -> 管理監督者 / supervisor" in shown
    assert shown.index("->") < shown.index("契約終了日")
    pair.as_json("abe", "change", "withdraw", change)


class _Lists:
    def people(self) -> tuple[()]:
        return ()

    employers = clients = people


class _Office:
    lists = _Lists()

    @property
    def policy(self) -> Any:
        return type("Policy", (), {"roles": type("Roles", (), {"names": {}})})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"colour": "blue", "size": 3, "empty": ""}, [("colour", "blue"), ("size", "3"), ("empty", "なし / none")]),
        ({"keys": ["a", "b"]}, [("本人の鍵 / person's keys", "a"), ("", "b")]),
        ({"changed": {"colour": {"before": 1, "after": [2, 3]}}}, [("colour", "1 -> 2, 3")]),
        ({"changed": "what?"}, [("changed", "what?")]),
        ({"changed": {"colour": "odd"}}, [("colour", "odd")]),
        ({"nested": {"a": 1}, "on\x1b[2J": "x\u202ey"}, [("nested", '{"a": 1}'), ("on\\x1b[2J", "x\\u202ey")]),
        (["not", "a", "table"], [("申請された変更 / asked change", "not"), ("", "a"), ("", "table")]),
    ],
)
def test_a_fact_without_a_word_of_its_own_is_shown_as_it_is(facts: Any, expected: list[tuple[str, str]]) -> None:
    line = ProposalLine(
        id="CH-1", change="ThingChanged", subject="x", facts=facts, asked_by="P-1", asked_by_username="ito",
        asked_at=None, expires_at=None, standing=Standing.OPEN, decided_by=None, decided_at=None,  # type: ignore[arg-type]
    )  # fmt: skip
    assert list(rows(compared(_Office(), line))) == expected  # type: ignore[arg-type]
