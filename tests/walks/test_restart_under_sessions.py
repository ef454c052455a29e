"""Everything dies at once under many sessions; and lines that go dead: the target cut off, the client cut off (R-11, R-41).

A stack of its own, and minutes of waiting for lines to be given up: for `--long`.
"""

import os
import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.walks import own_stack as starting
from tests.walks.clients import QUIET, eventually
from tests.walks.office import Sekisho

SESSIONS = 50
AT_ONCE = 4
PEOPLE = SESSIONS + 10
SECONDS = 10
DEAD_SECONDS = 150  # a line that takes nothing is given up after 90 s, a silent client after 75
PROCESSES = ("keeper", "registrar", "gateway", "worker", "admin_ui")
pytestmark = [pytest.mark.xdist_group("restart"), pytest.mark.timeout(1200), pytest.mark.long]


@pytest.fixture(scope="module")
def stack():
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(starting, "READY_SECONDS", 600)  # sixty people are registered one by one
        with starting.own_stack(PEOPLE) as built:
            yield built


@pytest.fixture
def sekisho(stack):
    return Sekisho(stack.demo)


@pytest.fixture
def anybody(stack, tmp_path):
    """A function that gives somebody new each time."""
    return partial(stack.drawn, tmp_path)


def everything_verifies(sekisho, stack):
    eventually(lambda: sekisho.run("recording", "verify", "--all").returncode == 0, 120)
    report = sekisho.json("audit", "verify", "--witness", stack.demo["witness"])
    assert report["witness"]["agreed"] == report["witness"]["compared"]


def children_of(pid):
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def ended(sekisho, username):
    """His newest session once it is over."""

    def look():
        found = sekisho.sessions_of(username)
        return found[0] if found and found[0]["state"] in ("ended", "broken") else None

    return eventually(look, 60)


def test_R11_R41_R44_everything_dies_under_fifty_sessions_and_nothing_is_lost(stack, sekisho, anybody):
    people, later = [anybody() for _ in range(SESSIONS)], anybody()
    with ExitStack() as open_now:

        def begin(person):
            shell = person.shell("build-host", *QUIET)
            shell.prompt(120)
            shell.run(f"echo 仕事-{person.username}", 60)
            return shell

        with ThreadPoolExecutor(AT_ONCE) as together:
            shells = [open_now.enter_context(shell) for shell in together.map(begin, people)]
        time.sleep(1.2)  # "a crash may lose the last second" (design §6)
        victims = children_of(stack.supervisor)
        assert len(victims) >= len(PROCESSES)
        began = time.monotonic()
        for victim in victims:
            os.kill(victim, SIGKILL)
        for shell in shells:
            shell.wait(60)
        took = time.monotonic() - began
    assert took < SECONDS
    again = time.monotonic()
    eventually(lambda: later.ssh("build-host", "exit 7").returncode == 7, 120)
    print(
        f"{SESSIONS} sessions over {took:.1f} s after the kill; a log-in worked {time.monotonic() - again:.1f} s later"
    )
    for person in people:
        session = ended(sekisho, person.username)
        assert session["state"] == "broken"
    everything_verifies(sekisho, stack)
    for person in people[:5]:
        (session,) = sekisho.sessions_of(person.username)
        assert f"仕事-{person.username}".encode() in sekisho.shown(session["recording"])
        said = sekisho.run("recording", "verify", session["recording"]).stdout
        assert "途中終了" in said or "後から封印" in said  # some had time to write why they ended
        assert person.ssh("build-host", "exit 9").returncode == 9, "his terminal is free again"


# -- lines that go dead


def peer_port(pid, remote):
    """The local TCP port from which a session process speaks to `remote`."""
    said = subprocess.run(["ss", "-tnpH", f"dport = :{remote}"], capture_output=True, text=True, check=True).stdout
    (line,) = [line for line in said.splitlines() if f"pid={pid}," in line]
    return int(re.search(r"127\.\d+\.\d+\.\d+:(\d+)\s", line).group(1))


@contextmanager
def dropped(port):
    """Nothing of this TCP connection passes any more, both ways, and nobody is told. Root's, and only where nft works."""
    if os.geteuid() or shutil.which("nft") is None or shutil.which("ss") is None:
        pytest.skip("only root, with nft and ss, cuts a network")
    table = f"sekisho_test_{os.getpid()}"
    rules = (
        f"add table inet {table}; add chain inet {table} cut {{ type filter hook input priority 0; }};"
        f"add rule inet {table} cut tcp sport {port} drop; add rule inet {table} cut tcp dport {port} drop;"
    )
    made = subprocess.run(["nft", rules], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"nft cuts nothing here: {made.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["nft", f"delete table inet {table}"], check=True)


def target_port(stack, name):
    return next(one for one in stack.demo["targets"] if one["name"] == name)["direct"]["port"]


def test_R11_a_target_that_is_cut_off_ends_its_session_in_words(stack, sekisho, anybody):
    client, port = anybody(), target_port(stack, "build-host")
    before = stack.sessions()
    with client.shell("build-host", *QUIET) as shell:
        shell.prompt()
        (process,) = stack.sessions() - before
        with dropped(peer_port(process, port)):
            began = time.monotonic()
            shell.line("echo 届かない")
            shell.expect("接続先.*target", DEAD_SECONDS)
            print(f"a target that was cut off: said so after {time.monotonic() - began:.0f} s")
            shell.wait(20)
    assert ended(sekisho, client.username)["end_reason"] == "target-fault"
    everything_verifies(sekisho, stack)


def test_R17_R41_a_client_that_is_cut_off_ends_and_its_terminal_is_free(stack, sekisho, anybody):
    client = anybody()
    before = stack.sessions()
    with client.shell("build-host", *QUIET) as shell:
        shell.prompt()
        (process,) = stack.sessions() - before
        said = subprocess.run(["ss", "-tnpH", f"sport = :{client.port}"], capture_output=True, text=True, check=True)
        (line,) = [line for line in said.stdout.splitlines() if f"pid={process}," in line]
        with dropped(int(line.split()[4].rsplit(":", 1)[1])):
            began = time.monotonic()
            eventually(lambda: ended_now(sekisho, client.username), DEAD_SECONDS)
            print(f"a client that was cut off: its session ended after {time.monotonic() - began:.0f} s")
    assert ended(sekisho, client.username)["end_reason"] == "client-lost"
    assert client.ssh("build-host", "exit 9").returncode == 9
    everything_verifies(sekisho, stack)


def ended_now(sekisho, username):
    found = sekisho.sessions_of(username)
    return bool(found) and found[0]["state"] in ("ended", "broken")
