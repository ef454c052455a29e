"""What holds after any part was stopped at any step: whole in the journal, said in words, back by itself."""

import email
import re
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.policy import default
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from tests.walks.clients import Client, eventually
from tests.walks.office import Sekisho
from tests.walks.own_stack import OwnStack
from tests.walks.seams import How, Plan, Seams

SECONDS = 10.0
BACK_SECONDS = 30
SEEN = "見えた"
_BANNER_ENDS = "Whom to ask: your account administrator."
_OCTAL = re.compile(rb"\\([0-3][0-7]{2})")


@dataclass(frozen=True, slots=True)
class Life:
    """One log-in with one command, and what became of it."""

    client: Client
    code: str
    ran: CompletedProcess[bytes]
    ended: float

    @property
    def worked(self) -> bool:
        return self.ran.returncode == 7

    @property
    def said(self) -> str:
        """What the client was told beside the banner. OpenSSH writes a DISCONNECT's Japanese as octal."""
        told = _OCTAL.sub(lambda found: bytes([int(found.group(1), 8)]), self.ran.stderr)
        return told.decode(errors="replace").partition(_BANNER_ENDS)[2].strip()


def live(client: Client) -> Life:
    """From the first byte to the last."""
    code = client.code()
    ran = client.ssh("build-host", f"echo {SEEN}; exit 7", answer=code)
    return Life(client, code, ran, time.time())


class Walk:
    """The steps of one process of a seamed stack."""

    def __init__(self, stack: OwnStack, process: str) -> None:
        self.stack, self.process = stack, process
        self.seams = Seams(stack.seams, process)

    def plan(self, at: int = 0, how: How = How.ANSWERED) -> Plan:
        """Laid; counting begins anew."""
        plan = Plan(f"{secrets.token_hex(4)}-{at}-{how}", at, how)
        self.seams.lay(plan)
        return plan

    def stopped_at(self, plan: Plan) -> str:
        return self.seams.stopped(plan)

    def when(self, plan: Plan) -> float:
        """When it was stopped, as the file's time."""
        return (self.stack.seams / f"{self.process}.{plan.name}.stopped").stat().st_mtime

    @contextmanager
    def over(self) -> Iterator[None]:
        """Nothing is stopped any more afterwards."""
        try:
            yield
        finally:
            self.plan()


def in_words(said: str) -> bool:
    """In Japanese and in English."""
    return bool(re.search(r"[ぁ-ん一-龠]{4,}", said) and re.search(r"[A-Za-z]{3,} [a-z]{2,}", said))


def works_again(stack: OwnStack, anybody: Callable[[], Client]) -> float:
    """Somebody works, and nobody has done anything for it; the seconds it took. Who is refused meanwhile is told why."""
    began = time.monotonic()
    eventually(lambda: greets(stack), BACK_SECONDS)
    life = live(anybody())
    assert life.worked, life.said
    return time.monotonic() - began


def greets(stack: OwnStack) -> bool:
    """Whether the SSH door answers with its keys."""
    ssh = stack.demo["gateway"]["ssh"]
    scan = ["ssh-keyscan", "-T", "2", "-p", str(ssh["port"]), ssh["host"]]
    return bool(subprocess.run(scan, capture_output=True, timeout=10, check=False).stdout)


def require_whole(sekisho: Sekisho, life: Life) -> list[dict[str, Any]]:
    """His sessions, each of which is over, journalled from its beginning to its one end, and recorded as it was shown."""
    sessions = eventually(lambda: _all_over(sekisho, life.client.username), BACK_SECONDS)["sessions"]
    assert len(sessions) <= 1
    shown = SEEN in life.ran.stdout.decode(errors="replace")
    assert sessions or not (shown or life.worked), "what was shown is on record"
    for session in sessions:
        kinds = [one["kind"] for one in sekisho.events("--session", session["id"])]
        assert kinds.count("session.opened") == 1, kinds
        assert len([one for one in kinds if one in ("session.ended", "session.broken")]) == 1
        assert kinds.count("recording.closed") + kinds.count("recording.unrecovered") == 1
        if shown:
            assert SEEN.encode() in sekisho.shown(session["recording"])
        if "recording.closed" in kinds:
            assert sekisho.run("recording", "verify", session["recording"]).returncode == 0
    if life.worked:
        assert sessions[0]["state"] == "ended"
    return list(sessions)


def _all_over(sekisho: Sekisho, username: str) -> dict[str, Any] | None:
    found = sekisho.sessions_of(username)
    for session in found:
        if session["state"] not in ("ended", "broken"):
            return None
        kinds = {one["kind"] for one in sekisho.events("--session", session["id"])}
        if not kinds & {"recording.closed", "recording.unrecovered"}:
            return None
    return {"sessions": found}


def require_one_chain(stack: OwnStack, sekisho: Sekisho) -> None:
    """The whole journal, against the witness; and every recording."""
    report = sekisho.json("audit", "verify", "--witness", stack.demo["witness"])
    assert report["witness"]["agreed"] == report["witness"]["compared"]
    eventually(lambda: sekisho.run("recording", "verify", "--all").returncode == 0, 120)
    named = [line for line in stack.log.splitlines() if "Traceback" in line and "GatewayFault" not in line]
    assert [line for line in named if "CallRefused" not in line] == [], "only faults we name"


def mails(stack: OwnStack) -> list[str]:
    """All that came: to whom, and what they say."""
    files = sorted(Path(stack.demo["mail"]).glob("*.eml"))
    read = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [f"{mail['To']}\n{mail.get_content()}" for mail in read]
