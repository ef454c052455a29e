"""A shell's people and what nobody reads, counted by a whole registrar over a real database."""

from collections.abc import Iterator

import pytest

from gateway.disclosure.shell_asking import ShellStopped, ShellTaken
from gateway.guards.verdict import PROCEED, Freeze, Why
from tests.gateway.registrar.a_shell import Shell, release_by_two
from tests.gateway.registrar.a_showing import lines
from tests.gateway.registrar.scene import Scene


@pytest.fixture
def running(scene: Scene) -> Iterator[Scene]:
    yield scene.start()


def test_R07_twenty_people_are_shown_and_the_next_freezes(running: Scene) -> None:
    shell = Shell(running, "C-1")
    assert shell.show(*range(15)) is PROCEED
    assert shell.show(*range(15, 20)) is PROCEED
    frozen = shell.show(20)
    assert frozen == Freeze(why=Why.PEOPLE, used=21, limit=20)
    assert shell.counter.count() is not None and shell.counter.count().used == 20
    (event,) = [each for each in running.events("disclosure.frozen") if each.span == "people_window"]
    assert (event.used, event.cap, event.door) == (21, 20, "shell")
    assert [line["estimated"] for line in lines(running)] == [20]
    assert sum(each.people for each in running.events("disclosure.estimated")) == 20
    assert next(each.used for each in running.events("disclosure.near")) == 20


def test_R07_whoever_was_seen_before_costs_nothing(running: Scene) -> None:
    shell = Shell(running, "C-1")
    for _ in range(3):
        assert shell.show(*range(20)) is PROCEED
    assert sum(each.people for each in running.events("disclosure.estimated")) == 20


def test_R06_another_session_of_the_person_goes_on_with_the_same_count(running: Scene) -> None:
    first, second = Shell(running, "C-1"), Shell(running, "C-2")
    assert first.show(*range(12)) is PROCEED
    assert second.show(*range(6, 20)) is PROCEED
    assert isinstance(second.show(20), Freeze)
    assert first.show(21) == Freeze(why=Why.PEOPLE, used=21, limit=20)
    other = Shell(running, "C-3", "suzuki", "T-2")
    assert other.show(20) is PROCEED


def test_two_supervisors_let_the_session_go_on_within_its_caps(running: Scene) -> None:
    shell = Shell(running, "C-1")
    assert shell.read("=\n" * 10) is PROCEED
    stopped = shell.take(unread=None, stops=Freeze(why=Why.OPAQUE, used=4100, limit=4096))
    assert stopped == ShellStopped(why=Why.OPAQUE, used=4100, limit=4096)
    release_by_two(running)
    assert isinstance(shell.take(1), ShellTaken)
