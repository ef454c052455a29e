"""The disclosure index: sums by client and period, and ten years of 69 clients within a minute (R-47)."""

import time
from datetime import date, timedelta
from itertools import islice

import pytest
from sqlalchemy import insert

from gateway.disclosure.keeping import Counts, Door, Freeze, Line, Raised, Reserve
from gateway.disclosure.spans import Exceeded, Span
from gateway.storage.engine import reading, writing
from gateway.storage.queries import disclosures as lists
from gateway.storage.queries.disclosures import IndexFilter
from gateway.storage.stores.disclosures import Disclosures
from gateway.storage.stores.orders import Orders
from gateway.storage.stores.sessions import Sessions
from gateway.storage.tables import DISCLOSURE
from tests.gateway.storage.samples import HOUR, NOW, order, session, staffed

DAY = date(2026, 11, 22)
YEAR = {"since": DAY - timedelta(days=364), "until": DAY}
DISCLOSURES, CLIENTS, DAYS = 5_000_000, 69, 3652


@pytest.fixture
def at_work(database, cipher):
    staffed(database, cipher)
    with writing(database) as connection:
        Orders(connection).add(order("WO-2", purpose="backup"))
        for each in ("S-1", "S-2"):
            assert Sessions(connection).add(session(each, recording=f"R-{each}"))
        assert Sessions(connection).add(session("S-3", order="WO-2", recording="R-S-3"))
    return database


def line(client="C-01", day=DAY, session_id="S-1", table="public.customers", employer="EMP-1"):
    return Line(client=client, day=day, person="P-sato", session=session_id, table=table, employer=employer)


def asked(database, **wanted):
    with reading(database) as connection:
        chosen = IndexFilter(**{**YEAR, **wanted})
        return lists.totals(connection, chosen), lists.lines(connection, chosen)


def test_R47_who_saw_how_much_of_which_table_of_whose_for_what(at_work):
    with writing(at_work) as connection:
        store = Disclosures(connection)
        store.add(line(), Counts(masked=3, revealed=1))
        store.add(line(day=DAY - timedelta(days=1), session_id="S-2"), Counts(masked=4))
        store.add(line(session_id="S-3", table=""), Counts(at_most=9))
        store.add(line(employer="EMP-0", day=DAY - timedelta(days=400)), Counts(masked=100))
        store.add(line("C-02"), Counts(withheld=5))
        store.add_people("P-sato", "S-1", DAY, [("C-01", b"a" * 16), ("C-01", b"b" * 16)])
        store.add_people("P-sato", "S-2", DAY, [("C-01", b"a" * 16)])
    totals, found = asked(at_work)
    assert [(each.client, each.masked, each.at_most, each.revealed) for each in totals] == [
        ("C-01", 7, 9, 1),
        ("C-02", 0, 0, 0),
    ]
    assert [(each.withheld, each.people, each.sessions) for each in totals] == [(0, 2, 3), (5, 0, 1)]
    assert [(each.client, each.table, each.purpose, each.masked, each.at_most, each.sessions) for each in found] == [
        ("C-01", "", "backup", 0, 9, 1),
        ("C-01", "public.customers", "failure", 7, 0, 2),
        ("C-02", "public.customers", "failure", 0, 0, 1),
    ]
    one = found[1]
    assert (one.username, one.employer, one.terminal_name, one.first, one.last) == (
        "sato", "EMP-1", "pc-01", DAY - timedelta(days=1), DAY,
    )  # fmt: skip
    assert [each.client for each in asked(at_work, client="C-02")[0]] == ["C-02"]
    assert asked(at_work, client="C-99") == ([], [])
    assert asked(at_work, since=DAY - timedelta(days=500))[0][0].masked == 107
    assert asked(at_work, since=DAY, until=DAY)[0][0].masked == 3
    assert len(asked(at_work, limit=1)[1]) == 1


