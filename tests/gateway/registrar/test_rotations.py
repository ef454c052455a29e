"""R-14: what is due, prepared, done or given up, in the real tables, and that nobody works on a target meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from gateway.audit.event import Event
from gateway.ipc.server import Refuse, Violation
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.registrar import changes, consequences, life, rotations
from gateway.rotation.due import TRIES_MAX, Failure, Reason
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import LoginWay, Target
from tests.gateway.registrar.scene import TARGET, Scene, changed, opened

NAME = TARGET.name


def use(**changed: Any) -> KeyUsed:
    made = KeyUsed(person="P-sato", session="S-1", target=NAME, use=KeyUse.VAULTED_PASSWORD, connection="C-1")
    return replace(made, **changed)


class Switch:
    """The scene's target as one with a vaulted password, and each step in a transaction of its own."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.events = scene, list[Event]()
        with scene.store.transaction() as transaction:
            before = transaction.facts.target(NAME)
            assert before is not None
            assert transaction.office.change_target(replace(before, login=LoginWay.VAULTED_PASSWORD, management="root"))
            assert transaction.office.put_target_secret(TARGET.id, "vaulted-password", b"sealed old")

    def do(self, step: Any, *args: Any) -> Any:
        with self.scene.store.transaction() as transaction:
            done = step(transaction, *args)
        self.events += getattr(done, "events", done)
        return getattr(done, "result", None)

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    @property
    def target(self) -> Target:
        with self.scene.store.reading() as transaction:
            found = transaction.facts.target(NAME)
        assert found is not None
        return found

    @property
    def rotation(self) -> Any:
        with self.scene.store.reading() as transaction:
            return transaction.office.rotations.get(TARGET.id)

    def work(self, later: timedelta = timedelta(0)) -> list[Any]:
        with self.scene.store.reading() as transaction:
            return rotations.work(transaction, self.now + later)

    @property
    def now(self) -> Any:
        return self.scene.clock.now()

    def secrets(self) -> Any:
        with self.scene.store.reading() as transaction:
            return transaction._connection.execute(text("SELECT sealed, pending FROM target_secret")).one()  # type: ignore[attr-defined]

    def open(self) -> str:
        opening = self.scene.opening()
        with self.scene.store.transaction() as transaction:
            life.opened(
                transaction, opening, [opened(opening)], connection="C", node="node-1", sessions_max=9, now=self.now
            )
        return opening.id

    def end(self, session: str) -> None:
        with self.scene.store.transaction() as transaction:
            life.broken(transaction, life.not_ended(transaction, [session]), {}, "x", now=self.now)


@pytest.fixture
def switch(scene: Scene) -> Iterator[Switch]:
    yield Switch(scene)


def test_R14_a_password_that_was_handed_out_is_due_at_the_same_moment_once(switch: Switch) -> None:
    assert switch.work() == []
    switch.do(rotations.heard, [use(), use(session="S-2")])
    assert switch.kinds() == ["key.used", "key.used", "rotation.asked"]
    switch.do(rotations.heard, [use(session="S-3")])
    assert switch.kinds()[3:] == ["key.used"]
    assert [(each.target.name, each.prepared) for each in switch.work()] == [(NAME, False)]


@pytest.mark.parametrize(
    "other",
    [
        {"use": KeyUse.CERTIFICATE}, {"use": KeyUse.VAULTED_KEY}, {"use": KeyUse.ROTATION_PASSWORD, "session": None},
        {"session": None}, {"target": "nowhere"}, {"target": None},
    ],
)  # fmt: skip
def test_R14_what_hands_out_no_password_makes_nothing_due(switch: Switch, other: dict[str, Any]) -> None:
    switch.do(rotations.heard, [use(**other)])
    assert switch.kinds() == ["key.used"]
    assert switch.work() == []


def test_R14_nothing_begins_while_somebody_works_there_and_nobody_begins_to_work_meanwhile(switch: Switch) -> None:
    session = switch.open()
    switch.do(rotations.heard, [use()])
    assert switch.work() == []
    with pytest.raises(Refuse, match="stale"):
        switch.do(rotations.prepared, NAME, b"sealed new", switch.now)
    switch.end(session)
    assert len(switch.work()) == 1
    switch.do(rotations.prepared, NAME, b"sealed new", switch.now)
    with pytest.raises(Refuse, match="rotating"):
        switch.open()
    switch.do(rotations.done, NAME, switch.now)
    switch.open()


