"""A person of the town at the database door: rows shown, and what a freeze is made of."""

from collections import Counter
from datetime import timedelta

from gateway.disclosure.asking import TakeAnswer, Taken, Went
from gateway.disclosure.holding import Batch
from gateway.disclosure.past import japan_day
from gateway.sessions.events import SessionOpened, SessionStarted
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.identifiers import new_recording_id, new_session_id
from tests.gateway.cli.town import Connection, Town

TABLE = "public.customers"


class AtTheDatabase:
    """One open session of capability `query`."""

    def __init__(self, town: Town, order: str) -> None:
        self.town, self.connection, now = town, Connection(town, "sato"), town.clock.now()
        self.held = Counter[str]()
        self.id, recording = new_session_id(now), new_recording_id(now)
        facts = {
            "person": self.connection.person,
            "terminal": town.terminal,
            "target": "callcenter-app",
            "order": order,
        }
        shared = {"username": "sato", "account": "app", "capability": "query"}
        until = now + timedelta(minutes=30)
        day = recording.split("-")[1]
        opening = SessionOpening(
            id=self.id, peer_address="127.0.0.1:9", until=until, recording=recording,
            recording_path=f"{day}/{recording}.rec", **shared, **facts,
        )  # fmt: skip
        opened = SessionOpened(
            session=self.id, address="127.0.0.1:9", recording=recording, until=timestamp(until), policy_digest="00",
            **shared, **facts,
        )  # fmt: skip
        assert self.connection.registrar.open(opening, [opened]) is None
        self.connection.registrar.started(self.id, [SessionStarted(session=self.id, person=self.connection.person)])

    def take(self, rows: int, client: str = "C01") -> TakeAnswer:
        answer = self.connection.registrar.take(self.id, 1, rows={(client, TABLE): rows}, further={client: rows})
        if isinstance(answer, Taken):
            self.held[client] += rows + answer.ahead[client]
        return answer

    def end(self) -> None:
        """Leave the budget as it was but for what was settled: the town is every test's."""
        back = {client: rows for client, rows in self.held.items() if rows}
        day = japan_day(self.town.clock.now())
        self.connection.registrar.settle(self.id, Batch(day=day, went=(), back=back))
        self.connection.close()

    def settle(self, rows: int, client: str = "C01", *, back: int = 0) -> None:
        went = (Went(client=client, table=TABLE, rows=rows, statement=1, through=1),)
        day = japan_day(self.town.clock.now())
        self.connection.registrar.settle(self.id, Batch(day=day, went=went, back={client: back} if back else {}))
        self.held[client] -= rows + back
