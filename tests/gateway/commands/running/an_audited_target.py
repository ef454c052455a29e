"""A real sshd whose account is audited by the target itself: every exec's string, and every tool's argument vector.

Two logs that no part of the gateway writes: `asked`, by sshd's ForceCommand, before the string goes to the login shell under
test; and `executed`, by a wrapper in front of every tool on the target's PATH.
"""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from gateway.audit.event import Event
from gateway.authorization.commands.invocation import Invocation
from gateway.authorization.commands.lists import ListedCommand, Offer, Slot
from gateway.authorization.commands.parameters import Kind, Parameter
from gateway.authorization.commands.roots import Root
from gateway.commands.running.command_line import SEARCH
from gateway.commands.running.runner import Limits, Runner
from gateway.crypto.digest import sha256
from gateway.relay.names import Names
from gateway.relay.ssh.target import open_target
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Encoding
from tests.gateway.relay.ssh.a_target import Sshd, a_permit, a_real_target
from tests.gateway.sessions.an_office import ARecorder

WORDS = Text(ja="語", en="words")
FILE = Parameter(name="file", kind=Kind.FILE, text=WORDS, root="ground")
FOLDER = Parameter(name="folder", kind=Kind.FOLDER, text=WORDS, root="ground")
LINES = Parameter(name="lines", kind=Kind.NUMBER, text=WORDS, minimum=1, maximum=1000, optional=True)
WORD = Parameter(name="word", kind=Kind.PATTERN, text=WORDS, minimum=0, maximum=200)
MANY = tuple(
    Parameter(name=f"word{number}", kind=Kind.PATTERN, text=WORDS, maximum=200, optional=True) for number in range(40)
)
NAMES = Names(person="P-1", session="S-1", terminal="TM-1", target="callcenter-app", order="WO-1")
# `sudo` is a stand-in that asks nobody: it passes SIGTERM on to what it runs, as sudo(8) does, and stays until that has gone.
TOOLS = ("cat", "tail", "ls", "printf", "stay", "yes", "env", "stubborn", "fork", "du", "id", "sudo", "timeout")

SHELLS = tuple(shell for shell in ("/bin/dash", "/bin/bash", "/bin/busybox sh") if Path(shell.split()[0]).exists())
"""Login shells an account may have, as far as this machine has them."""

_AUDIT = """\
#!/bin/sh
printf '%s\\0' "$SSH_ORIGINAL_COMMAND" >>{directory}/asked
exec {shell} -c "$SSH_ORIGINAL_COMMAND"
"""
_WRAPPER = """\
#!/bin/sh
{{ printf '%s\\0' {tool} "$@"; printf '\\n'; }} >>{directory}/executed
PATH={real} exec {tool} "$@"
"""
_STAY = """\
#!/bin/sh
exec sleep 600
"""
_SUDO = """\
#!/bin/sh
shift 2
trap 'kill -TERM $p' TERM
"$@" & p=$!
wait $p
wait $p
"""
_STUBBORN = """\
#!/bin/sh
trap "" TERM INT HUP
while :; do sleep 0.2; done
"""
_FORK = """\
#!/bin/sh
( while :; do sleep 0.2; done ) &
while :; do sleep 0.2; done
"""


def listed(name: str, *vector: str | Slot, **other: Any) -> ListedCommand:
    return ListedCommand(name=name, list_id="test", file="test.toml", text=WORDS, vector=vector, **other)


def _commands() -> list[ListedCommand]:
    follow = ("tail", "-n", "5", "-f")
    return [
        listed("view", "cat", parameters=(FILE,), reads="file", follow=follow),
        listed("edit", "cat", parameters=(FILE,), reads="file", edits=True),
        listed("tail", "tail", Slot(parameter="lines", before="--lines="), parameters=(FILE, LINES), reads="file"),
        listed("look", "ls", "-A", ".", parameters=(FOLDER,), within="folder"),
        listed("say", "printf", "%s", Slot(parameter="word"), parameters=(WORD,)),
        listed("all", "printf", "[%s]", *(Slot(parameter=word.name) for word in MANY), parameters=MANY),
        listed("stay", "stay"),
        listed("brief", "stay", seconds=1),
        listed("flood", "yes"),
        listed("stubborn", "stubborn"),
        listed("fork", "fork"),
        listed("env", "env"),
        listed("id", "/usr/bin/id", "-u", privileged=True),
        listed("root-stay", "/usr/bin/sleep", "6060", privileged=True),
        listed("root-file", "/usr/bin/cat", parameters=(FILE,), reads="file", privileged=True),
        listed("missing", "no-such-tool"),
    ]


def an_offer(*roots: str, denied: Sequence[str] = (), more: Sequence[ListedCommand] = ()) -> Offer:
    return Offer(
        purpose="test",
        target="callcenter-app",
        commands={each.name: each for each in (*_commands(), *more)},
        lists=(),
        roots={"ground": Root(name="ground", text=WORDS, paths=roots, denied=tuple(denied))},
        names={},
        elsewhere={},
    )


class Shown:
    """What a command said."""

    def __init__(self) -> None:
        self.out, self.err = bytearray(), bytearray()
        self.ran: Any = None

    def took(self, run: tuple[Any, bytes, bytes]) -> None:
        """What `ATarget.run` gave, from another thread."""
        self.ran = run[0]

    def wait_for(self, text: bytes, seconds: float = 10.0) -> None:
        until = time.monotonic() + seconds
        while text not in self.out:
            assert time.monotonic() < until, bytes(self.out)
            time.sleep(0.01)


