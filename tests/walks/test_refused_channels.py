"""What a real client can ask for besides a terminal, tried on one log-in beside a running session: all of it refused (R-02)."""

import re
import subprocess

import pytest

from tests.walks.clients import SECONDS, agent, need
from tests.walks.test_refused_work import assert_words

WORDS = ("この操作はゲートウェイでは利用できません", "not available through the gateway")
NO_FILES = ("ファイルの送受信はできません（SK-304）", "No files are taken in by callcenter-app")
NO_TRANSFER = ("ファイル転送のコマンド", "Commands that transfer files")
NO_COMMAND = ("コマンドの直接実行はできません（SK-303）", "Single commands are not run on callcenter-app")


@pytest.fixture
def beside(client, tmp_path):
    """Run a client of OpenSSH's family over the log-in of a running session; the session's terminal as well."""
    control = ["-o", f"ControlPath={tmp_path}/cm"]
    with agent(tmp_path) as held:
        offered = {**held, "DISPLAY": ":99"}
        environment = {**client.environment, **offered}
        options = [*control, "-o", "ControlMaster=no", *client.options()]

        def run(program, *words, stdin=b""):
            spelled = [options if word == "OPTIONS" else [word] for word in words]
            return subprocess.run(
                [need(program), *(one for part in spelled for one in part)],
                input=stdin,
                env=environment,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )

        master = [*control, "-o", "ControlMaster=yes", "-A", "-Y"]
        with client.shell("callcenter-app", *master, environment=offered) as shell:
            shell.prompt()
            yield run, shell


def test_R02_no_transfer_tunnel_or_agent(client, sekisho, beside, demo, tmp_path):
    run, shell = beside
    at = client.address("callcenter-app")
    loot = tmp_path / "loot"
    via = f"ssh -o ControlPath={tmp_path}/cm"
    sshd = f"127.0.0.1:{next(one for one in demo['targets'] if one['name'] == 'callcenter-app')['direct']['port']}"

    refused = [
        (run("sftp", "OPTIONS", "-b", "-", at, stdin=f"get .profile {loot}\n".encode()), NO_FILES),
        (run("scp", "OPTIONS", f"{at}:.profile", str(loot)), NO_FILES),
        (run("scp", "-O", "OPTIONS", f"{at}:.profile", str(loot)), NO_TRANSFER),
        (run("rsync", "-e", via, f"{at}:.profile", str(loot)), NO_TRANSFER),
        (run("ssh", "OPTIONS", "-s", at, "netconf"), WORDS),
        (run("ssh", "OPTIONS", at, "cat .profile"), NO_COMMAND),
        (run("ssh", "OPTIONS", "-T", at, stdin=b"cat .profile\n"), NO_COMMAND),
        (run("ssh", "OPTIONS", "-W", sshd, at), ["refused"]),
        (run("ssh", "OPTIONS", "-O", "forward", "-R", f"0:{sshd}", at), ["forwarding request failed"]),
        (run("ssh", "OPTIONS", "-O", "forward", "-R", f"{tmp_path}/back:{sshd}", at), ["forwarding request failed"]),
        (run("ssh", "OPTIONS", "-A", "-tt", "-o", "RemoteCommand=cat .profile", at), NO_COMMAND),
        (run("ssh", "OPTIONS", "-Y", "-tt", "-o", "RemoteCommand=cat .profile", at), NO_COMMAND),
    ]
    for ran, words in refused:
        assert ran.returncode != 0, ran.args
        assert_words(ran, *words)
        assert b"PS1" not in ran.stdout + ran.stderr, "the target's .profile"
        assert b"SSH-2.0-OpenSSH" not in ran.stdout, "the target's own greeting"
    assert not loot.exists()
    assert _through_local_forward(run, at, sshd, tmp_path) == b""

    assert shell.run("echo ${SSH_AUTH_SOCK:-none} ${DISPLAY:-none}") == b"none none\r\n", "the session goes on, without"
    shell.line("exit")
    shell.wait()
    events = sekisho.events_of(client.username)
    asked = [one["data"] for one in events if one["kind"] == "channel.refused"]
    assert {one["request"] for one in asked} >= {
        "subsystem", "exec scp", "exec rsync", "direct-tcpip", "tcpip-forward", "auth-agent-req@openssh.com", "x11-req",
        "streamlocal-forward@openssh.com",
    }  # fmt: skip
    assert {one["terminal"] for one in asked} == {events[-1]["data"].get("terminal", asked[0]["terminal"])}
    rules = [one["data"]["rules"] for one in events if one["kind"] == "access.refused"]
    assert sorted(rules) == [["SK-303"]] * 4 + [["SK-304"]] * 2
    assert [one["kind"] for one in events].count("session.opened") == 1


def _through_local_forward(run, at, sshd, tmp_path):
    """What comes back through a forwarded UNIX socket to the target's own sshd."""
    local = tmp_path / "forwarded"
    opened = run("ssh", "OPTIONS", "-O", "forward", "-L", f"{local}:{sshd}", at)
    assert opened.returncode == 0, "the client itself listens; the gateway is asked when somebody connects"
    tried = subprocess.run(
        [need("python3"), "-c", _CONNECT, str(local)], capture_output=True, timeout=SECONDS, check=False
    )
    return tried.stdout


_CONNECT = """
import socket, sys
with socket.socket(socket.AF_UNIX) as sock:
    sock.settimeout(10)
    sock.connect(sys.argv[1])
    sys.stdout.buffer.write(sock.recv(100))
"""


def test_R02_a_build_host_takes_commands_and_still_no_tunnel(client, sekisho):
    ran = client.ssh("build-host", "echo ${SSH_AUTH_SOCK:-none} ${DISPLAY:-none}", options=["-A", "-Y"])
    assert ran.stdout == b"none none\n"
    forwarded = client.ssh("build-host", options=["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22"])
    assert forwarded.returncode == 255
    assert re.search(rb"remote port forwarding failed", forwarded.stderr)
    asked = [one["data"]["request"] for one in sekisho.events_of(client.username) if one["kind"] == "channel.refused"]
    assert "tcpip-forward" in asked
