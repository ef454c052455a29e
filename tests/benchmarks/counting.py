"""What counting costs a query: `python -m tests.benchmarks.counting`. A real registrar on SQLite (synchronous), one session.

Prints microseconds of wall time: a row shown out of the reserve, a take and a settlement with their commits, with nothing
behind the person and with a full year of 1,480 people.
"""

import logging
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from gateway.crypto.digest import keyed
from gateway.disclosure.counting import Row
from gateway.disclosure.verdict import Over
from gateway.relay.postgres.counting import RegistrarCounter
from gateway.storage.engine import open_engine
from gateway.storage.schema import migrate
from gateway.vocabulary.caps import BudgetCaps, Caps
from gateway.vocabulary.secret import Secret
from tests.databases import empty_file
from tests.gateway.registrar.a_showing import TABLE, Showing
from tests.gateway.registrar.scene import Scene

KEY = Secret(b"k" * 32)
CAPS = Caps(session=5000, day=5000, days_30=5000, days_365=5000, rows_day=1_000_000)


class Digests:
    """What the keeper does, without the way to it: whoever is shown masked is digested once a day."""

    def digest(self, items: Sequence[tuple[str, bytes]]) -> list[bytes]:
        """As many as were asked for."""
        return [keyed(KEY, message) for _, message in items]


def microseconds(act: Callable[[], object], times: int) -> float:
    """The least of three averages."""
    least = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        for _ in range(times):
            act()
        least = min(least, (time.perf_counter() - begun) / times)
    return least * 1e6


def rows(number: int) -> list[Row]:
    """Masked rows of one client."""
    return [
        Row(client="C-01", subject="customer", number=str(each), revealed=False, masked=True, table=TABLE)
        for each in range(number)
    ]


def a_year(scene: Scene, showing: Showing) -> None:
    """20 people a day on 74 days."""
    with scene.store.transaction() as transaction:
        for day in range(74):
            people = [("C-01", (day * 20 + each).to_bytes(16, "big")) for each in range(20)]
            transaction.disclosures.add_people(
                "P-sato", showing.opening.id, showing.today - timedelta(days=day * 4 + 1), people
            )


def main() -> None:
    """Print the table."""
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(empty_file(Path(folder) / "state" / "sekisho.sqlite3"), application="benchmark")
        migrate(engine)
        scene = Scene(engine, Path(folder))
        scene.seed()
        caps = BudgetCaps(per_client=CAPS, in_all=CAPS)
        scene.policy_budgets = replace(scene.policy_budgets, default=caps, purposes={}, classes={})
        scene.start()
        showing = Showing(scene, "C-1")
        counter = RegistrarCounter(
            session=showing.opening.id,
            clients=("C-01",),
            register=showing.session.registrar,
            digests=Digests(),
            clock=scene.clock,
        )
        one, batch, statements = rows(1), rows(500), iter(range(10_000_000))

        def query(answer: list[Row]) -> None:
            statement = next(statements)
            assert counter.permit(statement, b"x") is None
            assert not isinstance(counter.show(answer, statement), Over)
            counter.done(statement)

        other = Showing(scene, "C-2")
        for name, act, times in (
            ("a query of one row, permit + show + done", lambda: query(one), 2000),
            ("500 masked rows of one answer", lambda: query(batch), 100),
            ("take: one commit", lambda: other.take(1), 200),
            ("settle: one commit", lambda: other.settle(1), 100),
        ):
            print(f"{name:55} {microseconds(act, times):10.0f} us")
        a_year(scene, showing)
        print(f"{'take, with 1,480 people of a year behind':55} {microseconds(lambda: other.take(1), 50):10.0f} us")
        counter.close()
        scene.stop()
        engine.dispose()


if __name__ == "__main__":
    main()
