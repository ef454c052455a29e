"""A terminal joined to a target: real clients, real sshd, and targets that say what a test tells them to."""

import hashlib
import os
import signal
import time

import pytest

from gateway.relay.ssh.packets import BoundedPacketizer
from gateway.sessions.ending import Ending, EndReason
from gateway.vocabulary.outcome import Text
from tests.gateway.listener.an_open_door import an_open_door, scripted
from tests.gateway.relay.ssh.a_client import (
    a_client,
    a_paramiko_session,
    alive,
    ask,
    number,
    read_until,
    receive_until,
    string,
    wait_until,
)
from tests.gateway.relay.ssh.a_scripted_target import Conversation
from tests.gateway.relay.ssh.a_target import a_real_target
from tests.gateway.sessions.an_office import ARecorder

CUT = Ending(reason=EndReason.CUT, text=Text(ja="切断しました。", en="The session was cut."))


@pytest.fixture
def real(tmp_path):
    with a_real_target(tmp_path) as target, an_open_door(target.target(), target.keeper) as door:
        door.real = target
        yield door


# --- a short command -------------------------------------------------------------------------------------------------


def test_exit_status_output_and_errors_come_as_they_were_given(real):
    ran = real.ssh("printf out; printf err >&2; exit 7")
    assert (ran.returncode, ran.stdout, ran.stderr) == (7, b"out", b"err")
    assert real.registry.of("session.ended").exit_status == 7
    assert real.recorder.all("o") in (b"outerr", b"errout")


def at_once(conversation: Conversation) -> None:
    """What a very short command looks like: all of it in one segment."""
    conversation.asked_for("exec")
    conversation.together(
        conversation.message(99),
        conversation.data(b"out"),
        conversation.stderr(b"err"),
        conversation.status(7),
        conversation.eof(),
        conversation.close(),
    )


def test_a_command_that_is_over_before_its_answer_was_read_keeps_its_exit_status():
    with scripted(at_once) as door:
        for _ in range(5):
            ran = door.ssh("true")
            assert (ran.returncode, ran.stdout, ran.stderr) == (7, b"out", b"err")


def test_exit_status_after_eof_still_arrives():
    def script(conversation):
        conversation.begin()
        conversation.together(conversation.data(b"out"), conversation.eof())
        time.sleep(0.3)
        conversation.together(conversation.status(7), conversation.close())

    with scripted(script) as door:
        assert door.ssh("x").returncode == 7


def test_a_program_that_closed_its_output_runs_on(real, tmp_path):
    """`make >log 2>&1`: no output to pass on, and no end either."""
    mark = tmp_path / "mark"
    started = time.monotonic()
    ran = real.ssh(f"exec >/dev/null 2>&1; sleep 3.2; echo done > {mark}; exit 5")
    assert (ran.returncode, mark.read_text()) == (5, "done\n")
    assert time.monotonic() - started > 3.2


def test_a_program_that_closed_its_output_still_reads_its_input(real, tmp_path):
    mark = tmp_path / "mark"
    with real.popen(f"exec >/dev/null 2>&1; cat > {mark}; exit 6") as client:
        time.sleep(2.8)
        client.stdin.write(b"late words")
        client.stdin.close()
        assert client.wait(20) == 6
    assert mark.read_text() == "late words"
    assert real.recorder.all("i") == b"late words"


# --- the client's half -----------------------------------------------------------------------------------------------


def test_half_close_is_passed_on(real):
    ran = real.ssh("cat; sleep 0.3; echo done", input=b"words\n")
    assert (ran.returncode, ran.stdout) == (0, b"words\ndone\n")


def test_input_that_nobody_reads_is_no_fault(real):
    """`head -c1` goes while the client is still sending."""
    ran = real.ssh("head -c1 >/dev/null; exit 3", input=bytes(8_000_000))
    assert ran.returncode == 3
    assert real.registry.ended()[1] == "left"


def test_input_after_the_target_has_closed_is_no_fault():
    def script(conversation):
        conversation.begin()
        conversation.together(
            conversation.data(b"gone"), conversation.status(4), conversation.eof(), conversation.close()
        )

    with scripted(script) as door:
        for _ in range(5):
            ran = door.ssh("x", input=bytes(500_000))
            assert (ran.returncode, ran.stdout) == (4, b"gone")
        assert {end[1] for end in door.registry.ends} == {"left"}


def test_input_is_recorded_before_it_is_sent_and_arrives_whole(real):
    sent = os.urandom(300_000)
    ran = real.ssh("sha256sum", input=sent)
    assert ran.stdout.split()[0].decode() == hashlib.sha256(sent).hexdigest()
    assert real.recorder.all("i") == sent