def test_R14_the_next_password_is_kept_beside_the_old_one_until_it_is_proved(switch: Switch) -> None:
    switch.do(rotations.heard, [use()])
    switch.do(rotations.prepared, NAME, b"sealed new", switch.now)
    assert tuple(switch.secrets()) == (b"sealed old", b"sealed new")
    assert [each.prepared for each in switch.work()] == [True]
    with pytest.raises(Refuse, match="stale"):
        switch.do(rotations.prepared, NAME, b"sealed other", switch.now)
    switch.do(rotations.done, NAME, switch.now)
    assert tuple(switch.secrets()) == (b"sealed new", None)
    assert switch.rotation.done_at is not None
    assert switch.work() == []
    assert switch.kinds()[-2:] == ["rotation.prepared", "rotation.done"]


@pytest.mark.parametrize("step", ["prepared", "done", "not_done"])
def test_the_worker_makes_up_no_rotation(switch: Switch, step: str) -> None:
    given = {"prepared": (b"x", switch.now), "done": (switch.now,), "not_done": (Failure.REFUSED, switch.now)}[step]
    for name in (NAME, "nowhere"):
        with pytest.raises(Violation):
            switch.do(getattr(rotations, step), name, *given)
    assert switch.target.standing is Standing.ACTIVE
    assert tuple(switch.secrets()) == (b"sealed old", None)


def test_done_without_prepared_is_a_violation(switch: Switch) -> None:
    switch.do(rotations.heard, [use()])
    with pytest.raises(Violation):
        switch.do(rotations.done, NAME, switch.now)


def test_an_unreachable_target_is_tried_again_later_and_then_closed(switch: Switch) -> None:
    switch.do(rotations.heard, [use()])
    for tries in range(1, TRIES_MAX):
        assert switch.do(rotations.not_done, NAME, Failure.UNREACHABLE, switch.now) is False
        assert switch.rotation.tries == tries
        assert switch.work() == []
        assert len(switch.work(later=timedelta(hours=1))) == 1
    assert switch.target.standing is Standing.ACTIVE
    assert switch.do(rotations.not_done, NAME, Failure.UNREACHABLE, switch.now) is True
    assert switch.target.standing is Standing.SUSPENDED
    assert switch.kinds()[-1] == "rotation.failed"
    assert switch.work(later=timedelta(days=9)) == []


@pytest.mark.parametrize("why", [Failure.REFUSED, Failure.NOT_PROVED, Failure.OTHER_HOST])
def test_R14_what_a_target_refuses_closes_it_at_once_and_keeps_both_passwords(switch: Switch, why: Failure) -> None:
    switch.do(rotations.heard, [use()])
    switch.do(rotations.prepared, NAME, b"sealed new", switch.now)
    assert switch.do(rotations.not_done, NAME, why, switch.now) is True
    assert switch.target.standing is Standing.SUSPENDED
    assert tuple(switch.secrets()) == (b"sealed old", b"sealed new")
    switch.do(rotations.wanted, switch.target, Reason.ASKED)  # an administrator has mended it
    assert [each.prepared for each in switch.work()] == [True]


def test_a_password_an_administrator_enters_ends_what_was_due(switch: Switch) -> None:
    switch.do(rotations.heard, [use()])
    with switch.scene.store.transaction() as transaction:
        rotations.forget(transaction, switch.target)
    assert switch.work() == []
    assert switch.rotation.reason is None


def test_R20_who_leaves_makes_the_passwords_due_that_he_could_use(switch: Switch) -> None:
    switch.end(switch.open())
    gone = changes.PersonChanged(id="P-sato", expected_version=1, **changed(standing=Standing.REVOKED))
    with switch.scene.store.transaction() as transaction:
        events = consequences.of(transaction, gone, by="P-admin", now=switch.now)
        other = replace_id(gone, "P-kato")
        assert list(consequences.of(transaction, other, by="P-admin", now=switch.now)) == []
    assert [event.kind for event in events] == ["order.withdrawn", "rotation.asked"]
    assert events[1].reason is Reason.LEAVER  # type: ignore[attr-defined]
    assert (events[0].person, events[0].order) == ("P-admin", switch.scene.orders["sato"])
    assert switch.scene.stored_order(switch.scene.orders["sato"]).standing.value == "withdrawn"


def replace_id(change: Any, id_: str) -> Any:
    return msgspec.structs.replace(change, id=id_)
