"""One session from its admission to its last word: what the journal, the recording and the terminal keep of each way."""

import time
from datetime import timedelta

import pytest

from gateway.ipc.messages import CallRefused
from gateway.sessions import live
from gateway.sessions.ending import EndReason
from gateway.vocabulary.outcome import GatewayFault, Text
from tests.gateway.authorization.a_request import an_order
from tests.gateway.listener.an_open_door import scripted
from tests.gateway.relay.ssh.a_client import read_until


def hello(conversation):
    conversation.begin()
    conversation.together(conversation.data(b"hello"), conversation.status(7), conversation.eof(), conversation.close())


def waits(conversation):
    conversation.begin()
    conversation.say(conversation.data(b"ready\n"))
    while conversation.transport.is_active():
        time.sleep(0.05)


def test_R37_R41_journal_and_seal_of_a_plain_session():
    with scripted(hello) as door:
        assert door.ssh("x").returncode == 7
        _, reason, summary = door.registry.ended()
        assert door.steps == ["admission", "open", "recorder", "started", "end"]
        assert (reason, door.recorder.sealed) == ("left", "left")
        assert summary is not None
        assert door.recorder.all("x") == b"7"
        assert door.registry.of("session.ended").shown_bytes == 5


def test_R23_the_end_of_the_window_is_warned_of_and_cuts(monkeypatch):
    monkeypatch.setattr(live, "LOOK_SECONDS", 0.05)
    with scripted(waits) as door, door.popen("x", options=("-tt",)) as client:
        read_until(client.stdout, b"ready")
        door.clock.moved = an_order().ends_at - door.clock.now() - timedelta(seconds=299)
        assert b"5 minutes of the work window remain" in read_until(client.stdout, b"remain;")
        door.clock.moved += timedelta(seconds=300)
        read_until(client.stdout, b"The work window is over")
        assert door.registry.ended()[1] == "window-over"
        assert door.registry.of("session.warned").remaining_seconds <= 300
        assert b"The work window is over" in door.recorder.all("o")


@pytest.mark.parametrize(
    "fault", [GatewayFault("no keeper"), CallRefused("x", Text(ja="停止", en="The order was withdrawn."))]
)
def test_R19_a_keeper_that_refuses_ends_the_session_in_its_words(fault):
    with scripted(hello) as door:
        door.scripted.keeper.fault = fault
        ran = door.ssh("x")
        reason = door.registry.ended()[1]
        if isinstance(fault, CallRefused):
            assert (reason, b"The order was withdrawn." in ran.stderr) == (EndReason.REFUSED, True)
        else:
            assert (reason, b"a fault of the gateway" in ran.stderr) == (EndReason.GATEWAY_FAULT, True)


def test_R37_a_start_that_cannot_be_written_shows_nothing_of_the_target():
    with scripted(hello) as door:
        door.registry.fails["started"] = GatewayFault("the journal is full")
        ran = door.ssh("x")
        assert b"hello" not in ran.stdout + ran.stderr
        assert door.registry.ended()[1] == EndReason.GATEWAY_FAULT


def test_R37_without_a_recording_there_is_no_session():
    with scripted(hello) as door:
        door.room.fault = GatewayFault("the disk is full", Text(ja="記録", en="It cannot be recorded."))
        ran = door.ssh("x")
        assert b"It cannot be recorded." in ran.stderr
        assert door.scripted.accepted == 0


def test_an_end_that_cannot_be_written_still_ends():
    with scripted(hello) as door:
        door.registry.fails["end"] = GatewayFault("gone")
        assert door.ssh("x").returncode == 7
        assert door.live.empty()
