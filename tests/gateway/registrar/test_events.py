from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.audit.event import Event, decode, encode
from gateway.recording.seal import SealState
from gateway.registrar import events
from gateway.work_orders.order import Standing

AT = datetime(2026, 11, 22, tzinfo=UTC)
ALL: list[Event] = [
    events.RegistrarStarted(sessions_broken=2),
    events.RegistrarStopped(reason="asked"),
    events.NodeLost(node="node-2", sessions_broken=2),
    events.ViolationSeen(role="session", connection="C-1", address="192.0.2.7", uid=0, what="x"),
    events.OrderLapsed(order="WO-1", engineer="P-1", was=Standing.APPROVED, ended_at=AT),
    events.SessionBroken(person="P-1", session="S-1", reason="connection-lost"),
    events.SessionCut(person="P-1", session="S-1", by="P-2", by_username="yamada", os_user=None, reason="x"),
    events.SessionKilled(person="P-1", session="S-1", reason="cut"),
    events.LeaseRefused(person="P-1", terminal="T-2", held_by_terminal="T-1"),
    events.KeyCounterDecreased(
        person="P-1",
        connection="C-1",
        address="192.0.2.7:1",
        owner="P-1",
        fingerprint="SHA256:x",
        seen=1,
        remembered=2**32 - 1,
    ),
    events.TerminalKeyCopied(
        terminal="T-1",
        terminal_name="pc-1",
        connection="C-1",
        address="192.0.2.7:1",
        other_address="198.51.100.9:1",
        fingerprint="SHA256:x",
    ),
    events.RecordingClosed(
        recording="R-1", how=SealState.LATE, final_hash=bytes(32), chunks=1, stored_bytes=2, last_at=AT
    ),
    events.RecordingUnrecovered(recording="R-1", why="missing"),
    events.ClockJumped(drift_milliseconds=-3000, bound_milliseconds=2000),
    events.ClockBehind(newest=AT, behind_seconds=3600),
    events.ClockAccepted(newest=AT, behind_seconds=3600),
    events.ClockUnsynchronised(),
    events.ClockSteady(drift_milliseconds=0),
    events.OfficeEntered(person="P-1", by="P-1", by_username="admin", os_user="root", uid=0),
    events.OfficeCommitted(
        change="ClientAdded", subject="C-1", facts={"name": "x"}, by="P-1", by_username="admin", os_user="root", uid=0
    ),
]


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.kind)
def test_every_event_survives_the_journals_spelling(event: Any) -> None:
    assert decode(event.kind, encode(event)) == event


def test_every_event_of_this_room_is_tried_here() -> None:
    defined = {value for value in vars(events).values() if isinstance(value, type) and issubclass(value, Event)}
    assert defined - {Event} == {type(event) for event in ALL}
