from datetime import timedelta

import pytest

from gateway.sessions.session import RecordingSummary, State
from gateway.storage.engine import writing
from gateway.storage.stores.nodes import Nodes
from gateway.storage.stores.recordings import Recordings
from gateway.storage.stores.sessions import Sessions
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import HOUR, NOW, session

SUMMARY = RecordingSummary(recording="R-S-1", chunks=3, stored_bytes=4096, final_hash=b"h" * 32, last_at=NOW + HOUR)


def _open(connection, number=1):
    id_ = f"S-{number}"
    Sessions(connection).add(session(id_))
    started_at = NOW + timedelta(minutes=number)
    return Recordings(connection).opened(f"R-{id_}", session=id_, path=f"2026/R-{id_}", started_at=started_at)


def test_a_recording_is_opened_and_closed_once(office):
    with writing(office) as connection:
        recordings = Recordings(connection)
        assert not recordings.closed(SUMMARY, how="sealed", at=NOW)
        assert _open(connection)
        assert not recordings.opened("R-S-1", session="S-1", path="elsewhere", started_at=NOW)
        assert not recordings.opened("R-other", session="S-1", path="2026/R-S-1", started_at=NOW)
        assert recordings.closed(SUMMARY, how="sealed", at=NOW + HOUR)
        assert not recordings.closed(SUMMARY, how="late", at=NOW + HOUR)


def test_open_recordings_of_sessions_that_are_over(office):
    with writing(office) as connection:
        for number in (1, 2, 3):
            assert _open(connection, number)
        Sessions(connection).put_end("S-1", at=NOW, reason="x", state=State.ENDED)
        Sessions(connection).put_end("S-3", at=NOW, reason="x", state=State.BROKEN)
        found = Recordings(connection).unsealed("node-1")
        assert [(each.id, path) for each, path in found] == [("S-1", "2026/R-S-1"), ("S-3", "2026/R-S-3")]
        assert found[1][0] == session("S-3", state=State.BROKEN, ended_at=NOW, end_reason="x")
        Recordings(connection).closed(SUMMARY, how="interrupted", at=NOW)
        assert [each.id for each, _ in Recordings(connection).unsealed("node-1")] == ["S-3"]
        assert [each.id for each, _ in Recordings(connection).unsealed("node-2")] == ["S-3"]  # node-1 does not run
        Nodes(connection).began("node-1", NOW)
        assert Recordings(connection).unsealed("node-2") == []


def test_a_final_hash_has_32_bytes(office):
    short = RecordingSummary(recording="R-S-1", chunks=1, stored_bytes=1, final_hash=b"short", last_at=NOW)
    with pytest.raises(GatewayFault), writing(office) as connection:
        _open(connection)
        Recordings(connection).closed(short, how="sealed", at=NOW)
