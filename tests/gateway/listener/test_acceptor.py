"""The parent with real doors behind it, in a process of its own: it must have one thread, and the test run has more."""

import contextlib
import os
import signal
import socket
import subprocess
import sys

import pytest

from tests.gateway.listener.test_lines import Door
from tests.gateway.relay.ssh.a_client import alive, read_until, wait_until

SCRIPT = """
import os, signal, socket, sys, time
from pathlib import Path
from gateway.listener.acceptor import Acceptor, Conduct
from gateway.listener.admission_control import Admission, Counts
from gateway.vocabulary.clock import SystemClock

def serve(handed):
    handed.client.sendall(f"SSH-2.0-child {os.getpid()} {handed.connection} {handed.address}\\n".encode())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while handed.client.recv(1000):
        pass

def say(word):
    print(word, flush=True)

if sys.argv[2] == "no fork":
    def refused(): raise BlockingIOError(11, "no process is left")
    os.fork = refused
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
say(listener.getsockname()[1])
doors = {name: Path(sys.argv[1]) / f"{name}.sock" for name in ("keeper", "registrar")}
conduct = Conduct(serve=serve, reload=lambda: say("reload"), opened=lambda: say("opened"),
                  journal=lambda events: say(" ".join(event.kind for event in events)))
Acceptor(listener, doors, conduct, admission=Admission(Counts(unauthenticated=3, unauthenticated_per_address=3, connections=5)),
         drain_seconds=0.0, clock=SystemClock()).run()
say("over")
"""


class Parent:
    def __init__(self, folder, how="plain"):
        self.doors = {name: Door(folder / f"{name}.sock") for name in ("keeper", "registrar")}
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder), how],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # what `says` waits for must not hide in a buffer
        )
        self.port = int(self.process.stdout.readline())
        self.says("opened")

    def says(self, word):
        read_until(self.process.stdout, word.encode())

    def client(self):
        client = socket.create_connection(("127.0.0.1", self.port))
        client.settimeout(10)
        return client

    def told(self, client):
        """What a connection hears first."""
        said = b""
        while not said.endswith(b"\n"):
            data = client.recv(1000)
            if not data:
                break
            said += data
        return said

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(15)
        self.process.stdout.close()
        self.process.stderr.close()
        for door in self.doors.values():
            door.close()


@pytest.fixture
def parent(tmp_path):
    with contextlib.closing(Parent(tmp_path)) as made:
        yield made


def test_each_connection_is_a_process_with_its_own_two_lines(parent):
    with parent.client() as first, parent.client() as second:
        words = [parent.told(client).split() for client in (first, second)]
        pids, names = {int(said[1]) for said in words}, sorted(said[2].decode() for said in words)
        assert len(pids) == 2
        assert os.getpid() not in pids
        assert parent.process.pid not in pids
        for door in parent.doors.values():
            wait_until(lambda door=door: door.sessions() == names)
    wait_until(lambda: not any(alive(pid) for pid in pids))
    for door in parent.doors.values():
        wait_until(lambda door=door: door.sessions() == [])


def test_R95_too_many_are_told_so_and_room_is_made_again(parent):
    clients = [parent.client() for _ in range(3)]
    for client in clients:
        assert b"child" in parent.told(client)
    with parent.client() as late:
        said = b"".join(iter(lambda: late.recv(4096), b""))
    assert b"Too many connections" in said
    parent.says("connection.refused")
    for client in clients:
        client.close()

    def served():
        with parent.client() as again:
            return b"child" in parent.told(again)

    wait_until(served)


def test_R95_without_keeper_or_registrar_nobody_is_served_and_that_is_said(parent):
    parent.doors["keeper"].close()

    def refused():
        with parent.client() as client:
            return b"cannot be accepted now" in b"".join(iter(lambda: client.recv(4096), b""))

    wait_until(refused)
    parent.doors["keeper"] = Door(parent.folder / "keeper.sock")
    parent.says("opened")
    with parent.client() as client:
        assert b"child" in parent.told(client)


def test_R95_where_no_process_can_be_made_the_parent_lives_and_says_so(tmp_path):
    with contextlib.closing(Parent(tmp_path, "no fork")) as parent:
        for _ in range(2):
            with parent.client() as client:
                assert b"cannot be accepted now" in b"".join(iter(lambda client=client: client.recv(4096), b""))
        assert parent.process.poll() is None


def test_sighup_reads_again_and_sigterm_ends_everybody(parent):
    parent.process.send_signal(signal.SIGHUP)
    parent.says("reload")
    client = parent.client()
    pid = int(parent.told(client).split()[1])
    parent.process.send_signal(signal.SIGTERM)
    parent.says("gateway.stopped")
    assert parent.process.wait(10) == 0
    assert not alive(pid)
    client.close()