# --- bytes -----------------------------------------------------------------------------------------------------------

EUC_JP = "顧客情報".encode("euc-jp")
LETTERS = b"etaoinshrdlu  \n;" * 16  # what any byte becomes: words, which are looked into fast
NOT_TEXT = bytes(range(256)) * 4 + b"\xff\xfe\xc0\x80\x1b[31m\x00"


@pytest.mark.parametrize("words", [EUC_JP, "日本語 ﾊﾝｶｸ 🗾".encode(), NOT_TEXT], ids=["euc-jp", "utf-8", "not-text"])
def test_bytes_are_untouched_both_ways_and_in_the_recording(real, words):
    ran = real.ssh("cat", input=words)
    assert ran.stdout == words
    assert (real.recorder.all("o"), real.recorder.all("i")) == (words, words)


def test_a_large_echo_through_client_rekeys_is_identical(real):
    sent = os.urandom(1_000_000).translate(LETTERS) * 60
    ran = real.ssh("cat", input=sent, options=("-o", "RekeyLimit=4M"))
    assert ran.returncode == 0
    assert hashlib.sha256(ran.stdout).digest() == hashlib.sha256(sent).digest()
    assert hashlib.sha256(real.recorder.all("o")).digest() == hashlib.sha256(sent).digest()


def test_server_rekeys_under_load_lose_nothing(real, monkeypatch):
    """Row F of the notes: before the mend, transports waited for themselves and died after 30 s."""
    monkeypatch.setattr(BoundedPacketizer, "REKEY_BYTES", 1 << 20)
    sent = os.urandom(1_000_000).translate(LETTERS) * 20
    ran = real.ssh("cat", input=sent)
    assert ran.returncode == 0
    assert hashlib.sha256(ran.stdout).digest() == hashlib.sha256(sent).digest()


# --- the terminal ----------------------------------------------------------------------------------------------------


def test_terminal_modes_pass_byte_for_byte(real):
    """The client's own modes, as a direct log-in gives them: stty prints the same."""
    ask = ("stty -a; echo $TERM",)
    direct = real.real.direct(*ask, options=("-tt",))
    if direct.returncode == 255:
        pytest.skip("this sshd gives its own user no terminal (devpts without gid=tty)")
    through = real.ssh(*ask, options=("-tt",))
    assert through.stdout == direct.stdout
    assert b"intr = ^C" in through.stdout


def test_modes_and_sizes_are_passed_as_they_came():
    seen = []

    def script(conversation):
        conversation.begin()
        seen.extend(conversation.transport.asked)
        conversation.together(conversation.status(0), conversation.close())

    with scripted(script) as door:
        transport, channel = a_client(door)
        modes = (
            bytes([1]) + (3).to_bytes(4, "big") + bytes([250]) + (0x0BADF00D).to_bytes(4, "big") + b"\x00" + b"beyond"
        )
        pty = b"".join([string(b"xterm"), number(132), number(50), number(1320), number(1000), string(modes)])
        ask(transport, channel, "pty-req", pty)
        ask(transport, channel, "exec", string(b"\xff raw bytes \x01"))
        door.registry.ended()
        transport.close()
    assert [request.kind for request in seen] == ["pty-req", "exec"]
    assert seen[0].fields == pty
    assert seen[1].fields == string(b"\xff raw bytes \x01")


def test_a_window_change_reaches_target_and_recording(real):
    if real.real.direct("true", options=("-tt",)).returncode == 255:
        pytest.skip("this sshd gives its own user no terminal (devpts without gid=tty)")
    with real.popen(
        "trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.05; done", options=("-tt",)
    ) as client:
        read_until(client.stdout, b"ready")
        transport = real.transports[-1]
        assert transport.is_active()
        client.kill()
    with a_paramiko_session(
        real, "trap 'stty size; exit 3' WINCH; echo ready; while :; do sleep 0.05; done"
    ) as channel:
        receive_until(channel, b"ready")
        channel.resize_pty(width=132, height=50)
        assert b"50 132" in receive_until(channel, b"132")
        assert channel.recv_exit_status() == 3
    assert real.recorder.all("r") == b"132x50"


