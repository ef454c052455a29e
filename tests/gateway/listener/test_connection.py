"""The door as people use it: their own clients, their keys in their order, a code, and what they are told."""

import base64
import hashlib
import re
import socket
import subprocess
import threading
import time

import pytest

from gateway.menu.cells import width
from gateway.sessions.ending import Ending, EndReason
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault, Text
from tests.gateway.authentication.a_door import a_terminal
from tests.gateway.listener.a_gate import HELLO, STATUS, a_gate, an_agent, on_a_terminal
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.relay.ssh.a_target import client_environment

CUT = Ending(reason=EndReason.CUT, text=Text(ja="切断しました。", en="The session was cut."))


@pytest.fixture
def gate(tmp_path):
    with a_gate(tmp_path) as made:
        yield made


def is_in(ran, gate):
    assert (ran.returncode, ran.stdout) == (STATUS, HELLO), ran.stderr.decode()
    assert gate.journal[-1] == "login.completed"


# --- OpenSSH ---------------------------------------------------------------------------------------------------------


def test_R11_terminal_key_person_key_and_code(gate):
    is_in(gate.ssh(gate.terminal, gate.person), gate)
    assert gate.journal == [
        "login.started",
        "login.factor_proved",
        "login.factor_proved",
        "login.factor_proved",
        "login.completed",
    ]


def test_R11_the_two_keys_in_the_other_order(gate):
    is_in(gate.ssh(gate.person, gate.terminal), gate)


def test_R11_terminal_key_password_and_code(gate):
    is_in(gate.ssh(gate.terminal), gate)


def test_R11_an_agent_full_of_other_keys(gate, tmp_path):
    others = [gate.new_key(f"other{at}") for at in range(14)]
    with an_agent(tmp_path, *others[:7], gate.person, *others[7:], gate.terminal) as agent:
        is_in(gate.ssh(gate.terminal, options=("-o", "IdentitiesOnly=no"), environment=agent), gate)


def test_R11_one_key_from_a_file_and_one_from_an_agent(gate, tmp_path):
    with an_agent(tmp_path, gate.person) as agent:
        is_in(gate.ssh(gate.terminal, options=("-o", "IdentitiesOnly=no"), environment=agent), gate)


def test_R18_the_same_key_twice_is_one_key(gate):
    ran = gate.ssh(gate.terminal, gate.terminal, password="not this", code="000000")
    assert ran.returncode == 255
    assert not gate.is_logged_in
    assert gate.journal.count("login.factor_proved") == 1


def test_R18_without_the_terminals_key_nothing_is_asked(gate):
    ran = gate.ssh(gate.person, gate.stranger, options=("-o", "LogLevel=INFO"))
    assert ran.returncode == 255
    assert gate.world.keeper.calls == []
    wait_until(lambda: gate.journal[-1] == "login.terminal_unapproved")
    assert b"Unregistered terminals" in ran.stderr


def test_R18_a_terminal_that_was_withdrawn(gate):
    gate.world.directory.keys[gate.terminal.blob] = a_terminal("T-7", Standing.REVOKED)
    assert gate.ssh().returncode == 255
    assert not gate.is_logged_in
    assert "login.key_declined" in gate.journal


def test_R16_a_wrong_code_is_refused_in_words_and_asked_again(gate):
    ran = gate.ssh(code="000000", options=("-o", "LogLevel=INFO"))
    assert ran.returncode == 255
    assert gate.journal[3:5] == ["login.failed", "login.failed"]
    assert not gate.is_logged_in
    assert "ワンタイムコードが確認できませんでした".encode() in ran.stderr
    assert ran.stderr.count(b"The one-time code was not accepted. Enter the six digits shown now.") == 4


def test_R16_a_code_is_good_once(gate):
    is_in(gate.ssh(), gate)
    ran = gate.ssh(options=("-o", "LogLevel=INFO"))
    assert ran.returncode == 255
    assert not gate.is_logged_in
    assert re.search(rb"already been used .* next code, shown in [0-9]+ s\. If you", ran.stderr)
    assert "次のコードを入力してください".encode() in ran.stderr


def test_R95_a_name_that_is_none_is_said_and_ends(gate):
    started = time.monotonic()
    ran = gate.ssh(user="Sato Kun", options=("-o", "LogLevel=INFO"))
    assert ran.returncode == 255
    assert b"This log-in name cannot be used" in ran.stderr
    assert time.monotonic() - started < 10
    assert gate.journal == ["login.refused"]


