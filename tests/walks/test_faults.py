"""What happens when a part dies in mid-session (design §4): who goes on, who ends, in which words, and nothing is lost."""

import json
import os
import re
import subprocess
import time
from functools import partial
from signal import SIGKILL

import pytest

from tests.walks.clients import QUIET, Client, eventually, need, new_key
from tests.walks.newcomer import terminal
from tests.walks.office import Sekisho
from tests.walks.own_stack import own_stack

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.timeout(240)]
PEOPLE = 16


@pytest.fixture(scope="module")
def stack():
    with own_stack(PEOPLE) as built:
        yield built


@pytest.fixture
def sekisho(stack):
    return Sekisho(stack.demo)


@pytest.fixture
def anybody(stack, tmp_path):
    """A function that gives somebody new each time."""
    return partial(stack.drawn, tmp_path)


def _session(sekisho, client, **wanted):
    """The newest session of his, once it is as wanted."""

    def look():
        found = sekisho.sessions_of(client.username)
        return found[0] if found and all(found[0][name] == value for name, value in wanted.items()) else None

    return eventually(look, 20)


def _recording(sekisho, session):
    """The verdict on its recording, once it can be given."""

    def look():
        ran = sekisho.run("recording", "verify", session["recording"])
        return ran.stdout if ran.returncode == 0 else None

    return eventually(look, 40)


def _possible_again(client):
    """Somebody can log in and work, without anybody having done anything; how many seconds until the door answered."""
    began = time.monotonic()
    host = client.demo["gateway"]["ssh"]["host"]
    scan = [need("ssh-keyscan"), "-T", "2", "-p", str(client.port), host]
    eventually(lambda: subprocess.run(scan, capture_output=True, timeout=10, check=False).stdout, 30)
    took = time.monotonic() - began
    assert client.ssh("build-host", "exit 7").returncode == 7
    return took


def test_R17_R41_a_killed_session_process_ends_only_its_own_session(stack, sekisho, anybody, tmp_path):
    victim, other = anybody(), anybody()
    key = new_key(tmp_path, "second")
    terminal(sekisho, "pc-second", key)
    elsewhere = Client(stack.demo, {**victim.person, "terminal_key": key}, victim.folder)
    one_login = ["-o", f"ControlPath={tmp_path}/cm", "-o", "ControlMaster=auto", "-o", "ControlPersist=60"]
    with other.shell("callcenter-app", *QUIET) as goes_on:
        goes_on.prompt()
        before = stack.sessions()
        with victim.shell("callcenter-app", *QUIET) as dies:
            dies.prompt()
            dies.run("echo 最後に見えた行")
            (process,) = stack.sessions() - before
            elsewhere.ssh(
                "build-host", "true", options=one_login
            )  # logged in, and refused a session: the lease is held
            time.sleep(1.2)  # "a crash may lose the last second" (design §6)
            os.kill(process, SIGKILL)
            killed = time.monotonic()
            assert dies.wait(5) != 0
        went = eventually(
            lambda: elsewhere.ssh("build-host", "exit 8", options=one_login, answer="none").returncode == 8, 5
        )
        assert went
        assert time.monotonic() - killed < 5
        elsewhere.ssh("build-host", options=[*one_login, "-O", "exit"], answer="none")
        assert goes_on.run("echo まだ居る") == "まだ居る\r\n".encode()
        broken = next(one for one in sekisho.sessions_of(victim.username) if one["target"] == "callcenter-app")
        assert broken["state"] == "broken"
        assert "途中終了" in _recording(sekisho, broken)
        assert "最後に見えた行".encode() in sekisho.shown(broken["recording"])
        goes_on.line("exit")
        assert goes_on.wait() == 0
    events = [one["kind"] for one in sekisho.events("--session", broken["id"])]
    assert [one for one in events if one.startswith("session.") or one == "recording.closed"] == [
        "session.opened", "session.started", "session.broken", "recording.closed",
    ]  # fmt: skip


def test_R11_R41_the_registrar_dies_its_sessions_end_in_words_and_it_comes_back(stack, sekisho, anybody):
    client, later = anybody(), anybody()
    with client.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        shell.run("echo 途中の行")
        time.sleep(1.2)
        stack.kill("registrar")
        shell.expect("監査記録に書き込めなくなったため切断しました.*audit journal cannot be written", 5)
        shell.wait(10)
    assert _possible_again(later) < 20
    session = _session(sekisho, client, state="broken")
    _recording(sekisho, session)
    assert "途中の行".encode() in sekisho.shown(session["recording"])
    assert sekisho.json("audit", "verify", "--witness", stack.demo["witness"])


