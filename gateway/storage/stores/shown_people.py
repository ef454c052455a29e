"""Who was shown masked, packed: written by the one writer of all nodes, a session's own rows only."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from gateway.disclosure.ledger import NOBODY, packed, parts, people_in
from gateway.storage.statements import one
from gateway.storage.tables import DISCLOSURE, SHOWN_PEOPLE


class ShownPeople:
    """The table `shown_people`, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, client: str, day: date, session: str, digests: Sequence[bytes], unnamed: int) -> None:
        """These of the client's people were shown masked on that day in that session, and rows of whom nobody can tell."""
        own = {"client": client, "day": day.isoformat(), "session_id": session}
        table = SHOWN_PEOPLE.c
        mine = (table.client == client) & (table.day == own["day"]) & (table.session_id == session)
        last = one(self._connection, select(SHOWN_PEOPLE).where(mine).order_by(table.part.desc()).limit(1))
        number = 0 if last is None else int(last["part"])
        rows = parts(NOBODY if last is None else bytes(last["people"]), packed(digests))
        before = 0 if last is None else int(last["unnamed"])
        if last is not None:
            grown = update(SHOWN_PEOPLE).where(mine & (table.part == number))
            self._connection.execute(grown.values(people=rows[0], unnamed=before + unnamed))
            rows, number, unnamed = rows[1:], number + 1, 0
        for place, row in enumerate(rows):
            values = {**own, "part": number + place, "people": row, "unnamed": unnamed}
            self._connection.execute(insert(SHOWN_PEOPLE).values(**values))
            unnamed = 0

    def exceeds(self, client: str, day: date, session: str) -> bool:
        """True if more people, and rows of nobody's, stand here than rows were shown: nobody honest says so."""
        table, shown = SHOWN_PEOPLE.c, DISCLOSURE.c
        mine = (table.client == client) & (table.day == day.isoformat()) & (table.session_id == session)
        told = sum(
            people_in(bytes(people)) + int(unnamed)
            for people, unnamed in self._connection.execute(select(table.people, table.unnamed).where(mine))
        )
        theirs = (shown.client == client) & (shown.day == day.isoformat()) & (shown.session_id == session)
        rows = self._connection.execute(select(func.coalesce(func.sum(shown.masked), 0)).where(theirs)).scalar_one()
        return told > int(rows)
