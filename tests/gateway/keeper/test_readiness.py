"""Whether a log-in would be judged now, asked through the keeper's own door."""

import pytest

from gateway.ipc.messages import CallRefused, NoParams
from gateway.keeper import table
from gateway.keeper.readiness import NOBODY
from gateway.keeper.standing import Door
from gateway.vocabulary.outcome import GatewayFault


def ready(world):
    return world.door("monitor").call("keeper.ready", NoParams(), type(None))


def test_it_reads_as_a_log_in_reads_and_tells_nothing(world, monkeypatch):
    asked = []
    real = type(world.people).of
    monkeypatch.setattr(type(world.people), "of", lambda self, name: asked.append(name) or real(self, name))
    assert ready(world) is None
    assert asked == [NOBODY]


def test_a_database_that_is_gone_is_no_yes(world, monkeypatch):
    def gone(_self, _name):
        raise GatewayFault("the database failed")

    monkeypatch.setattr(type(world.people), "of", gone)
    with pytest.raises((CallRefused, GatewayFault)):
        ready(world)


def test_the_monitor_may_ask_nothing_else_of_the_keeper():
    assert {row.name for row in table.TABLE if Door.MONITOR in row.who} == {"keeper.ready"}
