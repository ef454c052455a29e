"""A free shell that must be watched, over a real client and a target behind."""

import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from gateway.authorization.limits import Watcher, WatcherLimits
from gateway.relay import attendance
from gateway.work_orders.order import OrderedTarget
from tests.gateway.authorization.a_request import an_order, the_policy
from tests.gateway.listener.an_open_door import scripted
from tests.gateway.relay.ssh.a_client import read_until, wait_until
from tests.gateway.sessions.an_office import ARegistry

TERMINAL = ("-tt",)


def prints(conversation):
    conversation.begin()
    conversation.say(conversation.data(b"row of a customer\n"))
    while conversation.transport.is_active():
        time.sleep(0.02)


@pytest.fixture
def watcher(monkeypatch):
    here = threading.Event()
    monkeypatch.setattr(ARegistry, "attended", lambda *_, timeout_seconds: 0.1 if here.is_set() else None)
    monkeypatch.setattr(attendance, "LOOK_SECONDS", 0.02)
    return here


@contextmanager
def a_watched_door(wait=60, gone=60):
    """A target with personal data, and a policy by which its free shells are watched."""
    watching = WatcherLimits(watcher=Watcher.REQUIRED, wait_seconds=wait, gone_seconds=gone)
    policy = replace(the_policy(), limits=replace(the_policy().limits, watching=watching))
    with scripted(prints) as door:
        target = replace(door.scripted.target(), free=None)
        order = an_order(targets=(OrderedTarget(name=target.name, accounts=target.accounts),))
        door.registry.facts = replace(door.registry.facts, target=target, orders=(order,))
        door.around = replace(door.around, admissions=replace(door.around.admissions, policy=policy))
        yield door


def test_R27_a_free_shell_waits_for_a_watcher_and_says_so(watcher):
    with a_watched_door() as door, door.popen(options=TERMINAL) as client:
        told = read_until(client.stdout, b"at most).")
        assert f"sekisho session watch {door.registry.of('session.opened').session}".encode() in told
        assert b"row of a customer" not in told
        client.stdin.write(b"cat customers.csv\r")
        client.stdin.flush()
        assert b"row of a customer" not in read_until(client.stdout, b"\a")
        watcher.set()
        shown = read_until(client.stdout, b"row of a customer")
        if b"A supervisor is watching" not in shown:  # told by a thread of its own, so it may come after
            read_until(client.stdout, b"A supervisor is watching")
        assert door.registry.kinds.index("session.unwatched") < door.registry.kinds.index("session.watched")
        assert b"cat customers.csv" not in door.recorder.all("i")
        client.stdin.write(b"id\r")
        client.stdin.flush()
        wait_until(lambda: b"id" in door.recorder.all("i"))
        watcher.clear()
        read_until(client.stdout, b"call one.")
        client.terminate()
        assert door.registry.ended()[1] == "left"


def test_R27_nobody_came(watcher):
    with a_watched_door(wait=0) as door, door.popen(options=TERMINAL) as client:
        shown = read_until(client.stdout, b"no supervisor watched it")
        assert b"row of a customer" not in shown
        assert door.registry.ended()[1] == "unwatched"
        assert b"row of a customer" not in door.recorder.all("o")


def test_R27_the_watcher_left_for_good(watcher):
    watcher.set()
    with a_watched_door(gone=0) as door, door.popen(options=TERMINAL) as client:
        read_until(client.stdout, b"row of a customer")
        watcher.clear()
        read_until(client.stdout, b"no supervisor watched it")
        assert door.registry.ended()[1] == "unwatched"
        assert door.recorder.all("m") == b"unwatchedwatchedunwatched"


def test_a_person_who_does_not_want_to_wait_leaves(watcher):
    with a_watched_door() as door, door.popen(options=TERMINAL) as client:
        read_until(client.stdout, b"at most).")
        client.terminate()
        assert door.registry.ended()[1] in ("left", "peer-fault")
        assert b"row of a customer" not in door.recorder.all("o")


def test_as_shipped_nobody_has_to_watch(watcher):
    with scripted(prints) as door, door.popen(options=TERMINAL) as client:
        read_until(client.stdout, b"row of a customer")
        assert "session.unwatched" not in door.registry.kinds
        client.terminate()
