from dataclasses import fields, replace

from gateway.authentication.web_session import EndReason
from gateway.storage.engine import reading, writing
from gateway.storage.queries.web_sessions import WebSessionLine, web_sessions
from gateway.storage.stores.web_sessions import WebSessions
from tests.gateway.storage.samples import HOUR, NOW
from tests.gateway.storage.stores.test_web_sessions import SATO


def test_a_persons_own_open_ones_first_then_the_newest(office):
    with writing(office) as connection:
        sessions = WebSessions(connection)
        for number, person in ((1, "P-sato"), (2, "P-sato"), (3, "P-kato"), (4, "P-sato")):
            at = NOW + number * HOUR
            sessions.add(replace(SATO, id=f"W-{number}", ticket=b"%d" % number * 32, person=person, made_at=at))
        sessions.end("W-4", at=NOW, reason=EndReason.REVOKED)
    with reading(office) as connection:
        lines = web_sessions(connection, "P-sato")
        assert [line.id for line in lines] == ["W-2", "W-1", "W-4"]
        assert (lines[2].end_reason, lines[0].agent, lines[0].address) == (EndReason.REVOKED, SATO.agent, SATO.address)
        assert len(web_sessions(connection, "P-sato", limit=1)) == 1


def test_no_line_holds_a_ticket_or_a_pass():
    assert not {field.name for field in fields(WebSessionLine)} & {"ticket", "signed_pass"}
