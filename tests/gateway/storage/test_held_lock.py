"""A name that one process holds: two connections to a real server, one of them cut, killed, or made to wait."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from gateway.storage.engine import writing
from gateway.storage.held_lock import HeldLock, number
from gateway.vocabulary.outcome import GatewayFault

HOLDER = """
import sys, time
from gateway.storage.held_lock import HeldLock
lock = HeldLock(sys.argv[1], "name", application="holder")
print(lock.hold(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@pytest.fixture
def url(database: Engine) -> str:
    return database.url.render_as_string(hide_password=False)


@pytest.fixture
def locks(url: str) -> Iterator[tuple[HeldLock, HeldLock]]:
    pair = HeldLock(url, "name", application="one"), HeldLock(url, "name", application="two")
    yield pair
    for each in pair:
        each.close()


def test_one_holds_a_name_and_everybody_sees_it(locks: tuple[HeldLock, HeldLock]) -> None:
    one, two = locks
    assert one.hold()
    assert one.hold()
    assert not two.hold()
    assert two.held(["name", "other"]) == {"name"}
    assert one.held(["other"]) == frozenset()
    one.close()
    assert two.hold()


def test_a_name_that_is_held_twice_by_one_is_free_after_one_close(locks: tuple[HeldLock, HeldLock]) -> None:
    one, two = locks
    assert one.hold()
    assert one.hold()
    one.close()
    assert two.held(["name"]) == frozenset()


def test_whose_connection_is_cut_is_told_and_takes_the_name_again(
    locks: tuple[HeldLock, HeldLock], database: Engine
) -> None:
    one, two = locks
    assert one.hold()
    with writing(database) as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'one'")
        )
    with pytest.raises(GatewayFault):
        one.hold()
    assert one.hold()
    assert not two.hold()


def test_a_process_that_is_killed_lets_go_at_once(locks: tuple[HeldLock, HeldLock], url: str) -> None:
    command = [sys.executable, "-c", HOLDER, url]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ})
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    assert not locks[0].hold()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    end = time.monotonic() + 10
    while not locks[0].hold():
        assert time.monotonic() < end
        time.sleep(0.01)
    holder.stdout.close()


def test_a_server_that_is_not_there_is_a_fault() -> None:
    lock = HeldLock("postgresql://nobody@/nowhere?host=/nonexistent", "name", application="test")
    with pytest.raises(GatewayFault):
        lock.hold()
    with pytest.raises(GatewayFault):
        lock.held(["name"])


def test_a_name_has_one_signed_number_of_32_bits() -> None:
    found = [number(f"node node-{each}") for each in range(1000)]
    assert len(set(found)) == 1000
    assert all(-(1 << 31) <= each < 1 << 31 for each in found)
    assert min(found) < 0 < max(found)
