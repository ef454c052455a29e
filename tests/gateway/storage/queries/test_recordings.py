from datetime import timedelta

import pytest
from sqlalchemy import text

from gateway.sessions.session import RecordingSummary
from gateway.storage.engine import reading, writing
from gateway.storage.queries import recordings as lists
from gateway.storage.queries.recordings import RecordingFilter, RecordingLine, RecordingState
from gateway.storage.stores.recordings import Recordings
from gateway.storage.stores.sessions import Sessions
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import HOUR, NOW, session


@pytest.fixture
def recorded(office):
    with writing(office) as connection:
        for number, person in ((1, "sato"), (2, "kato"), (3, "sato")):
            id_ = f"S-{number}"
            Sessions(connection).add(session(id_, person))
            started_at = NOW + timedelta(minutes=number)
            Recordings(connection).opened(f"R-{id_}", session=id_, path=f"2026/{id_}", started_at=started_at)
        summary = RecordingSummary(
            recording="R-S-3", chunks=3, stored_bytes=4096, final_hash=b"h" * 32, last_at=NOW + HOUR
        )
        Recordings(connection).closed(summary, how="interrupted", at=NOW + 2 * HOUR)
    return office


def test_newest_first_bounded_and_by_person(recorded):
    with reading(recorded) as connection:
        assert [line.id for line in lists.recordings(connection)] == ["R-S-3", "R-S-2", "R-S-1"]
        assert [line.id for line in lists.recordings(connection, limit=1)] == ["R-S-3"]
        assert [line.id for line in lists.recordings(connection, person="sato")] == ["R-S-3", "R-S-1"]
        assert lists.recordings(connection, person="nobody") == []


def test_one_line_open_and_closed(recorded):
    shared = {
        "username": "sato", "target": "callcenter-app", "account": "app", "person": "P-sato", "order": "WO-1",
        "terminal_name": "pc-01", "purpose": "failure", "clients": ("C-01",), "employer": "EMP-1",
    }  # fmt: skip
    with reading(recorded) as connection:
        assert lists.recording(connection, "R-S-1") == RecordingLine(
            **shared, id="R-S-1", session="S-1", path="2026/S-1", state=RecordingState.OPEN,
            started_at=NOW + timedelta(minutes=1), last_at=None, sealed_at=None, retired_at=None, chunks=None, stored_bytes=None,
            final_hash=None,
        )  # fmt: skip
        assert lists.recording(connection, "R-S-3") == RecordingLine(
            **shared, id="R-S-3", session="S-3", path="2026/S-3", state=RecordingState.INTERRUPTED,
            started_at=NOW + timedelta(minutes=3), last_at=NOW + HOUR, sealed_at=NOW + 2 * HOUR,
            retired_at=None, chunks=3,
            stored_bytes=4096, final_hash=b"h" * 32,
        )  # fmt: skip
        assert lists.recording(connection, "R-none") is None


def test_a_state_nobody_knows_is_a_fault(recorded):
    with pytest.raises(GatewayFault, match="row R-S-3 of table recording"), writing(recorded) as connection:
        connection.execute(text("UPDATE recording SET state = 'fine' WHERE id = 'R-S-3'"))
        lists.recordings(connection)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [3, 2, 1]),
        ({"limit": 1, "offset": 1}, [2]),
        ({"people": ("P-kato",)}, [2]),
        ({"people": ()}, []),
        ({"employer": "EMP-1", "state": RecordingState.INTERRUPTED}, [3]),
        ({"employer": "EMP-2"}, []),
        ({"client": "C-01"}, [3, 2, 1]),
        ({"client": "C-0"}, []),
        ({"target": "callcenter-app", "purpose": "failure", "order": "WO-1"}, [3, 2, 1]),
        ({"purpose": "backup"}, []),
        ({"started_from": NOW + HOUR}, []),
        ({"started_before": NOW + HOUR}, [3, 2, 1]),
    ],
)
def test_R39_by_every_part_of_the_filter_and_counted(recorded, wanted, found):
    with reading(recorded) as connection:
        filter_ = RecordingFilter(**wanted)
        assert [line.id for line in lists.recordings(connection, filter_)] == [f"R-S-{number}" for number in found]
        counted = lists.recordings_counted(connection, RecordingFilter(**wanted | {"limit": 200, "offset": 0}))
        assert counted == (3 if "offset" in wanted else len(found))