@pytest.mark.skipif(
    os.geteuid() == 0, reason="sshd passes no signals on for root: it has nobody to separate rights with"
)
def test_a_signal_reaches_the_program(real):
    with a_paramiko_session(
        real, "trap 'echo caught; exit 4' USR1; echo ready; while :; do sleep 0.05; done", pty=False
    ) as ch:
        receive_until(ch, b"ready")
        ask(ch.transport, ch, "signal", string(b"USR1"), want_reply=False)
        receive_until(ch, b"caught")
        assert ch.recv_exit_status() == 4


@pytest.mark.parametrize("name", [b"INT", b"USR1", b"KILL"])
def test_a_signal_is_passed_on_as_it_came(name):
    def script(conversation):
        conversation.begin()
        assert conversation.asked_for("signal").fields == string(name)
        assert not conversation.asked_for("signal").want_reply
        conversation.together(conversation.status(0), conversation.close())

    with scripted(script) as door:
        transport, channel = a_client(door)
        ask(transport, channel, "exec", string(b"x"))
        ask(transport, channel, "signal", string(name), want_reply=False)
        assert door.registry.ended()[1] == "left"
        transport.close()


@pytest.mark.parametrize("name", [b"STOP", b"\xff\xfe", b"USR1\x00", b""])
def test_a_signal_nobody_listed_goes_nowhere(name):
    seen = []

    def script(conversation):
        conversation.begin()
        conversation.asked_for("window-change")
        seen.extend(request.kind for request in conversation.transport.asked)
        conversation.together(conversation.status(0), conversation.close())

    with scripted(script) as door:
        transport, channel = a_client(door)
        ask(transport, channel, "exec", string(b"x"))
        ask(transport, channel, "signal", string(name), want_reply=False)
        ask(transport, channel, "window-change", number(80) + number(24) + number(0) + number(0), want_reply=False)
        assert door.registry.ended()[1] == "left"
        transport.close()
    assert seen == ["exec", "window-change"]


@pytest.mark.parametrize(
    "kind", ["shell", "exec", "pty-req", "env", "subsystem", "auth-agent-req@openssh.com", "x11-req", "break"]
)
def test_R02_a_running_session_is_asked_nothing_more(kind):
    def script(conversation):
        conversation.begin()
        conversation.asked_for("window-change")
        assert [request.kind for request in conversation.transport.asked] == ["exec", "window-change"]
        conversation.together(conversation.status(0), conversation.close())

    with scripted(script) as door:
        transport, channel = a_client(door)
        assert ask(transport, channel, "exec", string(b"x"))
        assert not ask(transport, channel, kind, string(b"a") + string(b"b"))
        ask(transport, channel, "window-change", number(80) + number(24) + number(0) + number(0), want_reply=False)
        door.registry.ended()
        transport.close()


# --- how it ends -----------------------------------------------------------------------------------------------------


def test_exit_signal_comes_without_the_targets_words():
    def script(conversation):
        conversation.begin()
        words = conversation.request("exit-signal", "TERM", True, "secret of the target", "ja")
        conversation.together(words, conversation.eof(), conversation.close())

    with scripted(script) as door:
        transport, channel = a_client(door)
        requests = transport.requests_of(channel)
        ask(transport, channel, "exec", string(b"x"))
        ending = requests.get(timeout=10)
        transport.close()
    assert ending.kind == "exit-signal"
    assert ending.fields == string(b"TERM") + b"\x01" + string(b"") + string(b"")


@pytest.mark.parametrize("name", [b"\xff\xfe", b"NOSUCH", b"TERM@evil.example", b""])
def test_an_exit_signal_of_no_known_name_is_kill(name):
    def script(conversation):
        conversation.begin()
        words = conversation.request("exit-signal", name, False, b"\xff", b"\xff")
        conversation.together(words, conversation.eof(), conversation.close())

    with scripted(script) as door:
        transport, channel = a_client(door)
        requests = transport.requests_of(channel)
        ask(transport, channel, "exec", string(b"x"))
        ending = requests.get(timeout=10)
        assert door.registry.ended()[1] == "left"
        transport.close()
    assert ending.fields == string(b"KILL") + b"\x00" + string(b"") + string(b"")


def test_a_program_killed_on_the_target_ends_as_it_does_without_a_gateway(real):
    ran, direct = real.ssh("kill -TERM $$"), real.real.direct("kill -TERM $$")
    assert (ran.returncode, ran.stdout) == (direct.returncode, direct.stdout)


def test_a_client_that_goes_ends_the_program_on_the_target(real, tmp_path):
    mark = tmp_path / "pid"
    with real.popen(f"echo $$ > {mark}; echo ready; exec cat") as client:
        read_until(client.stdout, b"ready")
        client.send_signal(signal.SIGKILL)
    assert real.registry.ended()[1] == "left"
    wait_until(lambda: not alive(int(mark.read_text())))


