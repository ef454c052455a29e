"""The whole door on loopback, in the test's own process: a real `ClientConnection` a connection, real keys registered in the
small world of tests/gateway/authentication, real clients in front, and behind it a target that says what a test wants.
"""

import os
import select
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gateway.authentication.login import Login, start
from gateway.authentication.ports import Door, KeyKind, KeyOwner
from gateway.authentication.progress import Over, Proved
from gateway.crypto import certificates, openssh, signing
from gateway.listener.connection import ClientConnection, ConnectionLimits
from gateway.listener.surroundings import Surroundings
from gateway.sessions.live import LiveSessions
from gateway.vocabulary.identity import Standing
from tests.gateway.authentication.a_door import PASSWORD, ADiary, World, a_terminal
from tests.gateway.authorization.a_request import NOW
from tests.gateway.relay.ssh.a_scripted_target import Conversation, Script, a_scripted_target
from tests.gateway.relay.ssh.a_target import ME, Listening, client_environment, ssh_command
from tests.gateway.sessions.an_office import ARecordingRoom, ARegistry, RunningClock, admissions, facts, free_order

HELLO = b"hello from the target\n"
STATUS = 7


def says_hello(conversation: Conversation) -> None:
    """The target's part where only the door is looked at."""
    conversation.begin()
    conversation.together(
        conversation.data(HELLO), conversation.status(STATUS), conversation.eof(), conversation.close()
    )


@dataclass(frozen=True, slots=True)
class Key:
    """A key pair: OpenSSH PEM on disk, and the public blob."""

    path: Path
    blob: bytes
    pem: str


