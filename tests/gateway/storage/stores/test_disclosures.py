"""Counts, reserves, freezes and steps, on both engines."""

from datetime import date, timedelta

import pytest

from gateway.disclosure.keeping import Counts, Door, Freeze, Line, Raised, Reserve
from gateway.disclosure.spans import Exceeded, Span
from gateway.storage.engine import reading, writing
from gateway.storage.stores.disclosures import Disclosures
from gateway.storage.stores.sessions import Sessions
from tests.gateway.storage.samples import HOUR, NOW, session, staffed

DAY = date(2026, 11, 22)
LINE = Line(client="C-01", day=DAY, person="P-sato", session="S-1", table="public.customers", employer="EMP-1")


@pytest.fixture
def at_work(database, cipher):
    """Sato in two sessions."""
    staffed(database, cipher)
    with writing(database) as connection:
        for each in ("S-1", "S-2"):
            assert Sessions(connection).add(session(each, recording=f"R-{each}"))
    return database


def past(database, session_id="S-1", today=DAY, person="P-sato"):
    with reading(database) as connection:
        return Disclosures(connection).past(person, Door.DATABASE, session_id, today)


def test_R06_rows_of_the_day_count_with_what_is_held(at_work):
    with writing(at_work) as connection:
        store = Disclosures(connection)
        store.add(LINE, Counts(masked=3))
        store.add(LINE, Counts(masked=2, at_most=10, withheld=100, revealed=7))
        store.add(
            Line(client="C-02", day=DAY, person="P-sato", session="S-2", table="", employer="EMP-1"), Counts(masked=1)
        )
        store.add(Line(client="C-02", day=DAY - timedelta(days=1), person="P-sato", session="S-2", table="", employer="EMP-1"),
                  Counts(masked=50))  # fmt: skip
        store.reserve("P-sato", "S-2", Reserve(day=DAY, client="C-01", rows=4))
        store.reserve("P-sato", "S-2", Reserve(day=DAY + timedelta(days=1), client="C-03", rows=9))
    assert past(at_work).rows == {(DAY, "C-01"): 19, (DAY, "C-02"): 1, (DAY + timedelta(days=1), "C-03"): 9}
    assert past(at_work, person="P-kato").rows == {}


def test_R06_people_are_known_by_their_last_day_and_whether_this_session_showed_them(at_work):
    old, edge, beyond = DAY - timedelta(days=40), DAY - timedelta(days=364), DAY - timedelta(days=365)
    one, two, three, four = (("C-01", bytes([each]) * 16) for each in range(4))
    with writing(at_work) as connection:
        store = Disclosures(connection)
        store.add_people("P-sato", "S-1", old, [one, two])
        store.add_people("P-sato", "S-1", old, [one])
        store.add_people("P-sato", "S-2", DAY, [two])
        store.add_people("P-sato", "S-2", edge, [three])
        store.add_people("P-sato", "S-2", beyond, [four])
    assert past(at_work).people == {
        (old, "S-1"): frozenset([one]),
        (DAY, "S-1"): frozenset([two]),
        (edge, ""): frozenset([three]),
    }
    assert past(at_work, "S-3").people == {(old, ""): {one}, (DAY, ""): {two}, (edge, ""): {three}}


def test_R06_a_reserve_is_used_and_given_back_and_never_more_than_there_is(at_work):
    def reserve(rows, client="C-01"):
        return Reserve(day=DAY, client=client, rows=rows)

    with writing(at_work) as connection:
        store = Disclosures(connection)
        assert not store.use("S-1", reserve(1))
        store.reserve("P-sato", "S-1", reserve(5))
        store.reserve("P-sato", "S-1", reserve(3))
        store.reserve("P-sato", "S-1", reserve(2, "C-02"))
        assert store.reserves("S-1") == [reserve(8), reserve(2, "C-02")]
        assert not store.use("S-1", reserve(9))
        assert not store.use("S-2", reserve(1))
        assert store.use("S-1", reserve(7))
        assert store.use("S-1", reserve(1))
        assert not store.use("S-1", reserve(1))
        assert store.reserves("S-1") == [reserve(2, "C-02")]


def test_R06_what_other_sessions_hold_is_told_apart(at_work):
    with writing(at_work) as connection:
        store = Disclosures(connection)
        for session_id, client, rows in (("S-1", "C-01", 5), ("S-2", "C-01", 3), ("S-2", "C-02", 2)):
            store.reserve("P-sato", session_id, Reserve(day=DAY, client=client, rows=rows))
        store.reserve("P-sato", "S-2", Reserve(day=DAY - timedelta(days=1), client="C-01", rows=9))
        assert store.reserved_elsewhere("P-sato", "S-1", DAY) == {(DAY, "C-01"): 3, (DAY, "C-02"): 2}
        assert store.reserved_elsewhere("P-sato", "S-2", DAY) == {(DAY, "C-01"): 5}
        assert store.reserved_elsewhere("P-kato", "S-1", DAY) == {}


def test_R06_a_freeze_is_one_of_a_person_at_a_door_until_it_is_released(at_work):
    why = (
        Exceeded(span=Span.ROWS_DAY, client=None, used=1001, cap=1000),
        Exceeded(span=Span.DAY, client="", used=2, cap=1),
    )
    freeze = Freeze(id="BF-1", person="P-sato", door=Door.DATABASE, session="S-1", statement=7, since=NOW, exceeded=why)
    with writing(at_work) as connection:
        store = Disclosures(connection)
        assert store.frozen("P-sato", Door.DATABASE) is None
        assert store.freeze(freeze)
        assert not store.freeze(freeze)
        assert store.frozen("P-sato", Door.DATABASE) == freeze
        assert store.frozen("P-kato", Door.DATABASE) is None
    assert past(at_work, "S-2").frozen == {"S-2": why}
    with writing(at_work) as connection:
        store = Disclosures(connection)
        assert store.release("P-sato", Door.DATABASE, by="P-kato", at=NOW + HOUR, reason="x")
        assert not store.release("P-sato", Door.DATABASE, by="P-kato", at=NOW + HOUR, reason="x")
    assert past(at_work, "S-2").frozen == {}


def test_R06_one_step_a_day(at_work):
    step = Raised(
        person="P-sato", door=Door.DATABASE, day=DAY, people=20, rows=5, by=("P-a", "P-b"), at=NOW, reason="x"
    )
    with writing(at_work) as connection:
        assert Disclosures(connection).raised(step)
        assert not Disclosures(connection).raised(step)
    (found,) = past(at_work, "S-2").steps
    assert (found.session, found.day, found.people, found.rows, found.supervisors) == (
        "S-2",
        DAY,
        20,
        5,
        ("P-a", "P-b"),
    )
    assert past(at_work, today=DAY + timedelta(days=1)).steps == ()


def test_nobody_is_shown_less_than_nothing():
    with pytest.raises(ValueError, match="less"):
        Counts(masked=-1)
