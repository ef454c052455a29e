import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from gateway.storage.held_lock import HeldLock
from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.turn import TURN, Turn


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@pytest.fixture
def locks(database: Engine) -> Iterator[tuple[HeldLock, HeldLock]]:
    url = database.url.render_as_string(hide_password=False)
    one, two = (HeldLock(url, TURN, application="test") for _ in range(2))
    yield one, two
    one.close()
    two.close()


def test_of_two_workers_one_has_the_turn_and_the_other_takes_it_when_it_is_free(
    locks: tuple[HeldLock, HeldLock],
) -> None:
    assert Turn(locks[0]).taken(lambda _seconds: True)
    assert not Turn(locks[1]).taken(lambda _seconds: True)
    waits = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 2:
            locks[0].close()  # as when its process is killed
        return len(waits) > 50 or threading.Event().wait(0.01)

    assert Turn(locks[1]).taken(wait)
    assert len(waits) >= 2


def test_a_worker_that_lost_its_turn_ends(locks: tuple[HeldLock, HeldLock]) -> None:
    turn = Turn(locks[0])
    assert turn.taken(lambda _seconds: True)
    looks = iter([False, True])
    turn.keep(lambda _seconds: next(looks))
    locks[0].close()
    assert locks[1].hold()
    with pytest.raises(GatewayFault, match="has the turn"):
        turn.keep(lambda _seconds: False)


def test_where_nobody_can_say_whose_turn_it_is_it_is_not_ours() -> None:
    lock = HeldLock("postgresql://nobody@/nowhere?host=/nonexistent", TURN, application="test")
    assert not Turn(lock).taken(lambda _seconds: True)
    with pytest.raises(GatewayFault):
        Turn(lock).keep(lambda _seconds: False)


def test_a_node_alone_has_the_turn() -> None:
    assert Turn(None).taken(lambda _seconds: True)
    Turn(None).keep(lambda _seconds: False)
