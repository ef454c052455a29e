"""What shells showed, on both engines: people by span, amounts by span, what the database door hears of them."""

from datetime import date, timedelta

import pytest

from gateway.disclosure.keeping import Door, Freeze, Raised
from gateway.disclosure.shell import Amounts
from gateway.disclosure.spans import Span
from gateway.storage.engine import reading, writing
from gateway.storage.stores.disclosures import Disclosures
from gateway.storage.stores.sessions import Sessions
from gateway.storage.stores.shell_counts import ShellCounts
from tests.gateway.storage.samples import NOW, session, staffed

DAY = date(2026, 11, 22)
WINDOW = timedelta(minutes=5)
SECOND = timedelta(seconds=1)


@pytest.fixture
def at_work(database, cipher):
    """Sato in two sessions."""
    staffed(database, cipher)
    with writing(database) as connection:
        for each in ("S-1", "S-2"):
            assert Sessions(connection).add(session(each, recording=f"R-{each}"))
    return database


def who(number: int) -> bytes:
    return bytes([number]) * 16


def value(number: int, client: str = "C-01") -> tuple[str, bytes]:
    return client, who(number)


def saw(engine, number, *, session_id="S-1", today=DAY, now=NOW, person="P-sato", values=None):
    with writing(engine) as connection:
        return ShellCounts(connection).saw(
            person, session_id, who(number), [value(number)] if values is None else values, today=today, now=now
        )


def past(engine, session_id="S-1", today=DAY, now=NOW, person="P-sato"):
    with reading(engine) as connection:
        return ShellCounts(connection).past(person, session_id, today, now, WINDOW)


def test_R06_people_by_span(at_work):
    assert saw(at_work, 1)
    assert not saw(at_work, 1)
    assert saw(at_work, 2, session_id="S-2", now=NOW - timedelta(minutes=6))
    assert saw(at_work, 3, session_id="S-2", today=DAY - timedelta(days=29), now=NOW - timedelta(days=29))
    assert saw(at_work, 4, session_id="S-2", today=DAY - timedelta(days=364), now=NOW - timedelta(days=364))
    assert saw(at_work, 5, session_id="S-2", today=DAY - timedelta(days=365), now=NOW - timedelta(days=365))
    assert saw(at_work, 6, session_id="S-2", today=DAY + timedelta(days=1), now=NOW + timedelta(hours=12))
    found = past(at_work).people
    assert {span: {each[0] for each in found[span]} for span in found} == {
        Span.PEOPLE_WINDOW: {1, 6},
        Span.SESSION: {1},
        Span.DAY: {1, 2, 6},
        Span.DAYS_30: {1, 2, 3, 6},
        Span.DAYS_365: {1, 2, 3, 4, 6},
    }
    assert not any(past(at_work, person="P-kato").people.values())


def test_a_release_begins_the_window_anew_and_nothing_else(at_work):
    saw(at_work, 1, now=NOW - 9 * SECOND)
    freeze = Freeze(
        id="BF-1", person="P-sato", door=Door.SHELL, session="S-1", statement=0, since=NOW - 8 * SECOND, exceeded=()
    )
    with writing(at_work) as connection:
        store = Disclosures(connection)
        assert store.freeze(freeze)
        ShellCounts(connection).use("P-sato", "S-1", Amounts(opaque=7), today=DAY, now=NOW - 20 * SECOND)
        assert store.release("P-sato", Door.SHELL, by="P-yamada", at=NOW - 5 * SECOND, reason="seen")
    found = past(at_work)
    assert (len(found.people[Span.PEOPLE_WINDOW]), len(found.people[Span.SESSION])) == (0, 1)
    assert (found.within, found.today) == (Amounts(), Amounts(opaque=7))
    saw(at_work, 1)
    assert len(past(at_work).people[Span.PEOPLE_WINDOW]) == 1


def test_R07_amounts_by_span_and_nothing_older_than_a_month(at_work):
    with writing(at_work) as connection:
        store = ShellCounts(connection)
        for days, amounts in ((31, Amounts(novel=1000)), (29, Amounts(novel=100)), (0, Amounts(novel=10, hashes=3))):
            store.use("P-sato", "S-1", amounts, today=DAY - timedelta(days=days), now=NOW - timedelta(days=days))
        store.use("P-sato", "S-2", Amounts(novel=1), today=DAY, now=NOW)
        store.use("P-sato", "S-2", Amounts(novel=1), today=DAY, now=NOW)
        store.use("P-sato", "S-2", Amounts(bare_lines=5), today=DAY, now=NOW - timedelta(minutes=20))
    found = past(at_work)
    assert found.within == Amounts(novel=12, hashes=3)
    assert found.today == Amounts(novel=12, hashes=3, bare_lines=5)
    assert found.units_30_days == 112 + 10 + 5 * 42
    with reading(at_work) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM shell_use WHERE novel = 1000").scalar_one() == 0


def test_whoever_was_seen_is_known_by_any_value_for_a_year(at_work):
    saw(at_work, 1, values=[value(1), value(2), value(1, "C-02")])
    saw(at_work, 9, today=DAY - timedelta(days=365))
    with reading(at_work) as connection:
        store = ShellCounts(connection)
        asked = [value(number) for number in range(1, 10)] + [value(1, "C-02"), value(2, "C-02")]
        assert store.known("P-sato", asked, DAY) == {value(1): who(1), value(2): who(1), value(1, "C-02"): who(1)}
        assert store.known("P-kato", asked, DAY) == {}
        many = [("C-01", number.to_bytes(16, "big")) for number in range(1000)]
        assert store.known("P-sato", many, DAY) == {}


def test_R06_people_of_the_database_door_stand_beside(at_work):
    with writing(at_work) as connection:
        store = Disclosures(connection)
        store.add_people("P-sato", "S-1", DAY, [value(1), value(2), value(1, "C-02")])
        store.add_people("P-sato", "S-2", DAY, [value(1)])
        store.add_people("P-sato", "S-2", DAY - timedelta(days=40), [value(3)])
    assert past(at_work).besides == {Span.DAY: 3, Span.DAYS_30: 3, Span.DAYS_365: 4}


def test_R06_and_the_database_door_counts_what_shells_showed_for_every_client_of_the_order(at_work):
    saw(at_work, 1)
    saw(at_work, 2, today=DAY - timedelta(days=40), now=NOW - timedelta(days=40))
    with reading(at_work) as connection:
        store = Disclosures(connection)
        found = store.past("P-sato", Door.DATABASE, "S-1", DAY).besides
        clients = [
            row[0] for row in connection.exec_driver_sql("SELECT client FROM order_client ORDER BY client").all()
        ]
        assert store.past("P-sato", Door.SHELL, "S-1", DAY).besides == {}
    wanted = {Span.DAY: 1, Span.DAYS_30: 1, Span.DAYS_365: 2}
    assert clients
    assert found == {(span, client): number for client in (None, *clients) for span, number in wanted.items()}


def test_a_step_of_two_is_of_this_door_and_day(at_work):
    assert past(at_work).step is None
    with writing(at_work) as connection:
        store = Disclosures(connection)
        for door, people in ((Door.SHELL, 5), (Door.DATABASE, 7)):
            assert store.raised(
                Raised(
                    person="P-sato",
                    door=door,
                    day=DAY,
                    people=people,
                    rows=0,
                    by=("P-yamada", "P-kato"),
                    at=NOW,
                    reason="x",
                )
            )
    assert past(at_work).step == 5
    assert past(at_work, today=DAY + timedelta(days=1)).step is None
