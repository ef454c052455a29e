from datetime import timedelta

import pytest

from gateway.sessions.session import State
from gateway.storage.engine import reading, writing
from gateway.storage.queries import sessions as lists
from gateway.storage.queries.sessions import SessionFilter, SessionLine, Shown
from gateway.storage.stores.sessions import Sessions
from tests.gateway.storage.samples import NOW, session


@pytest.fixture
def worked(office):
    with writing(office) as connection:
        sessions = Sessions(connection)
        for number, person, target, state in (
            (1, "sato", "callcenter-app", State.RUNNING),
            (2, "sato", "callcenter-db", State.OPENING),
            (3, "kato", "callcenter-app", State.OPENING),
        ):
            started_at = NOW + timedelta(days=number)
            sessions.add(session(f"S-{number}", person, target=target, state=state, started_at=started_at))
        sessions.put_end("S-3", at=NOW, reason="x", state=State.ENDED)
    return office


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (SessionFilter(), ["S-3", "S-2", "S-1"]),
        (SessionFilter(limit=2), ["S-3", "S-2"]),
        (SessionFilter(shown=Shown.RUNNING), ["S-2", "S-1"]),
        (SessionFilter(shown=Shown.OVER), ["S-3"]),
        (SessionFilter(client="C-01", limit=1, offset=1), ["S-2"]),
        (SessionFilter(person="sato"), ["S-2", "S-1"]),
        (SessionFilter(person="nobody"), []),
        (SessionFilter(target="callcenter-app"), ["S-3", "S-1"]),
        (SessionFilter(started_from=NOW + timedelta(days=2)), ["S-3", "S-2"]),
        (SessionFilter(started_before=NOW + timedelta(days=2)), ["S-1"]),
        (SessionFilter(person="sato", target="callcenter-db", shown=Shown.RUNNING), ["S-2"]),
    ],
)
def test_the_list_by_every_part_of_the_filter(worked, wanted, found):
    with reading(worked) as connection:
        assert [line.session.id for line in lists.sessions(connection, wanted)] == found


def test_one_line_whole(worked):
    with reading(worked) as connection:
        expected = session("S-1", state=State.RUNNING, started_at=NOW + timedelta(days=1))
        assert lists.session(connection, "S-1") == SessionLine(
            session=expected, terminal_name="pc-01", purpose="failure", clients=("C-01",), employer="EMP-1"
        )
        assert lists.session(connection, "S-none") is None


def test_they_are_counted_whatever_the_page(worked):
    with reading(worked) as connection:
        assert lists.sessions_counted(connection, SessionFilter(limit=1)) == 3
        assert lists.sessions_counted(connection, SessionFilter(shown=Shown.OVER)) == 1
