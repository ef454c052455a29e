import threading
import time

import pytest

from gateway.listener import unoffered
from gateway.listener.unoffered import DETAIL_LETTERS_MAX, KIND_LETTERS_MAX, KINDS_MAX, OTHERS, Thing, Unoffered
from tests.gateway.relay.ssh.a_client import wait_until


def test_R02_the_first_is_told_at_once_and_a_flood_in_sums():
    told = []
    noted = Unoffered(told.append)
    noted.note("direct-tcpip")
    wait_until(lambda: told)
    for _ in range(5000):
        noted.note("direct-tcpip")
    assert len(told) == 1
    noted.close()
    assert [dict(counts) for counts in told] == [{Thing("direct-tcpip"): 1}, {Thing("direct-tcpip"): 5000}]


def test_made_up_names_are_told_together_and_none_is_lost(monkeypatch):
    monkeypatch.setattr(unoffered, "PAUSE_SECONDS", 0.01)
    told, begun = [], threading.Event()

    def slow(counts):
        begun.wait(5)
        told.append(dict(counts))

    noted = Unoffered(slow)
    for at in range(1000):
        noted.note(f"x{at}" * 50)
    begun.set()
    noted.close()
    assert sum(sum(counts.values()) for counts in told) == 1000
    assert max(len(counts) for counts in told) <= KINDS_MAX + 1
    assert any(Thing(OTHERS) in counts for counts in told)
    assert max(len(thing.kind) for counts in told for thing in counts) == 64


def test_what_it_was_about_is_told_apart_and_cut_short():
    told = []
    noted = Unoffered(told.append)
    noted._over.set()
    noted.note("direct-tcpip", "10.0.0.1:22")
    noted.note("direct-tcpip", "10.0.0.2:22")
    noted.note("direct-tcpip", "x" * 5000)
    noted.close()
    details = [thing.detail for thing in told[0]]
    assert details == ["10.0.0.1:22", "10.0.0.2:22", "x" * DETAIL_LETTERS_MAX]


def test_nothing_refused_writes_nothing():
    told = []
    Unoffered(told.append).close()
    assert told == []


def test_noting_never_waits():
    stuck = threading.Event()
    noted = Unoffered(lambda _: stuck.wait(20))
    started = time.monotonic()
    for _ in range(100):
        noted.note("x")
    assert time.monotonic() - started < 1
    stuck.set()


def test_what_is_left_at_the_end_and_cannot_be_written_is_a_fault():
    def broken(_):
        raise OSError("gone")

    noted = Unoffered(broken)
    noted._over.set()
    noted.note("x")
    with pytest.raises(OSError, match="gone"):
        noted.close()


def test_what_a_client_makes_up_is_noted_as_letters():
    told = []
    noted = Unoffered(told.append)
    noted.note("\x1b]0;x\x07\n\u202e端末" * 20, "\x00" * 500)
    noted.close()
    (thing,) = told[0]
    assert all(" " <= letter <= "~" for letter in thing.kind + (thing.detail or ""))
    assert len(thing.kind) <= KIND_LETTERS_MAX
