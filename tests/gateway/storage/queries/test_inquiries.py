"""What inquiries read: who was shown whom, what no look-up covers, and ten years of 69 clients within a minute (R-47, R-48)."""

import hashlib
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

import pytest
from sqlalchemy import insert, text

from gateway.disclosure.inquiry import About, Inquiry
from gateway.disclosure.keeping import Counts, Line
from gateway.disclosure.ledger import PART_PEOPLE, Sought, packed
from gateway.storage.engine import reading, writing
from gateway.storage.queries import inquiries as lists
from gateway.storage.queries.inquiries import Period, Uncovered
from gateway.storage.stores.disclosures import Disclosures
from gateway.storage.stores.inquiries import Inquiries
from gateway.storage.stores.orders import Orders
from gateway.storage.stores.sessions import Sessions
from gateway.storage.stores.shown_people import ShownPeople
from gateway.storage.tables import DISCLOSURE, SESSION, SHELL_SIGHT, SHOWN_PEOPLE
from tests.gateway.storage.samples import HOUR, NOW, order, session, staffed

DAY = date(2026, 11, 22)
YEAR = Period(clients=("C-01", ""), since=DAY - timedelta(days=364), until=DAY)


@pytest.fixture
def at_work(database, cipher):
    staffed(database, cipher)
    with writing(database) as connection:
        Orders(connection).add(order("WO-2", purpose="backup"))
        for each in ("S-1", "S-2"):
            assert Sessions(connection).add(session(each, recording=f"R-{each}"))
        assert Sessions(connection).add(session("S-3", order="WO-2", recording="R-S-3"))
    return database


def person(number: int, client: str = "C-01") -> bytes:
    return hashlib.sha256(f"{client}/{number}".encode()).digest()


def line(client="C-01", day=DAY, session_id="S-1", table="public.customers"):
    return Line(client=client, day=day, person="P-sato", session=session_id, table=table, employer="EMP-1")


def show(database, session_id, numbers, *, client="C-01", day=DAY, unnamed=0, rows=None):
    with writing(database) as connection:
        Disclosures(connection).add(
            line(client, day, session_id), Counts(masked=len(numbers) + unnamed if rows is None else rows)
        )
        digests = [person(each, client) for each in numbers]
        ShownPeople(connection).add(client, day, session_id, digests, unnamed)


def met(database, numbers, wanted=YEAR, *, client="C-01"):
    digests = {person(number, client): place for place, number in enumerate(numbers)}
    with reading(database) as connection:
        found = lists.met(connection, wanted, Sought(digests.items()), digests)
    return {each.session: (sorted(each.people), each.shown) for each in found}


def test_R48_sessions_that_showed_them_and_no_others(at_work):
    show(at_work, "S-1", range(300))
    show(at_work, "S-2", [7, 900, 901])
    show(at_work, "S-3", [1000])
    assert met(at_work, [7, 299, 55_555]) == {"S-1": ([0, 1], 300), "S-2": ([0], 3)}
    assert met(at_work, [4711]) == {}
    assert met(at_work, []) == {}


def test_R48_only_of_the_client_and_the_days_asked_about(at_work):
    show(at_work, "S-1", [1], day=DAY - timedelta(days=10))
    show(at_work, "S-2", [1], client="C-02")
    assert met(at_work, [1]) == {"S-1": ([0], 1)}
    assert met(at_work, [1], Period(clients=("C-01",), since=DAY - timedelta(days=9), until=DAY)) == {}
    assert met(at_work, [1], Period(clients=("C-02",), since=DAY, until=DAY)) == {}


def test_R48_days_of_one_session_count_together(at_work):
    show(at_work, "S-1", [1, 2], day=DAY - timedelta(days=1))
    show(at_work, "S-1", [3])
    assert met(at_work, [1, 3]) == {"S-1": ([0, 1], 3)}