def test_R11_R41_the_keeper_dies_running_work_goes_on_nothing_new_starts_and_it_comes_back(stack, sekisho, anybody):
    running, ends, refused, later = (anybody() for _ in range(4))
    with running.shell("callcenter-app", *QUIET) as shell, ends.shell("build-host", *QUIET) as ending:
        shell.prompt()
        ending.prompt()
        with stack.nobody_restarts():
            stack.kill("keeper")
            assert shell.run("echo 鍵番なしでも") == "鍵番なしでも\r\n".encode()
            ending.line("exit")
            ending.wait()
            told = refused.ssh("build-host", "true", answer="000000")
            assert told.returncode == 255
            assert b"New connections cannot be accepted now. Tell the administrator." in told.stderr
            assert "新しい接続を受け付けられません。管理者に連絡してください。" in _unescaped(told.stderr)
        assert _possible_again(later) < 20
        assert shell.run("echo 続き") == "続き\r\n".encode()
        shell.line("exit 4")
        assert shell.wait() == 4
    sealed_late = _session(sekisho, ends, target="build-host")
    _recording(sekisho, sealed_late)
    closed = eventually(lambda: sekisho.events("--session", sealed_late["id"], "--kind", "recording.closed"), 40)
    assert [one["data"]["how"] for one in closed] == ["late"]
    assert _recording(sekisho, _session(sekisho, running, state="ended"))


def test_R41_the_gateway_dies_running_work_goes_on_and_connections_are_taken_again(stack, sekisho, anybody):
    running, refused, later = (anybody() for _ in range(3))
    with running.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        with stack.nobody_restarts():
            stack.kill("gateway")
            assert shell.run("echo 入口なしでも") == "入口なしでも\r\n".encode()
            told = refused.ssh("build-host", "true", answer="000000")
            assert told.returncode == 255
            assert b"refused" in told.stderr
        assert _possible_again(later) < 20
        assert shell.run("echo 続き") == "続き\r\n".encode()
        shell.line("exit 4")
        assert shell.wait() == 4
    session = _session(sekisho, running, state="ended")
    assert session["end_reason"] == "left"
    _recording(sekisho, session)
    assert sekisho.shown(session["recording"]) == shell.seen


def test_R11_R41_R44_sigterm_tells_everybody_and_a_second_start_keeps_all_that_was_written(stack, anybody):
    sekisho, client, later = Sekisho(stack.demo), anybody(), anybody()
    before = sekisho.events(limit=100_000)
    with client.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        shell.run("echo 止まる前")
        assert stack.stop() == 0
        shell.expect("ゲートウェイを停止するため切断しました.*gateway is being stopped", 5)
        shell.wait(5)
    assert sekisho.run("audit", "verify", "--witness", stack.demo["witness"]).returncode == 0, "with nothing running"
    assert sekisho.run("recording", "verify", "--all").returncode == 0
    stack.start()
    assert later.ssh("build-host", "exit 7").returncode == 7
    after = sekisho.events(limit=100_000)
    assert after[: len(before)] == before
    (session,) = sekisho.sessions_of(client.username)
    assert session["end_reason"] == "drained"
    shown = sekisho.shown(session["recording"])
    assert shell.seen.startswith(shown), "what follows are the client's own words"
    assert "停止するため切断しました".encode() in shown
    report = sekisho.json("audit", "verify", "--witness", stack.demo["witness"])
    assert report["witness"]["agreed"] == report["witness"]["compared"] >= 5
    everything = eventually(lambda: _all_hold(sekisho), 20)
    assert {one["outcome"] for one in everything["recordings"]} == {"holds"}
    assert {one["state"] for one in everything["recordings"]} <= {"sealed", "interrupted", "late"}
    failures = [line for line in stack.log.splitlines() if "Traceback" in line]
    assert [line for line in failures if "Traceback: GatewayFault: " not in line] == [], "only faults we name"


def _all_hold(sekisho):
    ran = sekisho.run("recording", "verify", "--all", "--json")
    return json.loads(ran.stdout) if ran.returncode == 0 else None


def _unescaped(said):
    """OpenSSH writes what is not ASCII of a DISCONNECT as octal; PuTTY and others show it."""
    return re.sub(rb"\\([0-3][0-7]{2})", lambda found: bytes([int(found.group(1), 8)]), said).decode()
