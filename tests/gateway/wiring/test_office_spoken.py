"""No word of ours reaches a page raw: every value that a plain field of the journal can hold has words in both languages."""

import pytest

from gateway.authorization.commands.invocation import Why as NotOffered
from gateway.authorization.roles import Permission
from gateway.commands.running.words import Why as NotRun
from gateway.disclosure.canaries import SUBJECT
from gateway.disclosure.verdict import Why as NotShown
from gateway.guards.detect import Kind
from gateway.guards.statements.shapes import What
from gateway.guards.statements.shapes import Why as NotPermitted
from gateway.guards.verdict import Why as Stopped
from gateway.relay.postgres.events import Cut
from gateway.wiring.office_history import sentence_of
from gateway.wiring.office_spoken import said_of

CLOSED = [
    *(("command.refused", "why", each) for why in (NotOffered, NotRun) for each in why),
    *(("statement.refused", "why", each) for why in (NotPermitted, NotShown) for each in why),
    *(("statement.refused", "why", each) for each in ("encoding", Cut.CHANGED, Cut.ROWS)),
    *((kind, "what", each) for kind in ("statement.run", "statement.ran") for each in What),
    *(("office.refused", "permission", each) for each in Permission),
    *(("disclosure.canary", "value", each) for each in (*Kind, f"{SUBJECT}:customer")),
    *((f"session.{what}", "why", each) for what in ("paused", "went_on", "frozen", "resumed") for each in Stopped),
]


@pytest.mark.parametrize(("kind", "field", "value"), CLOSED)
def test_R95_each_word_of_the_journal_is_said_to_a_person(kind: str, field: str, value: str) -> None:
    said = said_of(kind, field, str(value))
    assert said is not None
    assert said.ja != str(value)
    assert said.en.isascii()


def test_what_a_person_typed_stays_as_it_was_typed() -> None:
    assert said_of("order.asked", "reason", "people") is None
    assert said_of("disclosure.released", "reason", "shown") is None
    assert said_of("disclosure.canary", "canary", "phone") is None


def test_R06_all_clients_together_are_not_a_dash() -> None:
    said = sentence_of("disclosure.frozen", {"span": "people_window", "used": 21, "cap": 20, "client": None})
    assert "数分間の人数: 21/20、委託元 すべての合計" in said.ja
    assert "client all together" in said.en
    assert "委託元 C01" in sentence_of("disclosure.near", {"span": "day", "used": 16, "cap": 20, "client": "C01"}).ja
    assert "委託元 不明" in sentence_of("disclosure.foreign_client", {"client": "", "table": "t", "rows": 1}).ja


@pytest.mark.parametrize(("at_most", "ja", "en"), [(True, "これ以下", "at most so many"), (False, "確定", "exact")])
def test_R47_a_count_says_whether_it_is_exact(at_most: bool, ja: str, en: str) -> None:
    said = sentence_of(
        "disclosure.shown", {"client": "C01", "table": "public.t", "rows": 3, "people": 0, "at_most": at_most}
    )
    assert ja in said.ja
    assert en in said.en
    assert str(at_most) not in said.ja + said.en
