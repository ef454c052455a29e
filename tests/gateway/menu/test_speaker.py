import threading

from gateway.menu.speaker import WAITING_BYTES_MAX, Speaker
from gateway.sessions.ending import UNREAD, SessionCut
from tests.gateway.relay.ssh.a_client import wait_until


class Wire:
    """Takes what is sent while its gate is open."""

    def __init__(self):
        self.taken, self.gate, self.gone, self.quiet = [], threading.Event(), threading.Event(), 0
        self.fault = None
        self.gate.set()

    def send(self, data):
        assert self.gate.wait(10)
        if self.fault is not None:
            raise self.fault
        self.taken.append(data)

    def speaker(self):
        return Speaker(self.send, on_quiet=self._quiet, on_gone=self.gone.set)

    def _quiet(self):
        self.quiet += 1


def test_what_is_said_arrives_in_order_and_the_thread_ends():
    wire = Wire()
    speaker = wire.speaker()
    for number in range(100):
        speaker.say(b"%d" % number)
    assert speaker.finish(5)
    assert wire.taken == [b"%d" % number for number in range(100)]
    assert not speaker._thread.is_alive()
    speaker.say(b"too late")
    assert len(wire.taken) == 100


def test_it_says_when_it_is_quiet_again():
    wire = Wire()
    wire.gate.clear()
    speaker = wire.speaker()
    speaker.say(b"a")
    wait_until(lambda: speaker.busy)
    wire.gate.set()
    wait_until(lambda: wire.quiet)
    assert not speaker.busy
    assert speaker.finish(5)


def test_a_client_that_does_not_read_holds_nobody_up():
    wire = Wire()
    wire.gate.clear()
    speaker = wire.speaker()
    speaker.say(b"a")
    speaker.say(b"b")
    assert not speaker.finish(0.05)
    wire.gate.set()
    speaker._thread.join(5)
    assert wire.taken == [b"a"]


def test_a_client_that_has_gone_is_noticed_and_nothing_more_is_kept():
    for fault in (OSError("closed"), EOFError(), SessionCut(UNREAD)):
        wire = Wire()
        wire.fault = fault
        speaker = wire.speaker()
        speaker.say(b"a")
        assert wire.gone.wait(5)
        speaker.say(b"b")
        assert not speaker.busy
        assert not speaker.finish(5)


def test_what_waits_is_bounded():
    wire = Wire()
    wire.gate.clear()
    speaker = wire.speaker()
    for _ in range(20):
        speaker.say(bytes(WAITING_BYTES_MAX // 10))
    assert wire.gone.is_set()
    assert not speaker._waiting
    wire.gate.set()
    assert not speaker.finish(5)
