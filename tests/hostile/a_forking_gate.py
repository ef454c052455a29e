"""The door as it stands in the field, a parent that forks a confined process a connection, and behind it a_gate's small world.

`a_forking_gate` gives a gate whose keys and code an attacker can use (tests/gateway/listener/an_attacker.py), and whose
connections are processes; keeper and registrar are lines that nobody answers, for each child has its own small world.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.gateway.authentication.a_door import World
from tests.gateway.listener.a_gate import Keys
from tests.gateway.listener.parent.test_lines import Door
from tests.gateway.relay.ssh.a_client import alive, read_until
from tests.gateway.relay.ssh.a_scripted_target import Script, a_scripted_target

SCRIPT = """
import pickle, signal, socket, sys
from pathlib import Path
from gateway.listener.parent.acceptor import Acceptor, Conduct
from gateway.listener.parent.admission_control import Admission, Counts
from gateway.listener.confine import Confinement, confine, pulse
from gateway.listener.connection import ClientConnection, ConnectionLimits
from gateway.listener.progress import Progress
from gateway.listener.ssh_transport import Greeting
from gateway.listener.parent.waiting_room import WaitingBounds
from gateway.vocabulary.clock import SystemClock
from tests.gateway.listener import a_gate
from tests.gateway.relay.ssh.a_target import AKeeper

folder = Path(sys.argv[1])

class KeptKeys:
    def __init__(self, folder): self.folder = folder
    def new(self, name):
        pem = (self.folder / name).read_text()
        return a_gate.Key(self.folder / name, pickle.loads((self.folder / f"{name}.blob").read_bytes()), pem)

class Target:
    keeper = AKeeper()
    def target(self): return pickle.loads((folder / "target").read_bytes())

def serve(handed):
    kept = [handed.client.fileno(), handed.keeper.fileno(), handed.registrar.fileno(), handed.progress]
    confine(Confinement(address_space_bytes=int(sys.argv[2]) << 20, descriptors=64, file_bytes=1 << 20, uid=None, gid=None), kept)
    a_gate.Keys = KeptKeys
    gate = a_gate.Gate(folder, Target())
    gate.limits = ConnectionLimits(login_seconds=20, keepalive_seconds=1.0)
    backstage = a_gate.ABackstage(gate, handed.address)
    ClientConnection(handed.client, backstage, gate.limits, greeting=Greeting.SAID, progress=Progress(handed.progress),
                     pulse=lambda seconds: pulse(5.0)).run()

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
doors = {name: folder / f"{name}.sock" for name in ("keeper", "registrar")}
conduct = Conduct(serve=serve, reload=lambda: None, opened=lambda: print("opened", flush=True), journal=lambda events: None)
Acceptor(listener, doors, conduct,
         admission=Admission(Counts(unauthenticated=30, unauthenticated_per_address=30, connections=50)),
         waiting=WaitingBounds(waiting=50, waiting_per_address=50, waiting_seconds=5.0),
         drain_seconds=0.0, clock=SystemClock()).run()
"""


class ForkingGate:
    """`log` is what parent and children wrote to standard error."""

    def __init__(self, folder: Path, target: Any, memory_mib: int) -> None:
        self.folder, self.target = folder, target
        keys = Keys(folder)
        self.terminal, self.person, self.stranger = keys.new("terminal"), keys.new("person"), keys.new("stranger")
        for key in (self.terminal, self.person, self.stranger):
            key.path.with_name(f"{key.path.name}.blob").write_bytes(pickle.dumps(key.blob))
        (folder / "target").write_bytes(pickle.dumps(target.target()))
        self.doors = [Door(folder / f"{name}.sock") for name in ("keeper", "registrar")]
        self._errors = (folder / "errors").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder), str(memory_mib)],
            stdout=subprocess.PIPE,
            stderr=self._errors,
            bufsize=0,
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        read_until(self.process.stdout, b"opened")

    @property
    def code(self) -> str:
        return World().keeper.code_now("sato")

    @property
    def log(self) -> str:
        return (self.folder / "errors").read_text(errors="replace")

    @property
    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [pid for pid in map(int, path.read_text().split()) if alive(pid)]

    @property
    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._errors.close()
        for door in self.doors:
            door.close()


@contextmanager
def a_forking_gate(folder: Path, script: Script, memory_mib: int = 1024) -> Iterator[ForkingGate]:
    with a_scripted_target(script) as target:
        gate = ForkingGate(folder, target, memory_mib)
        try:
            yield gate
        finally:
            gate.close()
