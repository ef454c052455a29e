import pytest

from gateway.audit.event import Event, decode, encode
from gateway.rotation import events
from gateway.rotation.due import Failure, Reason

ALL: list[Event] = [
    events.RotationAsked(target="a", reason=Reason.USED),
    events.RotationPrepared(target="a"),
    events.RotationDone(target="a", tries=2),
    events.RotationFailed(target="a", reason=Failure.NOT_PROVED, tries=1),
]


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.kind)
def test_every_event_survives_the_journals_spelling(event: Event) -> None:
    assert decode(event.kind, encode(event)) == event