def test_R95_the_opening_words_come_before_any_question(gate):
    ran = gate.ssh(gate.stranger, options=("-o", "LogLevel=INFO"))
    assert "関所".encode() in ran.stderr
    assert b"Everything is recorded" in ran.stderr
    shown = "関所" + ran.stderr.decode().partition("関所")[2].partition("administrator.")[0]
    assert max(map(width, shown.splitlines())) <= 78  # a terminal of 80 breaks nothing inside a word


def test_an_inner_space_is_a_plus(gate):
    """`ssh://sato+build-host@gateway` decodes to a space in OpenSSH's URL form."""
    is_in(gate.ssh(user="sato build-host"), gate)


def test_two_sessions_over_one_connection_share_its_log_in_and_nothing_else(gate, tmp_path_factory):
    folder = tmp_path_factory.mktemp("c")  # a socket's path has at most 107 letters (unix(7))
    control = ("-o", f"ControlPath={folder}/control", "-o", "ControlMaster=auto", "-o", "ControlPersist=20")
    is_in(gate.ssh(options=control), gate)
    is_in(gate.ssh(options=control), gate)
    is_in(gate.ssh(options=control), gate)
    stop = ["ssh", "-o", f"ControlPath={folder}/control", "-O", "exit", "sato@127.0.0.1"]
    subprocess.run(stop, env=client_environment(), capture_output=True, check=False)
    assert len(gate.backstages) == 1
    assert len(gate.room.recorders) == 3
    assert len({opening.id for opening in gate.registry.openings}) == 3


# --- other clients ---------------------------------------------------------------------------------------------------


def test_R11_plink_with_both_keys_in_its_agent(gate, tmp_path):
    pinned = "SHA256:" + base64.b64encode(hashlib.sha256(gate.host_key).digest()).decode().rstrip("=")
    with an_agent(tmp_path, gate.terminal, gate.person) as agent:
        words = [
            "plink",
            "-no-antispoof",
            "-ssh",
            "-agent",
            "-P",
            str(gate.port),
            "-hostkey",
            pinned,
            "sato+build-host@127.0.0.1",
            "true",
        ]
        ran, shown = on_a_terminal(words, client_environment(**agent), **{"One-time code": gate.code})
    assert ran == STATUS, shown
    assert HELLO.strip() in shown
    assert gate.is_logged_in


@pytest.mark.parametrize("order", ["terminal first", "person first"])
def test_R11_dropbears_client(gate, tmp_path, order):
    """Row E of the notes: without the mend no dropbear gets through its key exchange."""
    keys = [gate.terminal, gate.person] if order == "terminal first" else [gate.person, gate.terminal]
    words = ["dbclient", "-y", "-y", "-p", str(gate.port)]
    for key in keys:
        own = tmp_path / f"{key.path.name}.dropbear"
        subprocess.run(["dropbearconvert", "openssh", "dropbear", key.path, own], check=True, capture_output=True)
        words += ["-i", str(own)]
    environment = client_environment(HOME=str(tmp_path))
    ran, shown = on_a_terminal(
        [*words, "sato+build-host@127.0.0.1", "true"], environment, **{"One-time code": gate.code}
    )
    assert ran == STATUS, shown
    assert HELLO.strip() in shown


# --- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [b"", b"SSH-2.0-slow\r\n", b"not yet\r\n"])
def test_who_does_not_log_in_in_time_is_hung_up_on(tmp_path, first):
    """Row J: paramiko's own deadlines stop at the first packet handled, and its banner reader waits for a hundred lines."""
    with a_gate(tmp_path, login_seconds=1.0) as gate, socket.create_connection(("127.0.0.1", gate.port)) as client:
        client.settimeout(10)
        client.sendall(first)
        started = time.monotonic()
        assert until_closed(client)
        assert 0.5 < time.monotonic() - started < 4
        assert gate.backstages[0].is_closed.wait(2)


def test_a_banner_that_drips_is_cut_off(tmp_path):
    with a_gate(tmp_path, login_seconds=1.5) as gate, socket.create_connection(("127.0.0.1", gate.port)) as client:
        client.settimeout(10)
        stop = threading.Event()

        def drip():
            while not stop.wait(0.1):
                try:
                    client.sendall(b"a line\r\n")
                except OSError:
                    return

        threading.Thread(target=drip, daemon=True).start()
        started = time.monotonic()
        assert until_closed(client)
        stop.set()
        assert time.monotonic() - started < 5


