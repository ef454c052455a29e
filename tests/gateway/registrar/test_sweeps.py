"""One person's last hour in memory: told once, bounded, nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.authorization.budgets import SweepLimits
from gateway.registrar import sweeps
from gateway.registrar.disclosure_params import Answered, RowsOf
from gateway.registrar.sweeps import Sweeps
from gateway.sessions.session import SessionOpening
from tests.gateway.registrar.scene import POLICY_BUDGETS

LIMITS = SweepLimits(rows=100, statements=3, steps=3, again_minutes=60)
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
TABLE = "public.customers"


def opening(person: str = "P-1", session: str = "S-1") -> SessionOpening:
    return SessionOpening(
        id=session, person=person, username="sato", terminal="T-1", order="WO-1", target="db", account="ro",
        capability="query", peer_address="x", until=NOW, recording="R-1", recording_path="x",
    )  # fmt: skip


def rows(number: int, table: str = TABLE) -> list[RowsOf]:
    return [RowsOf(client="C01", table=table, rows=number)]


def span(first: int, last: int, table: str = TABLE) -> list[Answered]:
    return [Answered(table=table, first=str(first), last=str(last))]


def heard(memory: Sweeps, *, minutes: float = 0, person: str = "P-1", session: str = "S-1", **said):
    given = {"rows": [], "answered": [], "asked": [], **said}
    return memory.heard(opening(person, session), limits=LIMITS, now=NOW + timedelta(minutes=minutes), **given)


def test_R06_rows_of_one_table_add_up_over_the_sessions_of_a_person() -> None:
    memory = Sweeps()
    assert heard(memory, rows=rows(60)) == []
    assert heard(memory, rows=rows(60, "public.orders")) == []
    assert heard(memory, rows=rows(60), person="P-2") == []
    (told,) = heard(memory, rows=rows(40), session="S-2")
    assert (told.kind, told.person, told.session, told.rows) == ("sweep.rows", "P-1", "S-2", 100)
    assert told.table == f"db/{TABLE}"  # type: ignore[attr-defined]


def test_R06_the_same_is_told_again_only_after_a_while() -> None:
    memory = Sweeps()
    assert len(heard(memory, rows=rows(100))) == 1
    assert heard(memory, rows=rows(100), minutes=30) == []
    assert len(heard(memory, rows=rows(100), minutes=61)) == 1


def test_rows_of_more_than_an_hour_ago_do_not_count() -> None:
    memory = Sweeps()
    heard(memory, rows=rows(60))
    assert heard(memory, rows=rows(60), minutes=61) == []


def test_R06_paging_by_keys_is_seen_across_sessions_and_no_key_is_told() -> None:
    memory = Sweeps()
    assert heard(memory, answered=span(0, 49)) == []
    assert heard(memory, answered=span(50, 99), session="S-2") == []
    (told,) = heard(memory, answered=span(100, 149), session="S-3")
    assert (told.kind, told.steps) == ("sweep.keys", 3)  # type: ignore[attr-defined]
    assert "149" not in repr(told)


def test_R06_different_statements_are_counted_and_the_same_one_is_not() -> None:
    memory = Sweeps()
    for _ in range(10):
        assert heard(memory, asked=[b"same....", b"another."]) == []
    (told,) = heard(memory, asked=[b"a third."])
    assert (told.kind, told.statements) == ("sweep.statements", 3)  # type: ignore[attr-defined]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "PEOPLE_MAX", 3)
    memory = Sweeps()
    for each in range(10):
        heard(memory, rows=rows(1) * 3000, person=f"P-{each}")
    assert len(memory._people) == 3
    assert all(len(each.rows) == sweeps.ANSWERS_MAX for each in memory._people.values())


def tables(memory: Sweeps, lines: int, *, minutes: float = 0, person: str = "P-1", session: str = "S-1"):
    return memory.tables(opening(person, session), lines, POLICY_BUDGETS, NOW + timedelta(minutes=minutes))


def test_R07_lines_of_tables_in_shells_add_up_and_are_told_once_in_an_hour() -> None:
    memory, most = Sweeps(), POLICY_BUDGETS.shell.default.table_lines
    assert tables(memory, most - 1) == []
    assert tables(memory, 1, person="P-2") == []
    (told,) = tables(memory, 1, session="S-2")
    assert (told.kind, told.session, told.rows, told.table) == ("sweep.rows", "S-2", most, "db/(shell)")
    assert tables(memory, most, minutes=30) == []
    assert len(tables(memory, most, minutes=61)) == 1
    assert heard(memory, rows=rows(99)) == [], "rows of a database are another matter"
