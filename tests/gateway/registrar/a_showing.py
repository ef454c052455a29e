"""A person at the database door of a scene: sessions that take, show and settle."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gateway.disclosure.asking import TakeAnswer, Went
from gateway.disclosure.holding import Batch
from gateway.disclosure.past import japan_day
from gateway.sessions.session import SessionOpening
from tests.gateway.registrar.scene import Scene, Session, ended, opened, summary

TABLE = "public.customers"


class Showing:
    """One open session of capability `query`."""

    def __init__(self, scene: Scene, connection: str, username: str = "sato", terminal: str = "T-1") -> None:
        self.scene = scene
        self.session: Session = scene.session(connection).bound(username, terminal)
        self.opening: SessionOpening = scene.opening(username, terminal, capability="query")
        assert self.session.registrar.open(self.opening, [opened(self.opening)]) is None
        self.session.registrar.started(self.opening.id, [])

    @property
    def today(self) -> date:
        return japan_day(self.scene.clock.now())

    def take(
        self, rows: int, client: str = "C-01", *, further: int | None = None, statement: int = 1, **more: Any
    ) -> TakeAnswer:
        return self.session.registrar.take(
            self.opening.id,
            statement,
            rows={(client, TABLE): rows},
            further={client: rows if further is None else further},
            **more,
        )

    def settle(
        self,
        rows: int,
        client: str = "C-01",
        *,
        back: Mapping[str, int] | None = None,
        day: date | None = None,
        **more: Any,
    ) -> None:
        went = (Went(client=client, table=TABLE, rows=rows, statement=1, through=1),) if rows else ()
        batch = Batch(day=day or self.today, went=went, back=back or {})
        self.session.registrar.settle(self.opening.id, batch, **more)

    def end(self) -> None:
        self.session.registrar.end(self.opening.id, "left", summary(self.opening.recording), [ended(self.opening)])


def lines(scene: Scene) -> list[dict[str, Any]]:
    """The rows of `disclosure`."""
    with scene.engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT * FROM disclosure ORDER BY day, person_id, session_id, client, relation"
        )
        return [dict(row) for row in found.mappings()]


def used(scene: Scene, person: str = "P-sato", days: int = 0) -> int:
    """Masked rows of the person's that count for today, reserves too."""
    from gateway.disclosure.keeping import Door

    with scene.store.reading() as transaction:
        past = transaction.disclosures.past(
            person, Door.DATABASE, "S-none", japan_day(scene.clock.now()) + timedelta(days=days)
        )
    return sum(past.rows.values())
