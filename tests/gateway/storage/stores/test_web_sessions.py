from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from gateway.authentication.web_session import EndReason, WebSession
from gateway.storage.engine import writing
from gateway.storage.stores.web_sessions import WebSessions
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import HOUR, NOW

MINUTE = timedelta(minutes=1)
SATO = WebSession(
    id="W-1",
    ticket=b"t" * 32,
    person="P-sato",
    way="code",
    signed_pass=b"pass",
    made_at=NOW,
    ends_at=NOW + 10 * HOUR,
    seen_at=NOW,
    address="192.0.2.1",
    seen_address="192.0.2.1",
    agent="ブラウザ",
)


@pytest.fixture
def stored(office):
    with writing(office) as connection:
        sessions = WebSessions(connection)
        assert sessions.add(SATO)
        yield sessions


def test_a_session_is_found_by_its_id_and_by_its_tickets_digest(stored):
    assert stored.get("W-1") == stored.of(b"t" * 32) == SATO
    assert stored.get("W-2") is None
    assert stored.of(b"u" * 32) is None


def test_an_id_or_a_ticket_is_used_once(stored):
    assert not stored.add(replace(SATO, ticket=b"u" * 32))
    assert not stored.add(replace(SATO, id="W-2"))
    assert stored.of(b"t" * 32) == SATO


def test_only_a_digest_of_32_bytes_is_stored(office):
    with pytest.raises(GatewayFault), writing(office) as connection:
        WebSessions(connection).add(replace(SATO, ticket=b"T" * 43))


def test_a_session_of_nobody_is_a_fault(office):
    with pytest.raises(GatewayFault), writing(office) as connection:
        WebSessions(connection).add(replace(SATO, person="P-nobody"))


def test_renewed_and_seen(stored):
    assert stored.renew("W-1", signed_pass=b"fresh", way="passkey")
    assert stored.see("W-1", at=NOW + MINUTE, address="2001:db8::1")
    changed = replace(SATO, signed_pass=b"fresh", way="passkey", seen_at=NOW + MINUTE, seen_address="2001:db8::1")
    assert stored.get("W-1") == changed


def test_what_has_ended_stays_as_it_is(stored):
    assert stored.end("W-1", at=NOW + MINUTE, reason=EndReason.SIGNED_OUT)
    ended = replace(SATO, ended_at=NOW + MINUTE, end_reason=EndReason.SIGNED_OUT)
    assert not stored.end("W-1", at=NOW + HOUR, reason=EndReason.IDLE)
    assert not stored.renew("W-1", signed_pass=b"fresh", way="passkey")
    assert not stored.see("W-1", at=NOW + HOUR, address="x")
    assert stored.get("W-1") == ended
    assert stored.open_of("P-sato") == []


def test_a_persons_open_sessions_oldest_first(stored):
    stored.add(replace(SATO, id="W-2", ticket=b"2" * 32, made_at=NOW - HOUR))
    stored.add(replace(SATO, id="W-3", ticket=b"3" * 32, person="P-kato"))
    assert [each.id for each in stored.open_of("P-sato")] == ["W-2", "W-1"]


def test_lapsed_are_those_not_seen_or_over_and_not_ended(stored):
    stored.add(replace(SATO, id="W-over", ticket=b"2" * 32, ends_at=NOW + MINUTE, seen_at=NOW + HOUR))
    stored.add(replace(SATO, id="W-idle", ticket=b"3" * 32, seen_at=NOW - HOUR))
    stored.add(replace(SATO, id="W-gone", ticket=b"4" * 32, seen_at=NOW - HOUR))
    stored.end("W-gone", at=NOW, reason=EndReason.ACCOUNT)
    found = stored.lapsed(now=NOW + MINUTE, seen_before=NOW - MINUTE, limit=10)
    assert {each.id for each in found} == {"W-over", "W-idle"}
    assert len(stored.lapsed(now=NOW + MINUTE, seen_before=NOW - MINUTE, limit=1)) == 1


def test_only_what_ended_long_ago_is_forgotten(stored):
    for number in (2, 3):
        stored.add(replace(SATO, id=f"W-{number}", ticket=b"%d" % number * 32))
        stored.end(f"W-{number}", at=NOW + number * HOUR, reason=EndReason.IDLE)
    assert stored.forget(ended_before=NOW + 2 * HOUR, limit=10) == 1
    assert stored.get("W-2") is None
    assert stored.get("W-3") is not None
    assert stored.get("W-1") == SATO
    assert stored.forget(ended_before=NOW + 9 * HOUR, limit=0) == 0


def test_a_word_nobody_knows_is_a_fault(office, stored):
    stored._connection.execute(text("UPDATE web_session SET ended_at = made_at, end_reason = 'bored'"))
    with pytest.raises(GatewayFault, match="end_reason"):
        stored.get("W-1")
