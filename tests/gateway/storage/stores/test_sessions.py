from datetime import timedelta

import pytest
from sqlalchemy import text

from gateway.sessions.session import State
from gateway.storage.engine import writing
from gateway.storage.stores.sessions import Sessions
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW, session


def test_a_session_is_read_back_whole(office):
    with writing(office) as connection:
        sessions = Sessions(connection)
        assert sessions.add(session())
        assert not sessions.add(session())
        assert sessions.get("S-1") == session()
        assert sessions.get("S-none") is None


def test_its_life(office):
    with writing(office) as connection:
        sessions = Sessions(connection)
        sessions.add(session())
        sessions.put_state("S-1", State.RUNNING)
        assert sessions.get("S-1") == session(state=State.RUNNING)
        sessions.put_end("S-1", at=NOW, reason="said good-bye", state=State.ENDED)
        assert sessions.get("S-1") == session(state=State.ENDED, ended_at=NOW, end_reason="said good-bye")


def test_an_ended_session_stays_as_it_ended(office):
    with writing(office) as connection:
        sessions = Sessions(connection)
        sessions.add(session())
        sessions.put_end("S-1", at=NOW, reason="first", state=State.BROKEN)
        with pytest.raises(GatewayFault, match="not live"):
            sessions.put_end("S-1", at=NOW, reason="second", state=State.ENDED)
        with pytest.raises(GatewayFault, match="not live"):
            sessions.put_state("S-1", State.RUNNING)
        with pytest.raises(GatewayFault, match="not live"):
            sessions.put_state("S-none", State.RUNNING)
        assert sessions.get("S-1").end_reason == "first"


def test_live_sessions_by_node_oldest_first(office):
    with writing(office) as connection:
        sessions = Sessions(connection)
        for id_, minutes, node, state in (
            ("S-2", 2, "node-1", State.RUNNING),
            ("S-1", 1, "node-1", State.OPENING),
            ("S-3", 3, "node-2", State.RUNNING),
            ("S-4", 0, "node-1", State.OPENING),
        ):
            sessions.add(session(id_, started_at=NOW + timedelta(minutes=minutes), node=node, state=state))
        sessions.put_end("S-4", at=NOW, reason="over", state=State.ENDED)
        assert [each.id for each in sessions.not_ended("node-1")] == ["S-1", "S-2"]
        assert [each.id for each in sessions.not_ended(None)] == ["S-1", "S-2", "S-3"]


def test_a_session_needs_its_order_person_and_terminal(office):
    for missing in ({"order": "WO-none"}, {"person": "none"}, {"terminal": "T-none"}):
        with pytest.raises(GatewayFault), writing(office) as connection:
            Sessions(connection).add(session(**missing))


def test_a_state_nobody_knows_is_a_fault(office):
    with writing(office) as connection:
        Sessions(connection).add(session())
        connection.execute(text("UPDATE session SET state = 'frozen'"))
        with pytest.raises(GatewayFault, match=r"row S-1 of table session .* column state "):
            Sessions(connection).get("S-1")
