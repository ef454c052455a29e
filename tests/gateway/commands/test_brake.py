"""Refusals come as fast as a person reads them; a script that makes them by the hundred waits."""

import threading
import time

from gateway.commands import brake
from gateway.commands.brake import AT_ONCE, WITHIN_SECONDS, Brake
from gateway.vocabulary.clock import SystemClock


def pulling(one: Brake, times: int) -> threading.Thread:
    thread = threading.Thread(target=lambda: [one.pull() for _ in range(times)], daemon=True)
    thread.start()
    return thread


def test_nobody_who_types_is_ever_held_up() -> None:
    thread = pulling(Brake(SystemClock()), AT_ONCE)
    thread.join(1.0)
    assert not thread.is_alive()


def test_R11_what_comes_faster_waits_until_the_session_ends() -> None:
    one = Brake(SystemClock())
    thread = pulling(one, AT_ONCE + 1)
    thread.join(0.2)
    assert thread.is_alive()
    one.release()
    thread.join(1.0)
    assert not thread.is_alive()


def test_R11_so_a_session_writes_no_more_than_so_many_a_minute(monkeypatch) -> None:
    monkeypatch.setattr(brake, "WITHIN_SECONDS", 0.2)
    one, began = Brake(SystemClock()), time.monotonic()
    pulling(one, 3 * AT_ONCE).join(5.0)
    assert 0.35 < time.monotonic() - began < 4.0
    assert WITHIN_SECONDS >= AT_ONCE / 2
