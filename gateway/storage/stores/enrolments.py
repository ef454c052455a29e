"""One-time links to enrol by: one row a person."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from gateway.authentication.enrolment import Enrolment
from gateway.storage.cells import Cells
from gateway.storage.statements import changed, one, put, there_is
from gateway.storage.tables import ENROLMENT, PERSON
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.identity import Language


class Enrolments:
    """The table `enrolment`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def issue(self, person: str, *, digest: bytes, by: str, at: datetime, until: datetime) -> bool:
        """The person's only link from now on; False where there is no such person."""
        if not there_is(self._connection, PERSON.c.id == person):
            return False
        values = {
            "person_id": person, "digest": digest, "issued_by": by, "issued_at": timestamp(at),
            "expires_at": timestamp(until), "used_at": None,
        }  # fmt: skip
        put(self._connection, ENROLMENT, values)
        return True

    def of(self, digest: bytes) -> Enrolment | None:
        """The link whose token has this digest, used or not."""
        chosen = (
            select(ENROLMENT, PERSON.c.username, PERSON.c.language)
            .join(PERSON, PERSON.c.id == ENROLMENT.c.person_id)
            .where(ENROLMENT.c.digest == digest)
        )
        row = one(self._connection, chosen)
        if row is None:
            return None
        cells = Cells(ENROLMENT, row)
        return Enrolment(
            person=cells.text("person_id"),
            username=cells.text("username"),
            language=cells.word("language", Language),
            issued_at=cells.moment("issued_at"),
            expires_at=cells.moment("expires_at"),
            used_at=cells.maybe_moment("used_at"),
        )

    def use(self, person: str, digest: bytes, at: datetime) -> bool:
        """Mark the person's link as used; False where it is not this one, used, or no longer good at `at`."""
        good = (
            (ENROLMENT.c.person_id == person)
            & (ENROLMENT.c.digest == digest)
            & ENROLMENT.c.used_at.is_(None)
            & (ENROLMENT.c.expires_at > timestamp(at))
        )
        return changed(self._connection, update(ENROLMENT).where(good).values(used_at=timestamp(at)))

    def drop(self, person: str) -> None:
        """Whatever link the person has is good no more."""
        self._connection.execute(delete(ENROLMENT).where(ENROLMENT.c.person_id == person))
