"""A door without a log-in: what comes after it, `listener.session.serve`, with a real client before and a target behind.

Everything in between is the product's: transport, channel table, admission with the shipped policy, relay, screen.
"""

import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from paramiko import AUTH_SUCCESSFUL, OPEN_SUCCEEDED, Message, ServerInterface
from paramiko.auth_handler import AuthHandler

from gateway.crypto import openssh, signing
from gateway.listener.channel import ClientChannel
from gateway.listener.host_key import KeptHostKey
from gateway.listener.session import serve
from gateway.listener.ssh_transport import GatewayTransport
from gateway.listener.surroundings import Surroundings
from gateway.relay.guarding import guards_of
from gateway.relay.ports import TargetLogin
from gateway.sessions.live import LiveSessions
from gateway.sessions.route import named_in
from gateway.vocabulary.target import Target
from tests.gateway.relay.ssh.a_scripted_target import Script, ScriptedTarget, a_scripted_target
from tests.gateway.relay.ssh.a_target import ME, Listening, client_environment, ssh_command
from tests.gateway.sessions.an_office import (
    ARecorder,
    ARecordingRoom,
    ARegistry,
    RunningClock,
    admissions,
    facts,
    free_order,
    proved,
)

HOST_SEED = signing.new_signing_key()
HOST_KEY = openssh.ed25519_blob(signing.public_of(HOST_SEED))


class _Anybody(ServerInterface):
    def check_auth_none(self, username: str) -> int:
        return AUTH_SUCCESSFUL

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED


class OpenTransport(GatewayTransport):
    """The product's, but for the log-in: paramiko's own, which lets everybody in."""

    def _parse_newkeys(self, m: Message) -> None:
        if self.auth_handler is None:
            self.auth_handler = AuthHandler(self)
        super()._parse_newkeys(m)


class OpenDoor(Listening):
    """Serves `target` to whoever connects."""

    scripted: ScriptedTarget

    def __init__(self, target: Target, login: TargetLogin, *, room: Any = None, guards: Any = guards_of) -> None:
        self.steps: list[str] = []
        self.registry = ARegistry(facts(target, (free_order(target.accounts[0]),)), self.steps)
        self.room = ARecordingRoom(self.steps) if room is None else room
        self.clock = RunningClock()
        self.live = LiveSessions()
        self.transports: list[GatewayTransport] = []
        self.transport_class = OpenTransport
        self.workers: list[threading.Thread] = []
        self.refused: list[str] = []
        self.around = Surroundings(
            admissions=admissions(self.registry, self.room, clock=self.clock, person=proved(target.name)),
            live=self.live,
            target_login=lambda _: login,
            guards=guards,
        )
        super().__init__()

    def serve(self, client: socket.socket) -> None:
        transport = self.transport_class(client)
        self.transports.append(transport)
        transport.add_server_key(KeptHostKey(HOST_KEY, lambda data, _: openssh.ed25519_signature(HOST_SEED, data)))
        transport.start_server(event=threading.Event(), server=_Anybody())
        while transport.is_active() or transport.server_accepts:
            channel = transport.accept(0.2)
            if channel is not None:
                route = named_in(self.around.admissions.proved.login_name)
                arguments = (ClientChannel(transport, channel), self.around, route, self.refused.append)
                worker = threading.Thread(target=serve, args=arguments, daemon=True)
                self.workers.append(worker)
                worker.start()

    def close(self) -> None:
        for transport in self.transports:
            transport.close()
        super().close()
        for worker in self.workers:
            worker.join(10)
            assert not worker.is_alive(), "a channel's worker did not end"

    @property
    def recorder(self) -> ARecorder:
        """The newest session's."""
        recorder: ARecorder = self.room.recorders[-1]
        return recorder

    def ssh(self, *words: str, options: Sequence[str] = (), **run: Any) -> "subprocess.CompletedProcess[bytes]":
        """Run OpenSSH's client to its end."""
        run.setdefault("timeout", 60)
        environment = client_environment(**run.pop("environment", {}))
        command = [*ssh_command(self.port, *options), f"{ME}@127.0.0.1", *words]
        return subprocess.run(command, capture_output=True, env=environment, **run)

    def popen(self, *words: str, options: Sequence[str] = (), **run: Any) -> "subprocess.Popen[bytes]":
        """Start OpenSSH's client with pipes."""
        command = [*ssh_command(self.port, *options), f"{ME}@127.0.0.1", *words]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, **{"env": client_environment(), **pipes, **run})


@contextmanager
def an_open_door(target: Target, login: TargetLogin, **other: Any) -> Iterator[OpenDoor]:
    door = OpenDoor(target, login, **other)
    try:
        yield door
    finally:
        door.close()


@contextmanager
def scripted(script: Script, **other: Any) -> Iterator[OpenDoor]:
    """An open door before a target that does what `script` says; `door.scripted` is the target."""
    with a_scripted_target(script) as target, an_open_door(target.target(), target.keeper, **other) as door:
        door.scripted = target
        yield door
