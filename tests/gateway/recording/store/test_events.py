"""Every kind of the store has a sentence; what is an alarm says so; only the archivist may write them."""

import pytest

from gateway.audit.event import decode, encode
from gateway.detection.alert import alarm_of
from gateway.recording.store import events
from gateway.registrar.kinds import Writer, may_append
from gateway.wiring.office_sentences import SENTENCES

ALL = [
    events.RecordingShipped(
        recording="R-1", digest=b"d", stored_bytes=7, version="v", locked_until="2030-01-01T00:00:00+00:00", again=False
    ),
    events.RecordingNotShipped(recording="R-1", why="differs", detail="x"),
    events.RecordingLeft(recording="R-1", digest=b"d"),
    events.RecordingUnshelved(recording="R-1", gone=False, until="2030-01-01T00:00:00+00:00"),
    events.StoreLost(why="x", seconds=20, waiting=3),
    events.StoreBack(seconds=30),
    events.RecordingsCounted(day="2026-11-23", node="n", sessions=3, recordings=3, holding=2, broken=0, unjudged=1),
]


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.kind)
def test_each_is_written_read_said_and_is_the_archivists(event: events.Event) -> None:
    assert decode(event.kind, encode(event)) == event
    assert event.kind in SENTENCES
    assert {writer for writer in Writer if may_append(writer, event.kind)} == {Writer.ARCHIVIST}


def test_what_is_an_alarm() -> None:
    alarms = {event.kind for event in ALL if alarm_of(event.kind, encode(event), lambda _: None) is not None}
    assert alarms == {"recording.not_shipped", "store.lost"}
    said = alarm_of("recording.not_shipped", encode(ALL[1]), lambda _: None)
    assert said is not None
    assert "同じ名前で別のもの" in said.says.ja
    assert "R-1" in said.says.en
