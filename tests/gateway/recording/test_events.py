"""The journal reads them back."""

from gateway.audit.event import Event, decode, encode
from gateway.recording.events import RecordingExported, RecordingVerified, RecordingViewed, Viewing

WHO = {"by_username": "kansa", "os_user": "root", "purpose": "月次の確認"}


def test_R40_who_what_why() -> None:
    told: list[Event] = [
        RecordingViewed(person="P-1", session="S-1", recording="R-1", how=Viewing.REPLAY, **WHO),
        RecordingExported(
            person="P-1", recording="R-1", form="asciicast-v3", digest=bytes(32), exported_bytes=7, **WHO
        ),
        RecordingVerified(person="P-1", recording="R-1", holds=False, findings=("chunk-removed #3",)),
    ]
    for event in told:
        assert decode(event.kind, encode(event)) == event
    assert [event.kind for event in told] == ["recording.viewed", "recording.exported", "recording.verified"]
