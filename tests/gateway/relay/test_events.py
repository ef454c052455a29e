"""Upload events: the journal takes them, and nothing in them is anybody's data."""

import pytest

from gateway.audit.event import Event, decode, encode
from gateway.registrar.kinds import Writer, may_append
from gateway.relay import events
from gateway.relay.events import UploadDone, UploadInterrupted, UploadMoved, UploadRefused, Why

INDEX = {"person": "P-1", "session": "S-1", "terminal": "TM-1", "target": "build-host", "order": "WO-1"}
SENT = {"upload": "U-1", "path": "/a", "size_bytes": 3, "digest": bytes(32), "people": 0}
ALL = [
    UploadDone(**INDEX, **SENT, replaced=False),
    UploadDone(**INDEX, **SENT, replaced=True, unread="7z"),
    UploadRefused(**INDEX, **SENT, why=Why.PERSONAL_DATA, whole=True, left=False, counts={"phone": 21}),
    UploadInterrupted(**INDEX, **SENT, left=True),
    UploadMoved(**INDEX, path="/a", to="/b"),
    events.UploadRemoved(**INDEX, path="/a"),
    events.UploadFolderMade(**INDEX, path="/a"),
]


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.kind)
def test_an_event_is_kept_and_only_by_a_session(event: Event) -> None:
    assert decode(event.kind, encode(event)) == event
    assert [writer for writer in Writer if may_append(writer, event.kind)] == [Writer.SESSION]
