from datetime import date

import pytest
from sqlalchemy import select

from gateway.disclosure.keeping import Counts, Line
from gateway.disclosure.ledger import PART_PEOPLE, people_in
from gateway.storage.engine import reading, writing
from gateway.storage.stores.disclosures import Disclosures
from gateway.storage.stores.sessions import Sessions
from gateway.storage.stores.shown_people import ShownPeople
from gateway.storage.tables import SHOWN_PEOPLE
from tests.gateway.storage.samples import session, staffed

DAY = date(2026, 11, 22)


@pytest.fixture
def at_work(database, cipher):
    staffed(database, cipher)
    with writing(database) as connection:
        for each in ("S-1", "S-2"):
            assert Sessions(connection).add(session(each, recording=f"R-{each}"))
    return database


def digests(count, first=0):
    return [(first + number).to_bytes(16, "big") * 2 for number in range(1, count + 1)]


def rows(database):
    with reading(database) as connection:
        return [dict(row) for row in connection.execute(select(SHOWN_PEOPLE).order_by(SHOWN_PEOPLE.c.part)).mappings()]


def test_R48_people_are_put_behind_one_another_and_a_full_row_is_left_alone(at_work):
    for first, count in ((0, 3), (3, PART_PEOPLE), (200, 250)):
        with writing(at_work) as connection:
            ShownPeople(connection).add("C-01", DAY, "S-1", digests(count, first), 1)
    found = rows(at_work)
    assert [people_in(row["people"]) for row in found] == [PART_PEOPLE] * 3 + [3 + PART_PEOPLE + 250 - 3 * PART_PEOPLE]
    assert sum(row["unnamed"] for row in found) == 3
    assert {(row["client"], row["day"], row["session_id"]) for row in found} == {("C-01", DAY.isoformat(), "S-1")}


def test_a_session_of_another_client_or_day_has_rows_of_its_own(at_work):
    with writing(at_work) as connection:
        store = ShownPeople(connection)
        store.add("C-01", DAY, "S-1", digests(2), 0)
        store.add("C-02", DAY, "S-1", digests(1), 0)
        store.add("C-01", date(2026, 11, 23), "S-1", [], 4)
        store.add("C-01", DAY, "S-2", digests(1), 0)
    assert sorted(
        (row["client"], row["session_id"], people_in(row["people"]), row["unnamed"]) for row in rows(at_work)
    ) == [
        ("C-01", "S-1", 0, 4),
        ("C-01", "S-1", 2, 0),
        ("C-01", "S-2", 1, 0),
        ("C-02", "S-1", 1, 0),
    ]


def test_more_people_than_rows_are_noticed(at_work):
    line = Line(client="C-01", day=DAY, person="P-sato", session="S-1", table="public.customers", employer="EMP-1")
    with writing(at_work) as connection:
        store = ShownPeople(connection)
        store.add("C-01", DAY, "S-1", digests(2), 1)
        assert store.exceeds("C-01", DAY, "S-1")
        Disclosures(connection).add(line, Counts(masked=3))
        assert not store.exceeds("C-01", DAY, "S-1")
        store.add("C-01", DAY, "S-1", digests(1, 9), 0)
        assert store.exceeds("C-01", DAY, "S-1")
