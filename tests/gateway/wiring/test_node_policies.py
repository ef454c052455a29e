"""The watch for differing policies over a real journal: what each node's door said last, told once by who is to tell it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

import gateway.wiring.events  # noqa: F401  # every kind of event
from gateway.audit.entry import NO_ENTRY, make
from gateway.audit.event import Event
from gateway.listener.events import GatewayStarted, SettingsReloaded
from gateway.storage.engine import writing
from gateway.storage.stores.journal import Journal
from gateway.storage.stores.nodes import Nodes
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.node_policies import StoredRule
from gateway.worker.nodes import PACE, NodeWatch
from tests.gateway.storage.samples import NOW

OLD, NEW = "0" * 64, "1" * 64


class Place:
    """Clock, registrar and database of a watch; what it tells stands in the journal, as one that looks again would find it."""

    def __init__(self, database: Engine) -> None:
        self.database, self.at, self.count, self.away = database, NOW, 0, False
        self.told: list[Event] = []

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0

    def checkpoint(self) -> None:
        raise AssertionError

    def append(self, events: Iterable[Event]) -> None:
        if self.away:
            raise GatewayFault("away")
        for event in events:
            self.told.append(event)
            self.add("node-1", event)

    def add(self, node: str, event: Event) -> None:
        entry = make(seq=self.count, at=self.at, node=node, prev=NO_ENTRY, event=event)
        with writing(self.database) as connection:
            Journal(connection).append([entry])
        self.count += 1

    def begun(self, node: str, policy: str) -> None:
        with writing(self.database) as connection:
            Nodes(connection).began(node, self.at)
        self.add(node, GatewayStarted(version="1", policy_digest=policy, settings_digest=OLD))

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)

    @property
    def watch(self) -> NodeWatch:
        return NodeWatch(clock=self, registrar=self, rule=StoredRule(self.database))


@pytest.fixture
def place(database: Engine) -> Place:
    return Place(database)


def test_a_policy_brought_out_on_one_node_only_is_told_once_a_day_until_the_other_has_it(place: Place) -> None:
    place.begun("node-1", OLD)
    place.begun("node-2", OLD)
    place.later(days=1)
    place.add("node-2", SettingsReloaded(policy_digest=NEW, settings_digest=OLD))
    assert place.watch.look()
    assert place.told == [], "it is being brought out"
    for _ in range(12):
        place.later(minutes=10)
        assert place.watch.look()  # a worker that was started anew each time
    assert [each.nodes for each in place.told] == ["node-1 000000000000, node-2 111111111111"]
    place.later(days=1)
    assert place.watch.look()
    assert len(place.told) == 2
    place.add("node-1", SettingsReloaded(policy_digest=NEW, settings_digest=OLD))
    place.later(days=2)
    assert place.watch.look()
    assert len(place.told) == 2


def test_a_node_that_does_not_run_any_more_is_compared_with_nobody(place: Place) -> None:
    place.begun("node-1", OLD)
    place.begun("node-2", NEW)
    with writing(place.database) as connection:
        assert Nodes(connection).ended("node-2", place.at)
    place.later(days=1)
    assert place.watch.look()
    assert place.told == []


def test_an_entry_that_cannot_be_read_is_left_to_the_verifier(place: Place) -> None:
    place.begun("node-1", OLD)
    place.begun("node-2", NEW)
    reloaded = SettingsReloaded(policy_digest=NEW, settings_digest=OLD)
    entry = make(seq=place.count, at=place.at, node="node-1", prev=NO_ENTRY, event=reloaded)
    with writing(place.database) as connection:
        Journal(connection).append([replace(entry, body=b"no body")])
    place.count += 1
    place.later(days=1)
    assert place.watch.look()
    assert [each.nodes for each in place.told] == ["node-1 000000000000, node-2 111111111111"]


def test_a_fault_of_our_own_side_is_tried_again_soon(place: Place) -> None:
    place.begun("node-1", OLD)
    place.begun("node-2", NEW)
    place.later(days=1)
    place.away, pauses = True, []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        place.away = len(pauses) < 2
        return len(pauses) == 3

    place.watch.run(wait)
    assert pauses == [PACE.first, PACE.failed, PACE.good]
    assert len(place.told) == 1