class ATarget:
    """The target, its two logs, the ground commands may look at, and a runner on a connection of its own."""

    def __init__(self, sshd: Sshd, directory: Path) -> None:
        self.sshd, self.directory = sshd, directory
        self.ground = directory / "ground"
        self.ground.mkdir()
        self.offer = an_offer(str(self.ground))
        self.events: list[Event] = []
        self.recorder = ARecorder()
        self.journal: Callable[[Sequence[Event]], None] = self.events.extend
        self.encoding = Encoding.UTF_8
        self.limits = Limits()
        self.port = sshd.port
        self._transport: OrderedTransport | None = None
        self._runner: Runner | None = None
        self.tools = directory / "bin"
        self.tools.mkdir()
        for tool in TOOLS:
            self._tool(tool, _WRAPPER.format(directory=directory, tool=tool, real=f"{directory}/real:{SEARCH}"))
        real = directory / "real"
        real.mkdir()
        for name, text in (("sudo", _SUDO), ("stay", _STAY), ("stubborn", _STUBBORN), ("fork", _FORK)):
            (real / name).write_text(text)
            (real / name).chmod(0o755)

    def _tool(self, name: str, text: str) -> None:
        path = self.tools / name
        path.write_text(text)
        path.chmod(0o755)

    @property
    def transport(self) -> OrderedTransport:
        if self._transport is None:
            self._transport, channel = open_target(a_permit(self.sshd.target(port=self.port)), self.sshd.keeper)
            channel.close()
        return self._transport

    @property
    def runner(self) -> Runner:
        if self._runner is None:
            self._runner = Runner(
                transport=self.transport,
                offer=self.offer,
                encoding=self.encoding,
                names=NAMES,
                journal=lambda events: self.journal(events),
                recorder=self.recorder,
                clock=SystemClock(),
                limits=self.limits,
                search=f"{self.tools}:{SEARCH}",
            )
        return self._runner

    def call(self, name: str, *, follow: bool = False, **values: str | int) -> Invocation:
        return Invocation(command=self.offer.commands[name], values=values, follow=follow)

    def run(self, name: str, shown: Shown | None = None, cancel: threading.Event | None = None, **values: Any) -> Any:
        """Ran or NotDone, output and errors; `follow=True` follows."""
        shown = shown or Shown()
        took = self.runner.run(
            self.call(name, **values),
            out=shown.out.extend,
            err=shown.err.extend,
            cancel=cancel or threading.Event(),
        )
        return took, bytes(shown.out), bytes(shown.err)

    def read(self, name: str = "edit", **values: str | int) -> Any:
        """Document or NotDone."""
        return self.runner.read(self.call(name, **values), threading.Event())

    @property
    def asked(self) -> list[bytes]:
        path = self.directory / "asked"
        return path.read_bytes().split(b"\0")[:-1] if path.exists() else []

    @property
    def executed(self) -> list[tuple[str, ...]]:
        path = self.directory / "executed"
        lines = path.read_bytes().split(b"\0\n")[:-1] if path.exists() else []
        return [tuple(word.decode() for word in line.split(b"\0")) for line in lines]

    def wait_for_executed(self, tool: str, seconds: float = 10.0) -> None:
        """Until the tool has really begun."""
        until = time.monotonic() + seconds
        while not any(each[0] == tool for each in self.executed):
            assert time.monotonic() < until, self.executed
            time.sleep(0.01)

    def of(self, kind: str) -> list[Any]:
        return [event for event in self.events if event.kind == kind]

    def compare(self) -> None:
        """The target's own audit is the journal, exactly: every string asked and every vector executed, in order.

        A command that was cut may have been executed without our hearing it.
        """
        sent = [event.sent for event in self.events if hasattr(event, "sent")]
        assert [sha256(each) for each in self.asked] == sent
        begun = {event.number for event in self.of("command.ended") if event.begun}
        cut = {event.number for event in self.of("command.ended") if event.cut}
        runs = [event for event in self.of("command.run") if event.vector[0] in TOOLS]
        ours = [("ls", "-1Ap"), ("ls", "-ld")]  # a look-up's, and the frame's around a file that is written
        executed = [each for each in self.executed if each[:2] not in ours]
        for event in runs:
            if event.number in begun or (event.number in cut and executed[:1] == [event.vector]):
                assert executed.pop(0) == event.vector
        assert not executed

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def processes_of(word: str) -> list[int]:
    """Every process but this one whose command line holds the word."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if word.encode() in (path / "cmdline").read_bytes() and int(path.name) != os.getpid():
                found.append(int(path.name))
    return found


def gone(word: str, seconds: float = 2.0) -> bool:
    """True once no process has the word on its command line; waits for so long."""
    until = time.monotonic() + seconds
    while processes_of(word):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


class Frame:
    """A script of ours, run by a local shell as sshd would run it: a process group of its own, and a leash."""

    def __init__(self, shell: str, script: str, *arguments: str, **popen: Any) -> None:
        command = [*shell.split(), "-c", script, "sekisho", *arguments]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={"PATH": SEARCH},
            **popen,
        )

    def end(self) -> tuple[int, bytes]:
        """Its exit status and output, then the leash is let go."""
        assert self.process.stdout and self.process.stdin and self.process.stderr
        said = self.process.stdout.read()
        status = self.process.wait(20)
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        return status, said


@contextmanager
def a_target(directory: Path, shell: str | None = "/bin/sh", more: str = "") -> Iterator[ATarget]:
    """`shell` stands in for the account's login shell behind the audit; None: no audit, the account's own shell."""
    audit = directory / "audit"
    if shell is not None:
        audit.write_text(_AUDIT.format(directory=directory, shell=shell))
        audit.chmod(0o755)
        more += f"\nForceCommand {audit}"
    with a_real_target(directory, more) as sshd:
        target = ATarget(sshd, directory)
        try:
            yield target
        finally:
            target.close()
