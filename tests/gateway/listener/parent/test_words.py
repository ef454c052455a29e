import shutil
import socket
import subprocess
import threading

import pytest

from gateway.listener.parent.words import OUR_VERSION, UNAVAILABLE, TurnedAway, disconnect
from gateway.listener.ssh_transport import GatewayTransport
from gateway.vocabulary.clock import SystemClock


@pytest.fixture
def door():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        leaving = TurnedAway(SystemClock())

        def serve():
            client, _ = listener.accept()
            client.sendall(OUR_VERSION)  # as the waiting room does
            leaving.hang_up(client, disconnect(UNAVAILABLE))

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)
        for _, client in leaving._lingering:
            client.close()


def test_R95_openssh_shows_why_it_is_turned_away(door):
    command = [shutil.which("ssh"), "-F", "none", "-p", str(door), "-o", "StrictHostKeyChecking=no", "sato@127.0.0.1"]
    said = subprocess.run(command, capture_output=True, timeout=20, env={"LANG": "C.UTF-8", "HOME": "/nonexistent"})
    assert said.returncode == 255
    assert "New connections cannot be accepted now. Tell the administrator." in said.stderr.decode()


def test_R95_the_words_are_sent_in_both_languages(door):
    """OpenSSH escapes what is not ASCII in a DISCONNECT; other clients show it."""
    with socket.create_connection(("127.0.0.1", door)) as client:
        said = b"".join(iter(lambda: client.recv(4096), b""))
    assert UNAVAILABLE.ja.encode() in said
    assert said.index(UNAVAILABLE.en.encode()) < said.index(UNAVAILABLE.ja.encode())


def test_our_version_is_the_one_paramiko_signs_for():
    ours, theirs = socket.socketpair()
    transport = GatewayTransport(ours)
    assert transport.local_version.encode() + b"\r\n" == OUR_VERSION
    transport.close()
    ours.close()
    theirs.close()


def test_a_client_that_has_gone_already_is_no_fault():
    ours, theirs = socket.socketpair()
    theirs.close()
    TurnedAway(SystemClock()).hang_up(ours, disconnect(UNAVAILABLE))
    assert ours.fileno() == -1


def test_those_who_linger_are_closed_in_time():
    class Clock:
        at = 0.0

        def monotonic(self):
            return self.at

    clock, (ours, theirs) = Clock(), socket.socketpair()
    leaving = TurnedAway(clock)
    leaving.hang_up(ours, disconnect(UNAVAILABLE))
    leaving.look()
    assert ours.fileno() != -1
    clock.at = 2.0
    leaving.look()
    assert ours.fileno() == -1
    theirs.close()
