"""The parent with real doors behind it, in a process of its own: it must have one thread, and the test run has more."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.listener.parent.words import NOT_SSH, OUR_VERSION
from tests.gateway.listener.parent.test_lines import Door
from tests.gateway.relay.ssh.a_client import alive, read_until, wait_until

SCRIPT = """
import os, signal, socket, sys, time
from pathlib import Path
from gateway.listener.parent import acceptor
from gateway.listener.parent.acceptor import Acceptor, Conduct
from gateway.listener.parent.admission_control import Admission, Counts
from gateway.listener.confine import _close_all_but
from gateway.listener.parent.kept import VARIABLE, Kept
from gateway.listener.parent.waiting_room import WaitingBounds
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret

def serve(handed):
    _close_all_but({0, 1, 2, handed.client.fileno(), handed.keeper.fileno(), handed.registrar.fileno(), handed.progress})
    if handed.client.recv(100).startswith(b"SSH-2.0-proves"):
        os.write(handed.progress, bytes([1, 2, 3]))
    handed.client.settimeout(None)
    handed.client.sendall(f"child {os.getpid()} {handed.connection} {handed.address}\\n".encode())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    while handed.client.recv(1000):
        pass

def say(word):
    print(word, flush=True)

if sys.argv[2] == "tells often":
    acceptor.STANDS_SECONDS = 0.1
if sys.argv[2] == "no fork":
    def refused(): raise BlockingIOError(11, "no process is left")
    os.fork = refused
def again(listeners, lines, children):
    if sys.argv[2] == "no program":
        raise FileNotFoundError(2, "no program")
    kept = Kept(listeners=listeners, lines=lines, children=children, cancel_key=Secret(b"key"))
    os.execve(sys.executable, sys.orig_argv, {**os.environ, VARIABLE: str(kept.put_down())})

kept = Kept.taken_up(os.environ)
if kept is None:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
else:
    listener = socket.socket(fileno=kept.listeners["ssh"])
    assert kept.cancel_key.reveal() == b"key"
say(listener.getsockname()[1])
doors = {name: Path(sys.argv[1]) / f"{name}.sock" for name in ("keeper", "registrar")}
conduct = Conduct(serve=serve, reload=lambda: say("reload"), opened=lambda: say("opened"),
                  journal=lambda events: say(" ".join(event.kind for event in events)), again=again)
counts = Counts(unauthenticated=3, unauthenticated_per_address=3, connections=5)
acceptor = Acceptor(listener, doors, conduct, admission=Admission(counts),
         waiting=WaitingBounds(waiting=6, waiting_per_address=6, waiting_seconds=float(sys.argv[3])),
         drain_seconds=0.0, clock=SystemClock())
if kept is not None:
    acceptor.take_up(kept.lines, kept.children)
