"""Freezes and releases that this process did not write: who of here is meant hears it within a second."""

import time
from collections.abc import Iterator

import pytest

from gateway.disclosure.keeping import Door
from gateway.guards.verdict import Why
from gateway.registrar.holding import _freeze
from gateway.sessions.standing import Course
from tests.gateway.registrar.scene import Scene, eventually
from tests.gateway.registrar.test_holding import Open

HEARD_SECONDS = 3.0  # promised is one; three times that


@pytest.fixture
def running(scene: Scene) -> Iterator[Scene]:
    yield scene.start()


def test_R07_a_freeze_and_a_release_of_another_node_are_heard_here(running: Scene) -> None:
    one, stranger = Open(running, "C-1"), Open(running, "C-2", "suzuki", "T-2")
    with running.store.transaction() as transaction:
        freeze = _freeze("P-sato", Door.SHELL, one.id, running.clock.now(), ())
        assert transaction.disclosures.freeze(freeze)
    began = time.monotonic()
    eventually(lambda: one.looks() == 1, HEARD_SECONDS)
    with running.store.transaction() as transaction:
        now = running.clock.now()
        assert transaction.disclosures.release("P-sato", Door.SHELL, by="P-yamada", at=now, reason="x")
    eventually(lambda: one.looks() == 2, HEARD_SECONDS)
    assert time.monotonic() - began < 2 * HEARD_SECONDS
    assert stranger.looks() == 0


def test_what_is_released_and_frozen_again_between_two_looks_is_heard(running: Scene) -> None:
    one = Open(running, "C-1")
    one.stop(Course.FROZEN, Why.TRANSFER)
    eventually(lambda: one.looks() >= 2, HEARD_SECONDS)  # its own word, and the watch's first look
    heard = one.looks()
    with running.store.transaction() as transaction:
        now = running.clock.now()
        transaction.disclosures.release("P-sato", Door.SHELL, by="P-yamada", at=now, reason="x")
        transaction.disclosures.freeze(_freeze("P-sato", Door.SHELL, one.id, now, ()))
    eventually(lambda: one.looks() > heard, HEARD_SECONDS)
