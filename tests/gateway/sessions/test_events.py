from gateway.audit.event import decode, encode
from gateway.sessions import events
from gateway.sessions.ending import EndReason


def test_R41_events_come_back_from_the_journal_as_they_went_in():
    said = [
        events.SessionOpened(
            person="P-1", session="S-1", terminal="T-1", target="app", order="WO-1", username="sato", account="maint",
            capability="shell", address="192.0.2.7:1", recording="R-1", until="2026-11-22T08:00:00.000000Z", policy_digest="ab",
        ),
        events.SessionStarted(person="P-1", session="S-1", target="app"),
        events.SessionWarned(person="P-1", session="S-1", remaining_seconds=600),
        events.SessionEnded(person="P-1", session="S-1", reason=EndReason.CUT, shown_bytes=1, typed_bytes=2, exit_status=7),
        events.SessionEnded(person="P-1", session="S-1", reason=EndReason.LEFT, shown_bytes=0, typed_bytes=0),
        events.SessionRefused(person="P-1", username="sato", capability="shell", rules=["no-target"], address="192.0.2.7:1"),
    ]  # fmt: skip
    for event in said:
        assert decode(event.kind, encode(event)) == event