def test_a_target_that_dies_is_said_and_written(real):
    with real.popen("echo ready; exec sleep 60") as client:
        read_until(client.stdout, b"ready")
        real.real.kill()
        _, errors = client.communicate(timeout=20)
    assert real.registry.ended()[1] == EndReason.TARGET_FAULT
    assert b"The connection to the target broke." in errors
    assert client.returncode not in (0, None)


def test_a_target_that_closes_without_a_word_is_no_fault():
    def script(conversation):
        conversation.begin()
        conversation.together(conversation.data(b"out"), conversation.close())

    with scripted(script) as door:
        ran = door.ssh("x")
        assert ran.stdout == b"out"
        assert door.registry.ended()[1] == "left"


def test_R37_when_recording_fails_nothing_more_is_shown(real):
    with real.popen("echo before; while :; do echo after; sleep 0.02; done") as client:
        read_until(client.stdout, b"after")
        shown_by_then = len(real.recorder.all("o"))
        real.recorder.fail()
        started = time.monotonic()
        out, errors = client.communicate(timeout=20)
        assert time.monotonic() - started < 2
    assert len(b"before\n") + len(b"after") + len(out) - 1 <= len(real.recorder.all("o")) + len(b"after\n")
    assert shown_by_then <= len(real.recorder.all("o"))
    assert b"can no longer be recorded" in errors
    assert real.registry.ended()[1] == EndReason.NOT_RECORDED
    assert real.registry.ended()[2] is None


def test_R37_what_the_recorder_refuses_is_never_shown():
    """Exactly: the bytes shown are the bytes kept, at the chunk where the recorder broke."""

    def script(conversation):
        conversation.begin()
        for at in range(2000):
            conversation.say(conversation.data(b"%04d" % at))

    with scripted(script) as door:
        with door.popen("x") as client:
            first = read_until(client.stdout, b"0000")
            door.recorder.failed = True  # from here on it raises; nobody has been told yet
            rest, _ = client.communicate(timeout=20)
        assert first + rest == door.recorder.all("o")


def test_a_cut_ends_a_session_in_words(real):
    with real.popen("echo ready; exec sleep 60") as client:
        read_until(client.stdout, b"ready")
        started = time.monotonic()
        real.live.end(None, CUT)
        _, errors = client.communicate(timeout=20)
        assert time.monotonic() - started < 2
    assert b"The session was cut." in errors
    assert real.registry.ended()[1] == "cut"


def test_R23_a_client_that_never_reads_cannot_outlast_a_cut(real):
    """Its window is full, so the pump that shows waits for it; the cut must not."""
    transport, channel = a_client(real)
    ask(transport, channel, "exec", string(b"cat /dev/zero"))
    wait_until(lambda: real.transports[-1]._channels.get(0).out_window_size == 0)
    time.sleep(0.2)
    started = time.monotonic()
    real.live.end(None, CUT)
    assert real.registry.ended()[1] == "cut"
    assert time.monotonic() - started < 2
    transport.close()


def test_a_client_that_stops_reading_its_socket_cannot_outlast_a_cut_either(real):
    with real.popen("cat /dev/zero") as client:
        client.stdout.read(100)
        client.send_signal(signal.SIGSTOP)
        time.sleep(1.0)
        started = time.monotonic()
        real.live.end(None, CUT)
        assert real.registry.ended()[1] == "cut"
        assert time.monotonic() - started < 2
        client.kill()


@pytest.mark.long
def test_short_commands_never_lose_their_exit_status(real):
    for at in range(200):
        ran = real.ssh(f"printf {at}; exit {at % 250}")
        assert (ran.returncode, ran.stdout) == (at % 250, b"%d" % at)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_stream_of_more_than_a_gibibyte_is_identical(real, monkeypatch, tmp_path):
    size, kept = 1100 * 1024 * 1024, hashlib.sha256()
    monkeypatch.setattr(ARecorder, "output", lambda self, data: kept.update(data))
    with real.popen(f"head -c {size} /dev/urandom | tee >(sha256sum >{tmp_path}/sum)") as client:
        seen, count = hashlib.sha256(), 0
        while data := client.stdout.read(1 << 20):
            seen.update(data)
            count += len(data)
        assert client.wait(60) == 0
    assert count == size
    assert seen.hexdigest() == kept.hexdigest()
    wait_until(lambda: (tmp_path / "sum").read_text())
    assert (tmp_path / "sum").read_text().split()[0] == seen.hexdigest()
