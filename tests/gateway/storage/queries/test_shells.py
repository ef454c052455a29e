"""How many different people shells showed: by the day in Japan, each person once, whoever's session it was."""

from datetime import date, timedelta

import pytest

from gateway.storage.engine import reading, writing
from gateway.storage.queries.shells import ShellLine, used
from gateway.storage.stores.sessions import Sessions
from gateway.storage.stores.shell_counts import ShellCounts
from tests.gateway.storage.samples import NOW, session, staffed

DAY = date(2026, 11, 22)


@pytest.fixture
def at_work(database, cipher):
    staffed(database, cipher)
    with writing(database) as connection:
        for each in ("S-1", "S-2"):
            assert Sessions(connection).add(session(each, recording=f"R-{each}"))
    return database


def saw(database, who, *, session_id="S-1", ago=0):
    with writing(database) as connection:
        day = DAY - timedelta(days=ago)
        ShellCounts(connection).saw("P-sato", session_id, who * 16, [], today=day, now=NOW)


def test_R06_nobody_was_shown_anybody(at_work):
    with reading(at_work) as connection:
        assert used(connection, DAY) == []


def test_R06_a_person_counts_once_in_each_span(at_work):
    saw(at_work, b"a")
    saw(at_work, b"a", session_id="S-2")
    saw(at_work, b"a", ago=1)
    saw(at_work, b"b", ago=29)
    saw(at_work, b"c", ago=30)
    saw(at_work, b"d", ago=364)
    saw(at_work, b"e", ago=365)
    with reading(at_work) as connection:
        assert used(connection, DAY) == [ShellLine(person="P-sato", day=1, days_30=2, days_365=4)]
        assert used(connection, DAY + timedelta(days=1)) == [ShellLine(person="P-sato", day=0, days_30=1, days_365=3)]
