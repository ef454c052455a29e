"""An open door before a real target with personal data, and an order for listed commands: the whole gate, from the channel's
first request to the command on a real sshd.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from gateway.authorization.commands.lists import TargetNames
from gateway.authorization.commands.roots import Root
from gateway.commands.prompt import AT_ONCE_SECONDS
from gateway.crypto.digest import sha256
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import LoginWay
from gateway.work_orders.order import Mode, OrderedTarget
from tests.gateway.authorization.a_request import a_target, an_order, the_policy
from tests.gateway.listener.an_open_door import OpenDoor
from tests.gateway.menu.a_menu_door import terminal
from tests.gateway.relay.ssh.a_client import a_client, ask, number, wait_until
from tests.gateway.relay.ssh.a_target import ME, Sshd, a_real_target
from tests.gateway.sessions.an_office import facts, proved

NAME = "callcenter-app"
PROMPT = "sekisho>"  # its blank may be painted as a movement
NEXT = "\x1b[?2004h"  # said once, when a prompt begins; the prompt itself is painted again when its line is taken
LINES = 300
_AUDIT = """\
#!/bin/sh
printf '%s\\0' "$SSH_ORIGINAL_COMMAND" >>{folder}/asked
exec sh -c "$SSH_ORIGINAL_COMMAND"
"""


class GateDoor(OpenDoor):
    """`folder` is the root of logs, `folder`/conf that of what may be edited."""

    folder: Path
    sshd: Sshd

    @property
    def asked(self) -> list[bytes]:
        """Every string the target's sshd was asked to run, in order: its own account of it (ForceCommand)."""
        path = self.folder / "asked"
        return path.read_bytes().split(b"\0")[:-1] if path.exists() else []

    def accounted(self) -> bool:
        """Whether the journal holds each of those strings, and no other."""
        sent = [event.sent for event in self.registry.events if hasattr(event, "sent")]
        return sorted(sha256(each) for each in self.asked) == sorted(sent)

    def gone(self) -> bool:
        """True once no session is left, nor any thread of one."""
        return self.live.empty() and not gate_threads()


def gate_threads() -> list[str]:
    names = ("gate-", "conversation", "typist", "command ", "menu-speaker")
    return [one.name for one in threading.enumerate() if one.name.startswith(names)]


class AtTheGate:
    """A client with a terminal that has asked for a shell. `seen` is everything it was shown."""

    def __init__(
        self,
        door: GateDoor,
        term: bytes = b"xterm-256color",
        columns: int = 80,
        rows: int = 24,
        *,
        greeted: bool = True,
    ) -> None:
        self.transport, self.channel = a_client(door)
        self._requests = self.transport.requests_of(self.channel)
        assert ask(self.transport, self.channel, "pty-req", terminal(term, columns, rows))
        assert ask(self.transport, self.channel, "shell", b"")
        self.seen = b""
        if greeted:
            self.shows(PROMPT)

    def shows(self, *words: str, seconds: float = 10.0) -> str:
        """What is shown until all these words came after what was asked for last, one after the other."""
        until, got = time.monotonic() + seconds, b""
        while not _in_order(words, got.decode(errors="replace")):
            assert time.monotonic() < until, f"{words} was not shown: {got.decode(errors='replace')}"
            if self.channel.recv_ready():
                data = self.channel.recv(65536)
                got += data
                self.seen += data
            elif self.channel.closed:
                raise AssertionError(f"it ended: {got.decode(errors='replace')}")
            else:
                time.sleep(0.005)
        return got.decode(errors="replace")

    def type(self, text: str | bytes) -> None:
        self.channel.sendall(text.encode() if isinstance(text, str) else text)

    def run(self, line: str, *words: str) -> str:
        """Enter a line; what is shown up to the next prompt."""
        self.enter(line)
        return self.shows(*words, PROMPT)

    def enter(self, line: str) -> None:
        """Type a line as a person would, who sees the prompt first: what comes at once with it runs nothing."""
        time.sleep(2 * AT_ONCE_SECONDS)
        self.type(f"{line}\r")

    def resize(self, columns: int, rows: int) -> None:
        fields = number(columns) + number(rows) + bytes(8)
        ask(self.transport, self.channel, "window-change", fields, want_reply=False)

    def status(self, seconds: float = 10.0) -> int:
        """The exit status, once it was said; everything shown until then is read."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            while self.channel.recv_ready():
                self.seen += self.channel.recv(65536)
            while not self._requests.empty():
                request = self._requests.get()
                if request is not None and request.kind == "exit-status":
                    return int.from_bytes(request.fields, "big")
            time.sleep(0.005)
        raise AssertionError("no exit status")

    def ends(self, seconds: float = 4.0) -> str:
        """Everything shown until the channel is closed."""
        wait_until(lambda: self.channel.eof_received or self.channel.closed, seconds)
        while self.channel.recv_ready():
            self.seen += self.channel.recv(65536)
        return self.seen.decode(errors="replace")

    def close(self) -> None:
        self.transport.close()

    def __enter__(self) -> "AtTheGate":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def a_gate_door(folder: Path, *, language: Language = Language.ENGLISH, **order: Any) -> Iterator[GateDoor]:
    logs, settings = folder / "log", folder / "conf"
    for made in (logs, settings):
        made.mkdir()
    (logs / "app.log").write_text("".join(f"line {number} 山田\n" for number in range(1, LINES + 1)))
    (settings / "queues.conf").write_text("# 待ち行列\nagents = 12\n")
    (folder / "sshd").mkdir()
    audit = folder / "audit"
    audit.write_text(_AUDIT.format(folder=folder))
    audit.chmod(0o755)
    with a_real_target(folder / "sshd", f"ForceCommand {audit}") as sshd:
        target = a_target(port=sshd.port, host_keys=(sshd.host_key,), accounts=(ME,), login=LoginWay.CERTIFICATE)
        door = GateDoor(target, sshd.keeper)
        named = (OrderedTarget(name=NAME, accounts=(ME,)),)
        orders = (an_order(targets=named, mode=Mode.COMMANDS, **order),)
        known = facts(target, orders)
        door.registry.facts = replace(known, person=replace(known.person, language=language))
        door.folder, door.sshd = folder, sshd
        admissions = replace(door.around.admissions, policy=_policy(logs, settings), proved=proved(NAME))
        door.around = replace(door.around, admissions=admissions)
        try:
            yield door
        finally:
            door.close()


def _policy(logs: Path, settings: Path) -> Any:
    """The shipped policy with this target's folders."""
    policy = the_policy()
    shipped = policy.commands.roots
    roots = {**_root(shipped, "logs", [logs]), **_root(shipped, "edited", [settings])}
    roots |= _root(shipped, "configuration", [settings])
    commands = replace(policy.commands, targets={NAME: TargetNames(roots=roots, names={})})
    return replace(policy, commands=commands)


def _root(shipped: Any, name: str, folders: Sequence[Path]) -> dict[str, Root]:
    text = shipped[name].text if name in shipped else Text(ja="場所", en="a place")
    return {name: Root(name=name, text=text, paths=tuple(str(each.resolve()) for each in folders))}


def _in_order(words: Sequence[str], text: str) -> bool:
    at = 0
    for word in words:
        found = text.find(word, at)
        if found < 0:
            return False
        at = found + len(word)
    return True
