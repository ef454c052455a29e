from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from gateway.ipc.server import Violation
from gateway.recording.seal import SealState
from gateway.registrar import life
from gateway.registrar.answers import Opened
from gateway.registrar.life import HeldElsewhere, TooMany
from gateway.sessions.session import State
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.scene import Scene, summary


@contextmanager
def writing(scene: Scene) -> Iterator[Any]:
    with scene.store.transaction() as transaction:
        yield transaction


def opened(scene: Scene, transaction: Any, **different: Any) -> tuple[Any, Any]:
    opening = scene.opening(**different)
    done = life.opened(transaction, opening, [], connection="C-1", node="node-1", sessions_max=2, now=scene.clock.now())
    return opening, done


def test_a_life_in_rows(scene: Scene) -> None:
    with writing(scene) as transaction:
        opening, done = opened(scene, transaction)
        assert isinstance(done.result, Opened)
        life.started(transaction, opening.id, [])
        done = life.ended(transaction, opening.id, "left", summary(opening.recording), [], now=scene.clock.now())
        assert [event.kind for event in done.events] == ["recording.closed"]
        assert transaction.sessions.get(opening.id).state is State.ENDED
        assert life.not_ended(transaction, [opening.id, "S-none"]) == []


def test_R17_held_elsewhere_writes_only_the_refusal(scene: Scene) -> None:
    with writing(scene) as transaction:
        opened(scene, transaction)
        opening, done = opened(scene, transaction, terminal="T-2")
        assert done.result == HeldElsewhere(terminal_name="pc-t1")
        (event,) = done.events
        assert (event.kind, event.terminal, event.held_by_terminal) == ("lease.refused", "T-2", "T-1")
        assert (event.username, event.terminal_name, event.held_by_name) == ("sato", "pc-t2", "pc-t1")
        assert transaction.sessions.get(opening.id) is None


def test_one_too_many_writes_only_the_refusal(scene: Scene) -> None:
    with writing(scene) as transaction:
        for _ in range(2):
            opened(scene, transaction)
        opening, done = opened(scene, transaction)
        assert done.result == TooMany(sessions=2)
        (event,) = done.events
        assert (event.kind, event.person, event.rules) == ("session.refused", "P-sato", ["too-many-sessions"])
        assert transaction.sessions.get(opening.id) is None
        assert transaction.leases.holder("P-sato") == ("T-1", 2)


def test_what_the_table_of_states_lacks_does_not_happen(scene: Scene) -> None:
    with writing(scene) as transaction:
        opening, _ = opened(scene, transaction)
        life.started(transaction, opening.id, [])
        with pytest.raises(GatewayFault):
            life.started(transaction, opening.id, [])
        life.ended(transaction, opening.id, "left", None, [], now=scene.clock.now())
        with pytest.raises(GatewayFault):
            life.ended(transaction, opening.id, "left", None, [], now=scene.clock.now())
        with pytest.raises(Violation):
            life.started(transaction, "S-none", [])


def test_a_recording_is_closed_once_and_only_as_its_own_sessions(scene: Scene) -> None:
    with writing(scene) as transaction:
        opening, _ = opened(scene, transaction)
        session = transaction.sessions.get(opening.id)
        life.ended(transaction, opening.id, "left", None, [], now=scene.clock.now())
        seal = summary(opening.recording)
        life.recovered(transaction, session, seal, SealState.INTERRUPTED, now=scene.clock.now())
        with pytest.raises(Violation, match="second"):
            life.recovered(transaction, session, seal, SealState.INTERRUPTED, now=scene.clock.now())
        with pytest.raises(Violation, match="another"):
            life.recovered(transaction, session, summary("R-x"), SealState.SEALED, now=scene.clock.now())


def test_each_broken_session_says_why(scene: Scene) -> None:
    with writing(scene) as transaction:
        one, two = (opened(scene, transaction)[0] for _ in range(2))
        left = life.not_ended(transaction, [one.id, two.id])
        done = life.broken(transaction, left, {one.id: "cut"}, "connection-lost", now=scene.clock.now())
        assert done.result == 2
        assert [(event.session, event.reason) for event in cast(Any, done.events)] == [
            (one.id, "cut"),
            (two.id, "connection-lost"),
        ]
        assert transaction.leases.holder("P-sato") is None
