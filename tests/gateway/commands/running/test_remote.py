"""One exec against targets that say what a test tells them to."""

import threading
import time

import pytest

from gateway.commands.running.remote import NoChannel, Remote, Stream
from gateway.relay.ssh.target import open_target
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.ssh.a_scripted_target import Conversation, Script, a_scripted_target
from tests.gateway.relay.ssh.a_target import a_permit


def on(script: Script):
    return a_scripted_target(script)


def connected(target) -> OrderedTransport:
    transport, _ = open_target(a_permit(target.target()), target.keeper)
    return transport


def everything(remote: Remote) -> dict[Stream, bytes]:
    said = {Stream.OUT: b"", Stream.ERR: b""}
    while not remote.is_over:
        if (piece := remote.take(5)) is not None:
            said[piece.stream] += piece.data
    return said


def only_for_exec(script: Script) -> Script:
    """The first channel is the one `open_target` made; nobody asks anything of it."""

    def begin(conversation: Conversation) -> None:
        if conversation.channel.chanid == 1:
            script(conversation)

    return begin


def test_output_errors_and_the_end_come_whole():
    def script(conversation: Conversation) -> None:
        conversation.begin()
        conversation.together(
            conversation.data(b"out"),
            conversation.stderr(b"err"),
            conversation.status(7),
            conversation.eof(),
            conversation.close(),
        )

    with on(only_for_exec(script)) as target:
        remote = Remote(connected(target), b"x")
        assert everything(remote) == {Stream.OUT: b"out", Stream.ERR: b"err"}
        remote.check_line()
        assert (remote.status, remote.signal, remote.has_ended) == (7, None, True)


def test_the_name_of_a_signal_is_bare():
    def script(conversation: Conversation) -> None:
        conversation.begin()
        conversation.together(
            conversation.request("exit-signal", b"\x1b]0;x\x07", False, b"core dumped \x1b[2J", b""),
            conversation.close(),
        )

    with on(only_for_exec(script)) as target:
        remote = Remote(connected(target), b"x")
        everything(remote)
        assert (remote.status, remote.signal) == (None, "KILL")


def test_a_target_that_refuses_exec_or_goes_away():
    def refuses(conversation: Conversation) -> None:
        conversation.asked_for("exec")
        conversation.say(conversation.message(100))

    def goes(conversation: Conversation) -> None:
        conversation.begin()
        conversation.transport.close()

    with on(only_for_exec(refuses)) as target, pytest.raises(NoChannel):
        Remote(connected(target), b"x")
    with on(only_for_exec(goes)) as target, pytest.raises(TargetError):
        remote = Remote(connected(target), b"x")
        everything(remote)
        remote.check_line()


def test_stop_asks_lets_go_and_does_not_wait_for_ever():
    """A target that says nothing about its end: whatever it was may be left, and that is what `stop` says."""

    def script(conversation: Conversation) -> None:
        conversation.begin()
        conversation.asked_for("signal")

    with on(only_for_exec(script)) as target:
        remote = Remote(connected(target), b"x")
        started = time.monotonic()
        assert not remote.stop()
        assert time.monotonic() - started < 2


def test_a_flood_does_not_keep_stop_from_ending():
    over = threading.Event()

    def script(conversation: Conversation) -> None:
        conversation.begin()
        while not over.is_set():
            try:
                conversation.channel.sendall(b"x" * 30_000)
            except OSError:
                return

    with on(only_for_exec(script)) as target:
        remote = Remote(connected(target), b"x")
        assert remote.take(5)
        started = time.monotonic()
        assert not remote.stop()
        assert time.monotonic() - started < 2.5
        over.set()
