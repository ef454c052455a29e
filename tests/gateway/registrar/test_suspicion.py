"""R-02: the third refusal of one person within ten minutes is raised in the transaction that writes it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from gateway.audit.event import Event
from gateway.authorization.events import AccessRefused
from gateway.authorization.request import Capability
from gateway.listener.events import ChannelRefused
from gateway.registrar.suspicion import ASKED_LETTERS_MAX, raised
from gateway.sessions.events import SessionRefused
from tests.gateway.registrar.scene import POLICY_LIMITS, Scene, opened

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def channel(person: str | None = "P-sato", count: int = 1, request: str = "subsystem") -> ChannelRefused:
    return ChannelRefused(person=person, terminal="T-1", request=request, address="192.0.2.7:1", count=count)


def access() -> AccessRefused:
    return AccessRefused(
        person="P-sato", terminal="T-1", target="app", account="a", capability=Capability.EXEC,
        rules=("SK-303", "SK-304"), errors=(), policy="00",
    )  # fmt: skip


def session() -> SessionRefused:
    return SessionRefused(person="P-sato", username="sato", capability="shell", rules=["no-target"], address="x")


def written(scene: Scene, *events: Event) -> list[Any]:
    """Append as the registrar does; what was raised."""
    with scene.store.transaction() as transaction:
        found = raised(transaction.past, events, scene.policy_limits, scene.clock.now())
        scene.journal_of(transaction).append([*events, *found])
    return found


def test_R02_the_third_is_raised_and_says_what_it_was_about(scene: Scene) -> None:
    assert written(scene, channel()) == []
    assert written(scene, session()) == []
    (event,) = written(scene, access())
    assert (event.person, event.terminal, event.target) == ("P-sato", "T-1", "app")
    assert (event.refusals, event.minutes, event.last) == (3, 10, "access.refused")
    assert event.asked == "SK-303 SK-304"


def test_R02_three_at_once_and_one_entry_that_counts_three_are_raised_too(scene: Scene) -> None:
    assert len(written(scene, channel(), channel(), channel(person="P-suzuki"), channel())) == 1
    scene.clock.moved += 20 * MINUTE
    (event,) = written(scene, channel(count=3, request="x" * 200))
    assert event.refusals == 3
    assert event.asked == "x" * ASKED_LETTERS_MAX


@pytest.mark.parametrize(("later", "raises"), [(10 * MINUTE - SECOND, True), (10 * MINUTE + SECOND, False)])
def test_R02_ten_minutes_and_a_second_apart_is_too_far(scene: Scene, later: timedelta, raises: bool) -> None:
    written(scene, channel(), channel())
    scene.clock.moved += later
    assert bool(written(scene, channel())) is raises


def test_R02_never_more_often_than_once_in_ten_minutes_a_person(scene: Scene) -> None:
    assert len(written(scene, channel(count=3))) == 1
    for _ in range(9):
        scene.clock.moved += MINUTE
        assert written(scene, channel(count=3)) == []
    assert len(written(scene, channel(person="P-suzuki", count=3))) == 1, "another person is another matter"
    scene.clock.moved += MINUTE + SECOND
    assert len(written(scene, channel())) == 1


def test_R02_nobody_in_particular_is_not_counted(scene: Scene) -> None:
    assert written(scene, *[channel(person=None)] * 5) == []


def test_what_an_honest_client_asks_by_itself_is_not_counted(scene: Scene) -> None:
    assert written(scene, *[channel(request="env")] * 5) == []
    assert written(scene, channel(), channel()) == []


def test_other_kinds_write_nothing_and_read_nothing(scene: Scene) -> None:
    class NoPast:
        def of_kind(self, *_: Any, **__: Any) -> Any:
            raise AssertionError("read")

        of_person = of_kind

    assert raised(NoPast(), [opened(scene.opening())], POLICY_LIMITS, scene.clock.now()) == []


def test_the_numbers_are_those_of_the_policy(scene: Scene) -> None:
    scene.policy_limits = replace(POLICY_LIMITS, refusals_alarmed=2, refusals_minutes=1)
    written(scene, channel())
    scene.clock.moved += 61 * SECOND
    assert written(scene, channel()) == []
    (event,) = written(scene, channel())
    assert (event.refusals, event.minutes) == (2, 1)


def test_reading_is_bounded_whatever_came_before(scene: Scene) -> None:
    written(scene, channel(count=3))
    scene.clock.moved += 5 * MINUTE
    for _ in range(30):
        written(scene, *[channel(count=9)] * 50)
    scene.clock.moved += 5 * MINUTE
    read: list[Any] = []
    with scene.store.transaction() as transaction:
        counted = Counted(transaction.past, read)
        assert len(raised(counted, [channel()], scene.policy_limits, scene.clock.now())) == 1
    assert len(read) < 5


class Counted:
    """A past that notes what is read of it."""

    def __init__(self, past: Any, read: list[Any]) -> None:
        self._past, self._read = past, read

    def of_kind(self, kind: str, *, since: datetime) -> Iterator[Any]:
        return self._told(self._past.of_kind(kind, since=since))

    def of_person(self, person: str, *, since: datetime) -> Iterator[Any]:
        return self._told(self._past.of_person(person, since=since))

    def _told(self, entries: Iterable[Any]) -> Iterator[Any]:
        for entry in entries:
            self._read.append(entry)
            yield entry
