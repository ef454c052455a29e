"""What went out is counted exactly; what nobody settled, as shown "at most"."""

from datetime import timedelta

import pytest

from gateway.disclosure.canaries import Canary
from gateway.disclosure.events import DisclosureCanary
from gateway.disclosure.keeping import Reserve
from gateway.disclosure.past import japan_day
from gateway.ipc.server import Violation
from gateway.registrar import settling
from gateway.registrar.disclosure_params import Further, Masked, Settle, ShownRows
from tests.gateway.registrar.scene import Scene

TABLE = "public.customers"


def shown(rows: int, client: str = "C-01", table: str = TABLE) -> ShownRows:
    return ShownRows(client=client, table=table, rows=rows, statement=2, through=5)


def test_rows_of_several_tables_come_out_of_one_reserve(scene: Scene) -> None:
    opening, today = scene.opening(capability="query"), japan_day(scene.clock.now())
    scene.leave_open(opening)
    with scene.store.transaction() as transaction:
        transaction.disclosures.reserve("P-sato", opening.id, Reserve(day=today, client="C-01", rows=10))
        said = Settle(
            session=opening.id,
            day=today,
            rows=(shown(3), shown(2, table="public.orders")),
            back=(Further(client="C-01", rows=4),),
        )
        done = settling.settled(transaction, opening, said, ())
        assert [(each.table, each.rows, each.statement, each.through) for each in done.events] == [
            (TABLE, 3, 2, 5),
            ("public.orders", 2, 2, 5),
        ]
        assert transaction.disclosures.reserves(opening.id) == [Reserve(day=today, client="C-01", rows=1)]


@pytest.mark.parametrize(
    ("rows", "back", "days"),
    [((shown(11),), (), 0), ((shown(6), shown(5, table="x")), (), 0), ((shown(8),), (Further(client="C-01", rows=3),), 0),
     ((shown(1, "C-02"),), (), 0), ((shown(1),), (), 1), ((), (Further(client="C-02", rows=1),), 0)],
)  # fmt: skip
def test_more_than_was_taken_is_a_violation(scene: Scene, rows, back, days) -> None:
    opening, today = scene.opening(capability="query"), japan_day(scene.clock.now())
    scene.leave_open(opening)
    with scene.store.transaction() as transaction:
        transaction.disclosures.reserve("P-sato", opening.id, Reserve(day=today, client="C-01", rows=10))
        said = Settle(session=opening.id, day=today - timedelta(days=days), rows=rows, back=back)
        with pytest.raises(Violation):
            settling.settled(transaction, opening, said, ())


def test_what_is_left_at_the_end_counts_for_its_own_day(scene: Scene) -> None:
    opening, today = scene.opening(capability="query"), japan_day(scene.clock.now())
    scene.leave_open(opening)
    with scene.store.transaction() as transaction:
        for days, client in ((0, "C-01"), (1, "C-01"), (0, "")):
            held = Reserve(day=today - timedelta(days=days), client=client, rows=days + 2)
            transaction.disclosures.reserve("P-sato", opening.id, held)
        session = transaction.sessions.get(opening.id)
        assert session is not None
        told = settling.left_open(transaction, session)
        assert [(each.client, each.rows, each.at_most, each.day) for each in told] == [  # type: ignore[attr-defined]
            ("C-01", 3, True, (today - timedelta(days=1)).isoformat()),
            ("", 2, True, today.isoformat()),
            ("C-01", 2, True, today.isoformat()),
        ]
        assert transaction.disclosures.reserves(opening.id) == []
        assert settling.left_open(transaction, session) == []


def _settle(scene: Scene, transaction, opening, rows: int, people=(), unnamed=(), client: str = "C-01"):
    today = japan_day(scene.clock.now())
    if rows:
        transaction.disclosures.reserve("P-sato", opening.id, Reserve(day=today, client=client, rows=rows))
    said = Settle(
        session=opening.id,
        day=today,
        rows=(shown(rows, client),) if rows else (),
        people=tuple(Masked(client=whose, digest=bytes([number]) * 32) for whose, number in people),
        unnamed=tuple(Further(client=whose, rows=number) for whose, number in unnamed),
    )
    return settling.settled(transaction, opening, said, ())


def test_R48_whose_rows_they_were_is_kept_with_them(scene: Scene) -> None:
    opening = scene.opening(capability="query")
    scene.leave_open(opening)
    with scene.store.transaction() as transaction:
        _settle(scene, transaction, opening, 5, [("C-01", 1), ("C-01", 2)], [("C-01", 2)])
        _settle(scene, transaction, opening, 0, [("C-01", 3)])
    with scene.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT client, people, unnamed FROM shown_people")
        assert [(client, bytes(people), unnamed) for client, people, unnamed in rows] == [
            ("C-01", b"".join(bytes([each]) * 8 for each in (1, 2, 3)), 2)
        ]


@pytest.mark.parametrize(
    ("rows", "people", "unnamed"),
    [(1, [("C-01", 1), ("C-01", 2)], []), (2, [("C-01", 1)], [("C-01", 2)]), (0, [("C-01", 1)], []),
     (3, [("C-02", 1)], []), (3, [], [("C-02", 1)]), (0, [], [("C-01", 1)])],
)  # fmt: skip
def test_R48_more_people_than_rows_is_a_violation(scene: Scene, rows, people, unnamed) -> None:
    opening = scene.opening(capability="query")
    scene.leave_open(opening)
    with scene.store.transaction() as transaction, pytest.raises(Violation, match="more people than rows"):
        _settle(scene, transaction, opening, rows, people, unnamed)


def test_R64_a_canary_among_them_is_told_though_it_was_masked(scene: Scene) -> None:
    opening = scene.opening(capability="query")
    scene.leave_open(opening)
    with scene.store.transaction() as transaction:
        canary = Canary(
            id="CN-20261123-0000000001", client="C-01", note="x", added_at=scene.clock.now(), added_by="P-kansa"
        )
        assert transaction.canaries.add(canary, {bytes([7]) * 32: "subject:customer"})
        done = _settle(scene, transaction, opening, 2, [("C-01", 1), ("C-01", 7)])
    (seen,) = [each for each in done.events if isinstance(each, DisclosureCanary)]
    assert (seen.canary, seen.client, seen.value, seen.session) == (canary.id, "C-01", "subject:customer", opening.id)
