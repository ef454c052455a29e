import threading
from itertools import chain

import pytest

from gateway.commands.sieve import Sieve
from gateway.guards.pipeline import Pipeline
from gateway.guards.stage import Finding, Passed, Tripped
from gateway.guards.terminal import TerminalEscape
from gateway.relay.guard_events import Side
from gateway.sessions.ending import Ending, EndReason, SessionCut
from gateway.vocabulary.target import Encoding


class Told:
    def __init__(self):
        self.seen = []

    def saw(self, findings, side):
        self.seen += [(finding.kind, side) for finding in findings]

    def tripped(self, finding, side):
        self.seen.append((finding.kind, side))
        return SessionCut(Ending(reason=EndReason.TRANSFER))


def a_sieve(guard, told):
    return Sieve(guard, told, threading.Lock())


def fed(sieve, data):
    return list(chain.from_iterable(sieve.feed(data)))


class Trips:
    holds = False

    def feed(self, chunk):
        raise Tripped(Finding("transfer.zmodem", 4, "00" * 32), Passed(b"before"))


def test_guards_first_then_plain_lines():
    told = Told()
    sieve = a_sieve(TerminalEscape(Encoding.EUC_JP), told)
    assert fed(sieve, "山田\n".encode("euc-jp") + b"\x1b]52;c;aWQ=\x07\x1b[31mred\nla") == ["山田", "^[[31mred"]
    assert told.seen == [("clipboard", Side.SHOWN)]
    assert fed(sieve, b"st") == []
    assert sieve.close() == ["last"]


def test_what_is_held_back_is_let_go_at_the_end():
    sieve = a_sieve(TerminalEscape(Encoding.UTF_8), Told())
    assert fed(sieve, b"a\xe5\xb1") == []
    assert sieve.idle() == []
    (last,) = sieve.close()
    assert last.rstrip("\ufffd") == "a"
    assert last != "a"


def test_a_transfer_ends_the_session_and_is_told_first():
    told = Told()
    with pytest.raises(SessionCut):
        fed(a_sieve(Trips(), told), b"x")
    assert told.seen == [("transfer.zmodem", Side.SHOWN)]


def test_without_guards_it_is_plain_text():
    assert fed(a_sieve(Pipeline(), Told()), b"a\x1b\n") == ["a^["]


class Holds:
    """A guard that always has something to let go."""

    holds = True

    def feed(self, chunk):
        return Passed(chunk)

    def idle(self):
        return Passed(b"late\n")


class Standing:
    runs = False


@pytest.mark.timeout(20)
def test_a_reader_waits_for_nobody_while_it_stands_still_or_a_piece_is_looked_at():
    lock = threading.Lock()
    assert Sieve(Holds(), Told(), lock, Standing()).idle() == []
    with lock:
        assert Sieve(Holds(), Told(), lock).idle() == []
    assert Sieve(Holds(), Told(), lock).idle() == ["late"]
