"""How sessions stand, on both engines: one row a session, of which counts and stops change apart."""

import pytest

from gateway.guards.verdict import Why
from gateway.sessions.session import State
from gateway.sessions.standing import FROZEN_FOR, Course, Standing
from gateway.storage.engine import reading, writing
from gateway.storage.stores.sessions import Sessions
from gateway.storage.stores.standings import Standings, live
from tests.gateway.storage.samples import NOW, session, staffed

FROZEN = Standing(
    session="S-1",
    course=Course.FROZEN,
    why=Why.PEOPLE,
    since=NOW,
    ends_at=NOW + FROZEN_FOR,
    by="yamada",
    used=21,
    limit=20,
)


@pytest.fixture
def at_work(database, cipher):
    """Sato in two sessions."""
    staffed(database, cipher)
    with writing(database) as connection:
        for each in ("S-1", "S-2"):
            assert Sessions(connection).add(session(each, recording=f"R-{each}"))
    return database


def test_a_session_without_a_row_runs(at_work):
    with reading(at_work) as connection:
        assert Standings(connection).get("S-1") == Standing(session="S-1")
        assert live(connection) == {}


def test_it_is_read_back_whole_and_overwritten(at_work):
    with writing(at_work) as connection:
        store = Standings(connection)
        store.put(FROZEN)
        assert store.get("S-1") == FROZEN
        store.put(Standing(session="S-1"))
        assert store.get("S-1") == Standing(session="S-1")


def test_counts_and_stops_change_apart(at_work):
    with writing(at_work) as connection:
        store = Standings(connection)
        store.counted("S-1", people=18, cap=20)
        store.put(FROZEN)
        found = store.get("S-1")
        assert (found.people, found.people_cap, found.course) == (18, 20, Course.FROZEN)
        store.counted("S-1", people=20, cap=30)
        found = store.get("S-1")
        assert (found.people, found.people_cap, found.course, found.by) == (20, 30, Course.FROZEN, "yamada")


def test_only_sessions_that_have_not_ended_are_listed(at_work):
    with writing(at_work) as connection:
        store = Standings(connection)
        store.put(FROZEN)
        store.counted("S-2", people=1, cap=20)
        assert set(live(connection)) == {"S-1", "S-2"}
        Sessions(connection).put_end("S-1", at=NOW, reason="left", state=State.ENDED)
        assert set(live(connection)) == {"S-2"}
        assert store.get("S-1") == FROZEN
