"""The judge of a session knows the target's tables: from the log-in on, and anew where a refused name may be one that changed."""

import psycopg
import pytest

from gateway.guards.statements import normalised
from gateway.relay.postgres import survey
from gateway.relay.postgres.gate import StatementGate
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.guards.statements.test_standing import CAPTURED, Stale
from tests.gateway.relay.postgres.a_session import AGate, ATarget

NO_SUCH_COLUMN, REFUSED = "42703", "42501"


class Counted(StatementGate):
    """Says how often it learned."""

    def __init__(self) -> None:
        super().__init__(CATALOGUE, LIMITS, normalised)
        self.learnt = 0

    def learned(self, snapshot) -> None:
        self.learnt += 1
        super().learned(snapshot)


@pytest.mark.parametrize("sql", CAPTURED)
def test_R25_in_a_session_no_lost_column_answers_for_one_further_out(a_target: ATarget, sql: str):
    with AGate(a_target, catalogue=Stale("unclassified")) as gate:
        answer = gate.through(sql)
    assert answer.sqlstate == REFUSED, (sql, answer.rows)


def test_verdicts_given_before_are_forgotten_with_the_snapshot(a_target: ATarget):
    gate = Counted()
    with AGate(a_target, judge=gate) as door:
        door.through("SELECT 1")
        known = gate.judge("SELECT title FROM plans WHERE price > 3")
        assert gate.judge("SELECT title FROM plans WHERE price > 3") is known
        gate.learned(door.last.session._course.survey.origins)
        assert gate.judge("SELECT title FROM plans WHERE price > 3") is not known


def test_a_refused_name_makes_the_session_look_again_and_no_more_often_than_it_may(a_target: ATarget, monkeypatch):
    gate = Counted()
    with AGate(a_target, judge=gate) as door:
        door.through("SELECT title FROM plans")
        assert gate.learnt == 1
        door.through("SELECT title FROM plans WHERE nothing_like_it = 1")
        door.through("SELECT title FROM plans")
        assert gate.learnt == 1, "within REFRESH_SECONDS of the log-in"
        monkeypatch.setattr(survey, "REFRESH_SECONDS", 0.0)
        door.through("SELECT title FROM plans WHERE nothing_like_it = 1")
        assert door.through("SELECT title FROM plans").error is None
        assert gate.learnt == 3, "ahead of each, for the refusal before it"
        door.through("SELECT title FROM plans")
        door.through("SELEC")
        door.through("SELECT title FROM plans")
        assert gate.learnt == 3, "only what a table may be behind"


def test_a_column_made_while_a_session_runs_is_nobodys_until_somebody_classifies_it(a_target: ATarget, monkeypatch):
    monkeypatch.setattr(survey, "REFRESH_SECONDS", 0.0)
    address = f"host={a_target.address.rpartition('/')[0]} dbname={a_target.database} user=postgres"
    with psycopg.connect(address, autocommit=True) as own, AGate(a_target) as gate:
        assert gate.through("SELECT owner FROM plans").sqlstate == NO_SUCH_COLUMN
        own.execute("ALTER TABLE plans ADD owner text DEFAULT 'π'")
        try:
            assert gate.through("SELECT title FROM plans WHERE owner = 'x'").sqlstate == REFUSED
            shown = gate.through("SELECT title, owner FROM plans")
            assert {row[1] for row in shown.rows} == {b"*"}
        finally:
            own.execute("ALTER TABLE plans DROP owner")