def test_R06_what_everybody_has_used_of_whose(at_work):
    with writing(at_work) as connection:
        store = Disclosures(connection)
        store.add(line(), Counts(masked=3, at_most=1, withheld=5))
        store.add(line("C-02", day=DAY - timedelta(days=1)), Counts(masked=9))
        store.reserve("P-sato", "S-2", Reserve(day=DAY, client="C-01", rows=6))
        for days, digest in ((0, b"a"), (0, b"b"), (29, b"c"), (30, b"d"), (364, b"a"), (365, b"e")):
            store.add_people("P-sato", "S-1", DAY - timedelta(days=days), [("C-03", digest * 16)])
    with reading(at_work) as connection:
        found = lists.used(connection, DAY)
    assert [(each.client, each.rows_day, each.day, each.days_30, each.days_365) for each in found] == [
        ("C-01", 10, 0, 0, 0),
        ("C-03", 0, 2, 3, 4),
    ]
    assert {each.person for each in found} == {"P-sato"}


def test_R06_freezes_that_stand_come_first_and_steps_are_todays(at_work):
    why = (Exceeded(span=Span.DAY, client=None, used=51, cap=50),)
    with writing(at_work) as connection:
        store = Disclosures(connection)
        for number in range(3):
            freeze = Freeze(
                id=f"BF-{number}", person="P-sato", door=Door.DATABASE, session="S-1", statement=1,
                since=NOW + number * HOUR, exceeded=why,
            )  # fmt: skip
            assert store.freeze(freeze)
            if number == 2:
                break
            assert store.release("P-sato", Door.DATABASE, by="P-kato", at=NOW + number * HOUR, reason="x")
        step = Raised(person="P-sato", door=Door.DATABASE, day=DAY, people=0, rows=5, by=("a", "b"), at=NOW, reason="x")
        assert store.raised(step)
    with reading(at_work) as connection:
        found = lists.freezes(connection)
        assert [(each.id, each.released_by) for each in found] == [
            ("BF-2", None),
            ("BF-1", "P-kato"),
            ("BF-0", "P-kato"),
        ]
        assert [(each.person, each.people, each.rows) for each in lists.steps(connection, DAY)] == [("P-sato", 0, 5)]
        assert lists.steps(connection, DAY + timedelta(days=1)) == []


def many(count):
    """Rows of `disclosure`: every client on every day in several tables."""
    for number in range(count):
        yield {
            "client": f"C-{number % CLIENTS:02}",
            "day": (DAY - timedelta(days=number // CLIENTS % DAYS)).isoformat(),
            "person_id": "P-sato",
            "session_id": f"S-{number % 2 + 1}",
            "relation": f"public.t{number // (CLIENTS * DAYS)}",
            "employer_id": "EMP-1",
            "masked": 3,
            "revealed": 0,
            "at_most": 0,
            "withheld": 0,
        }


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_R47_ten_years_of_69_clients_and_five_million_disclosures_answer_within_a_minute(at_work):
    rows = many(DISCLOSURES)
    with writing(at_work) as connection:
        while part := list(islice(rows, 50_000)):
            connection.execute(insert(DISCLOSURE), part)
    for client, days, bound in (("C-07", DAYS, 60), ("C-07", 30, 5), (None, 30, 60)):
        begun = time.monotonic()
        totals, found = asked(at_work, client=client, since=DAY - timedelta(days=days))
        took = time.monotonic() - begun
        shown = sum(each.masked for each in totals) // 3
        print(f"{client or 'every client'}, {days} days: {took:.1f} s, {shown} disclosures, {len(found)} lines")
        assert took < bound
    with reading(at_work) as connection:
        begun = time.monotonic()
        whole = lists.totals(connection, IndexFilter(since=DAY - timedelta(days=DAYS), until=DAY))
        print(f"totals of every client, ten years: {time.monotonic() - begun:.1f} s")
        assert sum(each.masked for each in whole) == 3 * DISCLOSURES
        assert time.monotonic() - begun < 60
        begun = time.monotonic()
        lists.used(connection, DAY)
        assert time.monotonic() - begun < 5