def test_R48_people_in_clear_and_in_shells_are_found_by_their_whole_digest(at_work):
    who = b"w" * 16
    with writing(at_work) as connection:
        Disclosures(connection).add_people("P-sato", "S-1", DAY, [("C-01", person(1)), ("C-01", person(2))])
        for number in (3, 4):
            row = {
                "client": "C-01", "digest": person(number), "session_id": "S-2", "person_id": "P-sato", "who": who,
                "day": DAY.isoformat(),
            }  # fmt: skip
            connection.execute(insert(SHELL_SIGHT).values(**row))
    assert met(at_work, [1, 3, 4]) == {"S-1": ([0], 2), "S-2": ([1, 2], 1)}


def test_R47_sessions_by_time_with_who_when_whence_and_what_for(at_work):
    show(at_work, "S-1", [1, 2])
    with writing(at_work) as connection:
        store = Disclosures(connection)
        store.add(line(session_id="S-3", table=""), Counts(at_most=4, withheld=1))
        store.add(line(session_id="S-3", table="(shell)"), Counts(estimated=6))
        store.add(line("C-02", session_id="S-2"), Counts(masked=1))
    with reading(at_work) as connection:
        found = lists.sessions(connection, YEAR, limit=10)
        assert [(each.session, each.masked, each.at_most, each.estimated, each.withheld) for each in found] == [
            ("S-1", 2, 0, 0, 0),
            ("S-3", 0, 4, 6, 1),
        ]
        one = found[1]
        assert (one.username, one.employer, one.terminal, one.purpose) == ("sato", "EMP-1", "pc-01", "backup")
        assert one.started_at == NOW
        assert len(lists.sessions(connection, YEAR, limit=1)) == 1
        assert {each.session for each in lists.sessions(connection, YEAR, limit=9, only=["S-2", "S-3"])} == {
            "S-2",
            "S-3",
        }
        assert lists.sessions(connection, YEAR, limit=9, only=["S-9"]) == []


def test_R48_what_no_look_up_covers_is_counted(at_work):
    show(at_work, "S-1", [1, 2], unnamed=3)
    show(at_work, "S-2", [], rows=5, day=DAY)
    with writing(at_work) as connection:
        connection.execute(SHOWN_PEOPLE.delete().where(SHOWN_PEOPLE.c.session_id == "S-2"))
        Disclosures(connection).add(line(session_id="S-3", table=""), Counts(at_most=4))
        Disclosures(connection).add(line(session_id="S-3", table="(shell)"), Counts(estimated=6))
    with reading(at_work) as connection:
        assert lists.uncovered(connection, YEAR) == Uncovered(unnamed=3, at_most=4, estimated=6, before=5, sessions=3)
        nothing = Period(clients=("C-09",), since=DAY, until=DAY)
        assert lists.uncovered(connection, nothing) == Uncovered(
            unnamed=0, at_most=0, estimated=0, before=0, sessions=0
        )


def test_R47_the_first_day_on_record(at_work):
    with reading(at_work) as connection:
        assert lists.first_day(connection) is None
    show(at_work, "S-1", [1], day=DAY - timedelta(days=10))
    show(at_work, "S-1", [1])
    with reading(at_work) as connection:
        assert lists.first_day(connection) == DAY - timedelta(days=10)


def test_the_newest_inquiries_with_whose_they_were(at_work):
    with writing(at_work) as connection:
        for number in range(3):
            asked = Inquiry(
                id=f"Q-20261122-000000000{number}", person="P-sato", about=About.CLIENT, client="C-01", since=DAY, until=DAY,
                numbers=0, purpose="照会", at=NOW + number * HOUR,
            )  # fmt: skip
            assert Inquiries(connection).add(asked)
    with reading(at_work) as connection:
        found = lists.inquiries(connection, limit=2)
    assert [(each.id[-1], username) for each, username in found] == [("2", "sato"), ("1", "sato")]


# -- ten years

CLIENTS, DAYS, SESSIONS, DISCLOSURES = 69, 3652, 100_000, 5_000_000
SESSION_PEOPLE = DISCLOSURES // SESSIONS
"""Fifty people a session: five million people shown, one client's each, in a hundred thousand sessions."""


