"""A target that has been taken over, and everything it can say: nothing of it but bytes, exit status and a signal's name
reaches the terminal, every byte was recorded before, and no bound is its to break."""

import time

import pytest

from gateway.crypto import openssh
from gateway.relay.ssh.transport import WINDOW_BYTES
from tests.gateway.listener.a_gate import a_gate
from tests.gateway.listener.an_attacker import CHANNEL_REQUEST, CLOSE, DATA, EXTENDED_DATA, GONE, an_attacker, number
from tests.gateway.listener.an_open_door import an_open_door, scripted
from tests.gateway.relay.ssh.a_client import a_client, ask, string, wait_until
from tests.gateway.relay.ssh.a_scripted_target import built
from tests.gateway.relay.ssh.a_target import a_real_target

SECRET = b"words of the target"
WORDS = SECRET.decode()


def everything_else(conversation):
    """All that SSH lets a server say, besides what a session is for."""
    say, channel = conversation.say, conversation.channel.remote_chanid
    say(built(4, True, WORDS, "en"))  # debug, to be displayed
    say(built(2, SECRET))  # ignore
    say(built(53, WORDS, "en"))  # banner
    say(built(80, "hostkeys-00@openssh.com", True, SECRET))
    say(built(80, "keepalive@openssh.com", True))
    say(built(80, "tcpip-forward", True, WORDS, 22))
    for kind in (
        "forwarded-tcpip",
        "x11",
        "auth-agent@openssh.com",
        "session",
        "direct-tcpip",
        "tun@openssh.com",
        WORDS,
    ):
        say(built(90, kind, 77, 1 << 20, 32768, WORDS, 22, WORDS, 22))
    say(built(3, 1))  # unimplemented
    say(built(95, channel, 2, SECRET))  # extended data of a kind that is not stderr
    say(conversation.request("eow@openssh.com", SECRET))
    say(conversation.request("exec", SECRET, want_reply=True))
    say(conversation.request("shell", want_reply=True))
    say(conversation.request("xon-xoff", True))
    say(conversation.request("signal", SECRET))
    say(conversation.message(99))
    say(conversation.message(100))


def test_R02_nothing_but_bytes_and_the_end_comes_through(tmp_path):
    def script(conversation):
        conversation.begin()
        everything_else(conversation)
        conversation.say(conversation.data(b"plain"))
        conversation.say(conversation.request("exit-signal", "TERM", False, WORDS, "en"))
        conversation.together(conversation.eof(), conversation.close())
        time.sleep(0.2)
        conversation.say(built(1, 11, WORDS, "en"))  # disconnect

    with a_gate(tmp_path, script) as gate, an_attacker(gate) as client:
        client.log_in()
        channel = client.open()
        mark = len(client.all)
        client.say(CHANNEL_REQUEST, channel, "exec", True, "x")
        while client.hear()[0] not in (CLOSE, GONE):
            pass
        heard = client.all[mark:]
        assert {kind for kind, _ in heard} <= {93, 94, 96, 97, 98, 99}
        assert not [said for _, said in heard if SECRET in said]
        assert [said[8:] for kind, said in heard if kind == DATA] == [b"plain"]
        assert gate.room.recorders[0].all("o") == b"plain"
        assert gate.registry.ended()[1] == "left"


@pytest.mark.parametrize(
    "attack",
    [
        lambda c: [c.say(c.data(bytes(30_000))) for _ in range(10 * WINDOW_BYTES // 30_000)],
        lambda c: [c.say(c.stderr(bytes(30_000))) for _ in range(10 * WINDOW_BYTES // 30_000)],
        lambda c: [c.say(c.request("x", want_reply=True)) for _ in range(100_000)],
        lambda c: c.say(built(7, 0xFFFFFFFF)),
        lambda c: c.say(c.data(bytes(400_000))),
        lambda c: c.say(built(94, 12345, b"nobody's channel")),
        lambda c: c.say(built(1, 11, WORDS, "en")),
        lambda c: c.say(built(20, b"\x00" * 16)),
        lambda c: c.say(built(51, WORDS, False)),
        lambda c: c.say(built(52)),
        lambda c: c.say(built(6, "ssh-userauth")),
        lambda c: c.say(built(60, WORDS, WORDS, "", 1, WORDS, True)),
    ],
    ids=[
        "window",
        "window of errors",
        "requests",
        "extensions",
        "packet",
        "no channel",
        "disconnect",
        "key exchange",
        "failure",
        "success",
        "service",
        "question",
    ],
)
def test_a_target_that_keeps_no_bound_is_left_in_words(attack):
    def script(conversation):
        conversation.begin()
        conversation.say(conversation.data(b"before"))
        time.sleep(0.1)
        attack(conversation)
        time.sleep(0.5)
        conversation.transport.close()

    with scripted(script) as door:
        with door.popen("x") as client:
            out, errors = client.communicate(timeout=25)
        assert out.startswith(b"before")
        assert SECRET not in out + errors
        assert door.registry.ended()[1] in {"target-fault", "left"}
        assert len(door.recorder.all("o")) >= len(out)


def test_a_target_without_end_is_held_back_by_a_terminal_that_does_not_read():
    """Back-pressure reaches the target: nothing piles up in between."""
    sent = []

    def script(conversation):
        conversation.begin()
        conversation.channel.settimeout(1.0)
        try:
            while True:
                sent.append(conversation.channel.send(bytes(32768)))
        except TimeoutError:
            pass
        conversation.together(conversation.status(0), conversation.close())

    with scripted(script) as door:
        transport, channel = a_client(door)
        ask(transport, channel, "exec", string(b"x"))
        wait_until(lambda: door.scripted.transports[0].asked and sum(sent) > WINDOW_BYTES)
        time.sleep(1.5)
        assert sum(sent) <= 4 * WINDOW_BYTES
        transport.close()
        door.registry.ended()


def test_a_target_that_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr("gateway.relay.ssh.transport.ANSWER_SECONDS", 0.5)

    def script(conversation):
        while conversation.transport.is_active():
            time.sleep(0.05)

    with scripted(script) as door:
        ran = door.ssh("x")
        assert ran.returncode == 255
        assert b"The connection to the target broke" in ran.stderr
        assert door.registry.ended()[1] == "target-fault"


def test_a_target_that_refuses_the_command_is_said():
    def script(conversation):
        conversation.asked_for("exec")
        conversation.say(conversation.message(100))

    with scripted(script) as door:
        ran = door.ssh("x")
        assert b"The target refused" in ran.stderr
        assert "started" not in door.registry.steps


def test_R44_another_host_in_the_targets_place_hears_nothing(tmp_path):
    with a_real_target(tmp_path) as real:
        imposter = real.target(host_keys=(openssh.new_pair().public,))
        with an_open_door(imposter, real.keeper) as door:
            ran = door.ssh("x")
            assert b"host key is not the registered one" in ran.stderr
            assert door.registry.ended()[1] == "target-fault"
            assert "Accepted" not in real.log


def test_numbers_of_data_are_those_of_the_wire():
    assert (DATA, EXTENDED_DATA, number(1)) == (94, 95, b"\x00\x00\x00\x01")