class Keys:
    """Fresh pairs in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self, name: str) -> Key:
        pair = openssh.new_pair()
        path = self._folder / name
        path.touch(mode=0o600)
        pem = pair.private.reveal().decode()
        path.write_text(pem)
        path.with_name(f"{name}.pub").write_text(openssh.line(pair.public) + f" {name}\n")
        return Key(path, pair.public, pem)


class ABackstage:
    """Keeper and registrar of one connection, as far as the door knows them."""

    def __init__(self, gate: "Gate", address: str) -> None:
        self._gate = gate
        self._address = address
        self.proved: Proved | None = None
        self.is_closed = threading.Event()
        self.diary = ADiary()
        self.signed = 0

    def host_keys(self) -> list[bytes]:
        return [self._gate.host_key]

    def sign(self, data: bytes, algorithm: str, key: bytes) -> bytes:
        self.signed += 1
        return openssh.ed25519_signature(self._gate.host_seed, data)

    def host_certificate(self, name: str, key: bytes) -> bytes:
        now = datetime.now(UTC)
        return certificates.sign_host(self._gate.host_ca, key, (name,), now, now + timedelta(hours=1))

    def begin(self, username: str) -> Login | Over:
        ports = replace(self._gate.world.ports, diary=self.diary)
        return start(username, door=Door.SSH, connection="C-1", address=self._address, ports=ports)

    def surroundings(self, proved: Proved, live: LiveSessions) -> Surroundings:
        self.proved = proved
        gate = self._gate
        person = replace(proved, person_id="P-1", terminal_id="TM-1", at=NOW)
        return Surroundings(
            admissions=admissions(gate.registry, gate.room, clock=gate.clock, person=person),
            live=live,
            target_login=lambda _: gate.target.keeper,
        )

    def closed(self) -> None:
        self.is_closed.set()


class Gate(Listening):
    """One gateway for `sato` (terminal T-7), and everybody else who tries."""

    def __init__(self, folder: Path, target: Any, login_seconds: float = 20.0) -> None:
        self.folder, self.target = folder, target
        self.world = World()
        keys = Keys(folder)
        self.new_key = keys.new
        self.terminal, self.person, self.stranger = keys.new("terminal"), keys.new("person"), keys.new("stranger")
        self.world.directory.keys = {
            self.terminal.blob: a_terminal("T-7"),
            self.person.blob: KeyOwner(kind=KeyKind.PERSON, owner_id="P-sato", name="sato", standing=Standing.ACTIVE),
        }
        self.host_seed, self.host_ca = signing.new_signing_key(), signing.new_signing_key()
        self.host_key = openssh.ed25519_blob(signing.public_of(self.host_seed))
        registered = target.target()
        self.registry = ARegistry(facts(registered, (free_order(ME),)))
        self.room = ARecordingRoom()
        self.clock = RunningClock()
        self.limits = ConnectionLimits(login_seconds=login_seconds)
        self.connections: list[ClientConnection] = []
        self.backstages: list[ABackstage] = []
        self.failures: list[BaseException] = []
        super().__init__()

    def serve(self, client: socket.socket) -> None:
        backstage = ABackstage(self, "192.0.2.7:50022")
        connection = ClientConnection(client, backstage, self.limits)
        self.backstages.append(backstage)
        self.connections.append(connection)
        try:
            connection.run()
        except BaseException as failure:
            self.failures.append(failure)
            backstage.closed()

    def close(self) -> None:
        for connection in self.connections:
            connection._transport.close()
        for backstage in self.backstages:
            assert backstage.is_closed.wait(10), "a connection did not end"
        super().close()

    # -- what a person has and does -----------------------------------------------------------------------------------

    @property
    def code(self) -> str:
        """What sato's telephone shows now."""
        return self.world.keeper.code_now("sato")

    @property
    def journal(self) -> list[str]:
        """Kinds of the newest log-in's events, in order."""
        return self.backstages[-1].diary.kinds if self.backstages else []

    def askpass(self, *, code: str | None = None, password: str = PASSWORD) -> dict[str, str]:
        """Environment in which OpenSSH gets its answers."""
        script = self.folder / "askpass"
        lines = f'#!/bin/sh\ncase "$1" in *assword*) echo "{password}";; *) echo {code or self.code};; esac\n'
        script.write_text(lines)
        script.chmod(0o700)
        return client_environment(SSH_ASKPASS=str(script), SSH_ASKPASS_REQUIRE="force", DISPLAY=":none")

    def ssh(
        self,
        *keys: Key,
        user: str = "sato+build-host",
        words: Sequence[str] = ("true",),
        options: Sequence[str] = (),
        environment: dict[str, str] | None = None,
        **answers: Any,
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run OpenSSH's client to its end; without keys given, with the terminal's and the person's."""
        named = [word for key in keys or (self.terminal, self.person) for word in ("-i", str(key.path))]
        command = [*ssh_command(self.port, "-o", "NumberOfPasswordPrompts=1", *named, *options), f"{user}@127.0.0.1"]
        env = {**self.askpass(**answers), **(environment or {})}
        return subprocess.run(
            [*command, *words], capture_output=True, timeout=60, env=env, stdin=subprocess.DEVNULL, check=False
        )

    @property
    def is_logged_in(self) -> bool:
        """Whether anybody has got in."""
        return "login.completed" in self.journal


@contextmanager
def a_gate(folder: Path, script: Script = says_hello, **other: Any) -> Iterator[Gate]:
    with a_scripted_target(script) as target:
        gate = Gate(folder, target, **other)
        try:
            yield gate
        finally:
            gate.close()


@contextmanager
def an_agent(folder: Path, *keys: Key) -> Iterator[dict[str, str]]:
    """OpenSSH's agent holding these keys, in this order; the environment that names it."""
    path = folder / "agent"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(path)], stdout=subprocess.DEVNULL)
    environment = client_environment(SSH_AUTH_SOCK=str(path))
    try:
        while not path.exists():
            assert agent.poll() is None
        for key in keys:
            subprocess.run(["ssh-add", "-q", str(key.path)], env=environment, check=True, timeout=10)
        yield {"SSH_AUTH_SOCK": str(path)}
    finally:
        agent.terminate()
        agent.wait(10)


def on_a_terminal(command: Sequence[str], environment: dict[str, str], **answers: str) -> tuple[int, bytes]:
    """Run a client that reads its answers from the terminal; (exit status, everything it showed)."""
    master, slave = os.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", *command], stdin=slave, stdout=slave, stderr=slave, env=environment
    )
    os.close(slave)
    shown, waiting = b"", dict(answers)
    until = time.monotonic() + 30
    try:
        while data := _read(master, until):
            shown += data
            for question in [word for word in waiting if word.encode() in shown]:
                os.write(master, waiting.pop(question).encode() + b"\n")
        return process.wait(1 if time.monotonic() > until else 30), shown
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(master)


def _read(master: int, until: float) -> bytes:
    if not select.select([master], [], [], max(0.0, until - time.monotonic()))[0]:
        return b""
    try:
        return os.read(master, 4096)
    except OSError:  # EIO: the last process has closed its side
        return b""
