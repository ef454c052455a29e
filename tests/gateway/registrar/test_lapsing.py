from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.audit.event import Event
from gateway.registrar import lapsing
from gateway.registrar.events import OrderLapsed
from gateway.work_orders.order import Act, Standing, WorkOrder, can, moved
from tests.gateway.registrar.scene import QUICK, Scene

AGO = timedelta(minutes=1)


def over(scene: Scene, standing: Standing = Standing.APPROVED) -> WorkOrder:
    """An order of sato's whose window ended a minute ago."""
    now = scene.clock.now()
    asked = scene.order("P-sato", starts_at=now - timedelta(hours=2), ends_at=now - AGO)
    with scene.store.transaction() as transaction:
        office = transaction.office
        if standing is Standing.APPROVED:
            return scene.approve(office, asked)
        assert office.add_order(asked)
        act = {Standing.RETURNED: Act.RETURN, Standing.REJECTED: Act.REJECT, Standing.WITHDRAWN: Act.WITHDRAW}.get(
            standing
        )
        if act is None:
            return asked
        assert office.move_order(moved(asked, act), asked.version)
        return moved(asked, act)


def quick(scene: Scene) -> Scene:
    scene.limits = replace(QUICK, lapse_seconds=0.1)
    return scene.start()


def lapses(events: Sequence[Event]) -> list[str | None]:
    return [each.order for each in events if isinstance(each, OrderLapsed)]


@pytest.mark.parametrize("standing", [Standing.ASKED, Standing.APPROVED, Standing.RETURNED])
def test_R23_an_order_whose_window_is_over_lapses_and_the_journal_says_so(scene: Scene, standing: Standing) -> None:
    order = over(scene, standing)
    event = quick(scene).wait_for("order.lapsed")
    assert isinstance(event, OrderLapsed)
    assert (event.order, event.engineer, event.was, event.person) == (order.id, "P-sato", standing, None)
    stored = scene.stored_order(order.id)
    assert stored == moved(order, Act.LAPSE)
    assert not any(can(stored.standing, act) for act in Act)


def test_an_order_that_runs_or_was_ended_is_left_as_it_is(scene: Scene) -> None:
    ended = [over(scene, standing) for standing in (Standing.REJECTED, Standing.WITHDRAWN)]
    due = over(scene)
    event = quick(scene).wait_for("order.lapsed")
    assert event.order == due.id
    assert [scene.stored_order(each.id) for each in ended] == ended
    assert scene.stored_order(scene.orders["sato"]).standing is Standing.APPROVED


def test_no_order_lapses_before_its_sessions_have_had_time_to_end(scene: Scene) -> None:
    scene.limits = replace(QUICK, lapse_seconds=3600.0)
    order = over(scene)
    scene.start().worker().checkpoint()
    assert scene.stored_order(order.id) == order


def test_R43_by_a_clock_that_leapt_nothing_lapses(scene: Scene) -> None:
    quick(scene).clock.moved = timedelta(days=1)
    scene.wait_for("clock.jumped")
    scene.worker().checkpoint()
    assert scene.stored_order(scene.orders["sato"]).standing is Standing.APPROVED
    assert "order.lapsed" not in scene.kinds()


def test_each_lapses_once_and_a_backlog_goes_by_in_parts(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lapsing, "AT_ONCE", 2)
    orders = {over(scene).id for _ in range(5)}
    with scene.store.transaction() as transaction:
        now = scene.clock.now()
        parts = [lapses(lapsing.lapsed(transaction, now).events) for _ in range(4)]
    assert [len(part) for part in parts] == [2, 2, 1, 0]
    assert {each for part in parts for each in part} == orders


def test_what_was_changed_meanwhile_does_not_lapse(scene: Scene) -> None:
    order = over(scene, Standing.ASKED)
    with scene.store.transaction() as transaction:
        assert transaction.office.move_order(moved(order, Act.WITHDRAW), order.version)
        assert lapsing.lapsed(transaction, scene.clock.now()).result == 0
