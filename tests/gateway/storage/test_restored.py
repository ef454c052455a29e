from sqlalchemy import insert, select

from gateway.storage.engine import reading, writing
from gateway.storage.restored import REASON, end_what_was_open
from gateway.storage.tables import (
    ENROLMENT,
    PERSON,
    PROPOSAL,
    RECOVERY_CODE,
    TERMINAL,
    WEB_CHALLENGE,
    WEB_SESSION,
    WORK_ORDER,
)
from gateway.vocabulary.clock import timestamp
from tests.gateway.storage.samples import NOW

AT = timestamp(NOW)


def filled(engine):
    with writing(engine) as connection:
        connection.execute(insert(RECOVERY_CODE), [
            {"person_id": "P-sato", "digest": b"1" * 32, "made_at": AT, "used_at": None},
            {"person_id": "P-sato", "digest": b"2" * 32, "made_at": AT, "used_at": "before"},
        ])  # fmt: skip
        connection.execute(insert(ENROLMENT).values(
            person_id="P-sato", digest=b"3" * 32, issued_by="x", issued_at=AT, expires_at="9999", used_at=None
        ))  # fmt: skip
        connection.execute(insert(WEB_CHALLENGE).values(digest=b"4" * 32, purpose="x", expires_at="9999", used_at=None))
        connection.execute(insert(WEB_SESSION).values(
            id="W-1", ticket=b"5" * 32, person_id="P-sato", way="totp", signed_pass=b"p", made_at=AT, ends_at="9999",
            seen_at=AT, address="a", seen_address="a", agent="a",
        ))  # fmt: skip
        connection.execute(insert(PROPOSAL).values(
            id="X-1", change="c", subject="s", facts="{}", body=b"b", asked_by="a", asked_by_username="a", asked_at=AT,
            expires_at="9999", standing="open",
        ))  # fmt: skip


def test_what_was_open_is_over_and_what_stands_is_left(office):
    filled(office)
    with reading(office) as connection:
        people = connection.execute(select(PERSON)).all(), connection.execute(select(TERMINAL)).all()
        version = connection.execute(select(WORK_ORDER.c.version)).scalar_one()
    with writing(office) as connection:
        ended = end_what_was_open(connection, NOW)
    assert ended == {
        "work_order": 1, "proposal": 1, "web_session": 1, "enrolment": 1, "recovery_code": 1, "web_challenge": 1, "play": 0,
    }  # fmt: skip
    with reading(office) as connection:
        order = connection.execute(select(WORK_ORDER.c.standing, WORK_ORDER.c.version)).one()
        assert tuple(order) == ("lapsed", version + 1)
        assert connection.execute(select(PROPOSAL.c.standing)).scalar_one() == "withdrawn"
        assert tuple(connection.execute(select(WEB_SESSION.c.ended_at, WEB_SESSION.c.end_reason)).one()) == (AT, REASON)
        codes = connection.execute(select(RECOVERY_CODE.c.used_at).order_by(RECOVERY_CODE.c.digest)).scalars().all()
        assert codes == [AT, "before"]
        assert connection.execute(select(ENROLMENT.c.used_at)).scalar_one() == AT
        assert connection.execute(select(WEB_CHALLENGE.c.used_at)).scalar_one() == AT
        assert (connection.execute(select(PERSON)).all(), connection.execute(select(TERMINAL)).all()) == people


def test_doing_it_again_ends_nothing_more(office):
    filled(office)
    with writing(office) as connection:
        end_what_was_open(connection, NOW)
        assert set(end_what_was_open(connection, NOW).values()) == {0}