acceptor.run()
say("over")
"""


class Parent:
    def __init__(self, folder, how="plain", waiting_seconds=2.0):
        self.doors = {name: Door(folder / f"{name}.sock") for name in ("keeper", "registrar")}
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder), how, str(waiting_seconds)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,  # what `says` waits for must not hide in a buffer
        )
        self.port = int(self.process.stdout.readline())
        self.says("opened")

    def says(self, word):
        read_until(self.process.stdout, word.encode())

    def client(self, version=b"SSH-2.0-test\r\n\x00\x00\x05\xdc\x08\x14"):
        client = socket.create_connection(("127.0.0.1", self.port))
        client.settimeout(10)
        client.sendall(version)
        return client

    def told(self, client):
        """What a connection hears from its process."""
        said = b""
        while said.count(b"\n") < 2:
            data = client.recv(1000)
            if not data:
                break
            said += data
        return said.removeprefix(OUR_VERSION)

    def children(self):
        return [
            pid
            for pid in map(int, Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split())
            if alive(pid)
        ]

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

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


def test_it_tells_the_registrar_how_the_door_stands_and_nobodys_name(tmp_path):
    with contextlib.closing(Parent(tmp_path, "tells often", waiting_seconds=60.0)) as parent:
        stands = parent.doors["registrar"].stands
        wait_until(lambda: stands)
        assert (stands[0].places, stands[0].processes, stands[0].refused) == (5, 0, 0)
        with parent.client() as client, parent.client(b"SSH-2.0-"):
            parent.told(client)
            wait_until(lambda: (stands[-1].processes, stands[-1].unauthenticated, stands[-1].waiting) == (1, 1, 1), 10)
        wait_until(lambda: (stands[-1].failed, stands[-1].processes) == (1, 0), 10)
        assert not parent.doors["keeper"].stands


def everything(client):
    """All that comes until the connection is closed."""
    said = b""
    try:
        while data := client.recv(4096):
            said += data
    except ConnectionResetError:
        pass
    return said


def test_R95_too_many_are_told_so_and_room_is_made_again(parent):
    clients = [parent.client(b"SSH-2.0-proves\r\n") for _ in range(3)]
    for client in clients:
        assert b"child" in parent.told(client)
    with parent.client() as late:
        assert b"Too many connections" in everything(late)
    parent.says("connection.refused")
    for client in clients:
        client.close()

    def served():
        with parent.client() as again:
            return b"child" in parent.told(again)

    wait_until(served)


def test_a_newcomer_takes_the_place_of_who_shows_nothing(parent):
    with contextlib.ExitStack() as stack:
        first, proves, third = (
            stack.enter_context(parent.client(version))
            for version in (b"SSH-2.0-a\r\n", b"SSH-2.0-proves\r\n", b"SSH-2.0-c\r\n")
        )
        pids = [int(parent.told(client).split()[1]) for client in (first, proves, third)]
        late = stack.enter_context(parent.client())
        assert b"child" in parent.told(late)
        wait_until(lambda: not all(alive(pid) for pid in pids))
        left = [alive(pid) for pid in pids]
        assert left in ([False, True, True], [True, True, False]), "who proved a key keeps his place"
        parent.says("connection.refused")


def test_who_says_nothing_costs_no_process_and_goes_in_time(parent):
    with contextlib.ExitStack() as stack:
        silent = [stack.enter_context(parent.client(b"")) for _ in range(6)]
        slow = stack.enter_context(parent.client(b"SSH-2"))
        assert parent.children() == []
        assert everything(silent[0]) == OUR_VERSION, "the oldest of seven made room"
        assert b"child" in parent.told(stack.enter_context(parent.client()))
        assert everything(slow) == OUR_VERSION
        assert everything(silent[-1]) == OUR_VERSION
    parent.says("connection.refused")


def test_what_is_no_ssh_is_told_so(parent):
    for words in (b"GET / HTTP/1.1\r\n\r\n", b"SSH-1.5-old\n", b"\x00" * 4000, b"SSH-2.0-" + b"x" * 300):
        with parent.client(words) as client:
            assert everything(client) == OUR_VERSION + NOT_SSH
    assert parent.children() == []


def test_who_has_gone_gets_no_process(parent):
    for _ in range(50):
        parent.client().close()
    with parent.client() as late:
        assert b"child" in parent.told(late)
    wait_until(lambda: parent.children() == [])
    assert parent.descriptors() < 40


def test_a_version_line_arrives_in_pieces_and_reaches_the_child_whole(parent):
    for at in range(1, 14):
        with parent.client(b"SSH-2.0-proves\r\n"[:at]) as client:
            client.sendall(b"SSH-2.0-proves\r\n"[at:])
            assert b"child" in parent.told(client)


def test_R95_without_keeper_or_registrar_nobody_is_served_and_that_is_said(parent):
    parent.doors["keeper"].close()

    def refused():
        with parent.client() as client:
            return b"cannot be accepted now" in everything(client)

    wait_until(refused)
    parent.doors["keeper"] = Door(parent.folder / "keeper.sock")
    parent.says("opened")
    with parent.client() as client:
        assert b"child" in parent.told(client)


def test_R95_where_no_process_can_be_made_the_parent_lives_and_says_so(tmp_path):
    with contextlib.closing(Parent(tmp_path, "no fork")) as parent:
        for _ in range(2):
            with parent.client() as client:
                assert b"cannot be accepted now" in everything(client)
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


def test_sigusr2_begins_another_program_and_nobody_notices(parent):
    served = [parent.client() for _ in range(2)]
    words = [parent.told(client).split() for client in served]
    pids = [int(said[1]) for said in words]
    lines = [door.lines() for door in parent.doors.values()]
    with contextlib.ExitStack() as stack:
        parent.process.send_signal(signal.SIGUSR2)
        late = stack.enter_context(parent.client())
        parent.says("opened")
        assert b"child" in parent.told(late), "whoever came meanwhile waited, and was served"
        assert b"child" in parent.told(stack.enter_context(parent.client())), "and whoever comes now is"
        assert set(pids) < set(parent.children()), "the same process's children as before"
        assert [door.lines() for door in parent.doors.values()] == lines, "keeper and registrar have the lines they had"
        for client, said in zip(served, words, strict=True):
            for door in parent.doors.values():
                wait_until(lambda door=door, said=said: said[2].decode() in door.sessions())
            client.sendall(b"still here")
    for client in served:
        client.close()
    wait_until(lambda: parent.children() == [])
    assert parent.descriptors() < 40


def test_nobody_is_refused_while_another_program_begins_again_and_again(parent):
    for _ in range(3):
        parent.process.send_signal(signal.SIGUSR2)
        for _ in range(8):
            with parent.client() as client:
                assert b"child" in parent.told(client)
            wait_until(lambda: parent.children() == [])
        parent.says("opened")


def test_the_new_program_ends_the_sessions_of_the_old_when_it_is_told_to(parent):
    client = parent.client()
    pid = int(parent.told(client).split()[1])
    parent.process.send_signal(signal.SIGUSR2)
    parent.says("opened")
    parent.process.send_signal(signal.SIGTERM)
    assert parent.process.wait(10) == 0
    assert not alive(pid)
    client.close()


def test_the_old_connections_count_for_the_new_program(parent):
    """The first are five, so nobody else can be served; those who came before are no strangers who could make room."""
    clients = [parent.client(b"SSH-2.0-proves\r\n") for _ in range(3)]
    assert all(b"child" in parent.told(client) for client in clients)
    parent.process.send_signal(signal.SIGUSR2)
    parent.says("opened")
    more = [parent.client(b"SSH-2.0-proves\r\n") for _ in range(2)]
    assert all(b"child" in parent.told(client) for client in more)
    with parent.client() as late:
        assert b"Too many connections" in everything(late)
    for client in (*clients, *more):
        client.close()


def test_where_another_program_cannot_be_begun_this_one_goes_on(tmp_path):
    with contextlib.closing(Parent(tmp_path, "no program")) as parent:
        parent.process.send_signal(signal.SIGUSR2)
        for _ in range(2):
            with parent.client() as client:
                assert b"child" in parent.told(client)
        assert parent.process.poll() is None