def many_sessions(connection) -> None:
    sample = dict(connection.execute(SESSION.select().where(SESSION.c.id == "S-1")).mappings().one())
    rows = ({**sample, "id": f"S-{number:020}", "recording_id": f"R-{number:020}"} for number in range(SESSIONS))
    while part := list(islice(rows, 20_000)):
        connection.execute(insert(SESSION), part)


def place(number: int) -> dict[str, str]:
    """Where session `number` lies: its client, and its day, one after another over ten years."""
    day = DAY - timedelta(days=DAYS - 1 - number * DAYS // SESSIONS)
    return {"client": f"C-{number % CLIENTS:02}", "day": day.isoformat(), "session_id": f"S-{number:020}"}


def many_lines(tables: int) -> Iterator[dict]:
    """As many lines of counts: each session's in so many relations."""
    counts = {"masked": 1, "revealed": 0, "at_most": 0, "withheld": 0, "estimated": 0}
    for number in range(SESSIONS):
        for relation in range(tables):
            yield {
                **place(number), "person_id": "P-sato", "relation": f"public.t{relation}", "employer_id": "EMP-1", **counts,
            }  # fmt: skip


def many_people() -> Iterator[dict]:
    for number in range(SESSIONS):
        first = number * SESSION_PEOPLE
        yield {
            **place(number), "part": 0, "people": packed(person(first + each) for each in range(SESSION_PEOPLE)), "unnamed": 0,
        }  # fmt: skip


def filled(database, table, rows) -> None:
    with writing(database) as connection:
        while part := list(islice(rows, 20_000)):
            connection.execute(insert(table), part)


def bytes_of(database, name: str) -> int:
    """What a table and its indices take on disk."""
    with reading(database) as connection:
        if connection.dialect.name == "postgresql":
            return int(connection.execute(text(f"SELECT pg_total_relation_size('{name}')")).scalar_one())
        pages = (
            "SELECT count(*) * (SELECT page_size FROM pragma_page_size) FROM dbstat"
            " WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = :name)"
        )
        return int(connection.execute(text(pages), {"name": name}).scalar_one())


def test_R48_a_person_shown_costs_some_ten_bytes(at_work):
    people = PART_PEOPLE * 40
    with writing(at_work) as connection:
        ShownPeople(connection).add("C-01", DAY, "S-1", [person(each) for each in range(people)], 0)
    with reading(at_work) as connection:
        kept = connection.execute(text("SELECT sum(length(people)) FROM shown_people")).scalar_one()
    assert kept == 8 * people


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_R47_R48_ten_years_of_69_clients_and_five_million_people_shown_answer_within_a_minute(at_work, capsys):
    said = []
    with writing(at_work) as connection:
        many_sessions(connection)
    before = {name: bytes_of(at_work, name) for name in ("disclosure", "shown_people")}
    filled(at_work, SHOWN_PEOPLE, many_people())
    filled(at_work, DISCLOSURE, many_lines(1))
    for name, per in (("shown_people", DISCLOSURES), ("disclosure", SESSIONS)):
        size = bytes_of(at_work, name) - before[name]
        said.append(f"{name}: {size / per:.1f} bytes for each of {per:,}, {size / 2**20:.0f} MiB")
    complaining = [number * 7 * SESSION_PEOPLE * CLIENTS for number in range(11)] + [10**9]
    for clients, days, bound in ((("C-00",), DAYS, 10), (tuple(f"C-{each:02}" for each in range(CLIENTS)), DAYS, 60)):
        wanted = Period(clients=clients, since=DAY - timedelta(days=days), until=DAY)
        begun = time.monotonic()
        found = met(at_work, complaining, wanted)
        with reading(at_work) as connection:
            lists.uncovered(connection, wanted)
            lists.sessions(connection, wanted, limit=1000)
        took = time.monotonic() - begun
        said.append(f"12 people among {len(clients)} client(s), {days} days: {took:.2f} s, {len(found)} sessions")
        assert len(found) == 11
        assert took < bound
    with capsys.disabled():
        print("", *said, sep="\n")
