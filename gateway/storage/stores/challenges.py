"""What passkeys were asked to sign: each challenge is good once, for one purpose, for a few minutes."""

from datetime import datetime

from sqlalchemy import Connection, delete, update

from gateway.authentication.passkey import Purpose
from gateway.storage.statements import changed, insert_new
from gateway.storage.tables import WEB_CHALLENGE
from gateway.vocabulary.clock import timestamp


class Challenges:
    """The table `web_challenge`. Rows past their time go when another is asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, digest: bytes, purpose: Purpose, person: str | None, *, until: datetime, now: datetime) -> bool:
        """Keep one; False where there is one of this digest already."""
        self._connection.execute(delete(WEB_CHALLENGE).where(WEB_CHALLENGE.c.expires_at <= timestamp(now)))
        values = {
            "digest": digest, "purpose": purpose.value, "person_id": person, "expires_at": timestamp(until), "used_at": None,
        }  # fmt: skip
        return insert_new(self._connection, WEB_CHALLENGE, values)

    def use(self, digest: bytes, purpose: Purpose, person: str | None, now: datetime) -> bool:
        """Use one up; False, with nothing changed, where it was never asked, for another purpose or person, used, or late."""
        good = (
            (WEB_CHALLENGE.c.digest == digest)
            & (WEB_CHALLENGE.c.purpose == purpose.value)
            & (WEB_CHALLENGE.c.person_id.is_(None) if person is None else WEB_CHALLENGE.c.person_id == person)
            & WEB_CHALLENGE.c.used_at.is_(None)
            & (WEB_CHALLENGE.c.expires_at > timestamp(now))
        )
        return changed(self._connection, update(WEB_CHALLENGE).where(good).values(used_at=timestamp(now)))
