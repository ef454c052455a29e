from datetime import UTC, datetime

from gateway.audit.event import decode, encode
from gateway.authentication.web_session import EndReason
from gateway.crypto.assertion import Way
from gateway.registrar.kinds import OWN, WRITERS_OF
from gateway.registrar.web_events import OfficeProvedAgain, OfficeSeenElsewhere, OfficeSignedIn, OfficeSignedOut

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
EVENTS = (
    OfficeSignedIn(
        person="P-1",
        by_username="sato",
        os_user="root",
        web="W-1",
        way=Way.PASSKEY,
        address="::1",
        agent="x",
        ends_at=NOW,
    ),
    OfficeProvedAgain(person="P-1", by_username="sato", os_user=None, web="W-1", way=Way.CODE),
    OfficeSeenElsewhere(person="P-1", web="W-1", address="::1", before="192.0.2.1"),
    OfficeSignedOut(person="P-1", web="W-1", reason=EndReason.IDLE, address="::1"),
)


def test_each_is_read_back():
    for event in EVENTS:
        assert decode(event.kind, encode(event)) == event


def test_only_the_registrar_writes_them():
    for event in EVENTS:
        assert event.kind in OWN
        assert event.kind not in WRITERS_OF