def test_the_deadline_does_not_touch_who_is_logged_in(tmp_path):
    def script(conversation):
        conversation.begin()
        time.sleep(2.2)
        conversation.together(conversation.data(HELLO), conversation.status(STATUS), conversation.close())

    with a_gate(tmp_path, script, login_seconds=2.0) as gate:
        is_in(gate.ssh(), gate)


def test_a_refused_connection_is_over_at_once(gate):
    """Its process and its place before the door are free again: paramiko's accept would have slept on."""
    gate.ssh(user="Sato Kun")
    assert gate.backstages[-1].is_closed.wait(1.5)


def test_a_client_that_goes_is_gone_at_once(gate):
    with socket.create_connection(("127.0.0.1", gate.port)) as client:
        client.recv(100)
        client.sendall(b"SSH-2.0-short\r\n")
    assert gate.backstages[-1].is_closed.wait(1.5)


# --- the end ---------------------------------------------------------------------------------------------------------


def waits(conversation):
    conversation.begin()
    conversation.say(conversation.data(b"ready\n"))
    while conversation.transport.is_active():
        time.sleep(0.05)


def test_ending_all_says_why_and_closes_the_connection(tmp_path):
    with a_gate(tmp_path, waits) as gate:
        done = []
        thread = threading.Thread(target=lambda: done.append(gate.ssh()), daemon=True)
        thread.start()
        wait_until(lambda: gate.room.recorders and gate.room.recorders[0].all("o"))
        started = time.monotonic()
        gate.connections[0].end_all(CUT)
        thread.join(10)
        assert time.monotonic() - started < 2
        assert b"The session was cut." in done[0].stderr
        assert gate.registry.ended()[1] == "cut"
        assert gate.backstages[0].is_closed.wait(2)


def test_who_comes_after_the_end_of_all_is_ended_too(tmp_path):
    with a_gate(tmp_path, waits) as gate:
        original = gate.serve

        def serve(client):
            threading.Timer(
                0.0, lambda: wait_until(lambda: gate.connections) or gate.connections[0].live.end(None, CUT)
            ).start()
            original(client)

        gate.serve = serve
        ran = gate.ssh()
        assert b"The session was cut." in ran.stderr
        assert gate.registry.ended()[1] == "cut"


def test_workers_that_have_ended_are_forgotten(tmp_path, tmp_path_factory):
    with a_gate(tmp_path) as gate:
        control = (
            "-o",
            f"ControlPath={tmp_path_factory.mktemp('c')}/control",
            "-o",
            "ControlMaster=auto",
            "-o",
            "ControlPersist=20",
        )
        for _ in range(6):
            is_in(gate.ssh(options=control), gate)
        assert len(gate.connections[0]._workers) <= 2


# --- what nobody offers ----------------------------------------------------------------------------------------------


def test_R02_tunnels_are_refused_and_journalled(gate):
    ran = gate.ssh(options=("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22"), words=())
    assert ran.returncode == 255
    wait_until(lambda: "channel.refused" in gate.registry.kinds)
    assert gate.registry.of("channel.refused").request == "tcpip-forward"


def test_R02_a_jump_through_the_gateway_is_refused_and_journalled(gate):
    ran = gate.ssh(options=("-W", "127.0.0.1:22"), words=())
    assert ran.returncode == 255
    wait_until(lambda: "channel.refused" in gate.registry.kinds)
    assert gate.registry.of("channel.refused").request == "direct-tcpip"


def test_what_every_client_says_is_not_journalled(gate):
    is_in(gate.ssh(options=("-o", "ServerAliveInterval=1")), gate)
    assert gate.backstages[-1].is_closed.wait(5)
    assert "channel.refused" not in gate.registry.kinds


def test_where_a_refusal_cannot_be_journalled_the_connection_ends(gate):
    gate.registry.fails["append"] = GatewayFault("the journal is full")
    ran = gate.ssh(options=("-R", "0:127.0.0.1:22"), words=("-N",))
    assert ran.returncode == 255
    assert gate.backstages[-1].is_closed.wait(5)


def until_closed(client):
    try:
        while client.recv(4096):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True
