"""Every tunnel and every trick beside the terminal, with OpenSSH as it comes: forwards both ways, SOCKS, UNIX sockets, tun,
agent, X11, the escape command line, variables. Nothing of the target comes through, each is journalled, the session goes on
(R-02).
"""

import contextlib
import re
import shlex
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.hostile.a_thief import TARGET, Truth, a_thief
from tests.hostile.test_walk_transfers import refusals
from tests.walks.clients import QUIET, SECONDS, Client, eventually, need
from tests.walks.office import Sekisho


@pytest.fixture
def client(demo, engineer, tmp_path):
    return Client(demo, engineer, tmp_path)


@pytest.fixture
def sekisho(demo):
    return Sekisho(demo)


@pytest.fixture
def truth(demo):
    return Truth(demo)


@pytest.fixture
def thief(client, truth):
    with a_thief(client, truth) as made:
        yield made


def a_free_port():
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return sock.getsockname()[1]


def through(where, say=b""):
    """Everything that comes back through a local socket before it is closed."""
    family = socket.AF_UNIX if isinstance(where, str) else socket.AF_INET
    got = b""
    with socket.socket(family) as sock:
        sock.settimeout(10)
        sock.connect(where)  # the client does listen, or the test would find nothing for the wrong reason
        with contextlib.suppress(ConnectionError):
            sock.sendall(say)
            while data := sock.recv(4096):
                got += data
    return got


def test_R02_no_tunnel_in_either_direction(thief, sekisho, truth, tmp_path):
    at, sshd, port, socks = thief.at, truth.sshd, a_free_port(), a_free_port()
    local, far = str(tmp_path / "local"), str(tmp_path / "far")

    def mux(*words):
        return thief.run("ssh", "OPTIONS", "-O", *words, at)

    listens = [mux("forward", "-L", f"127.0.0.1:{port}:{sshd}"), mux("forward", "-L", f"{local}:{sshd}"),
               mux("forward", "-L", f"{local}2:/run/docker.sock"), mux("forward", "-D", f"127.0.0.1:{socks}")]  # fmt: skip
    assert [ran.returncode for ran in listens] == [0] * 4, (
        "the client itself listens; the gateway hears when somebody connects"
    )
    host, _, number = sshd.partition(":")
    socks4 = b"\x04\x01" + int(number).to_bytes(2, "big") + socket.inet_aton(host) + b"\x00"
    socks5 = b"\x05\x01\x00\x05\x01\x00\x01" + socket.inet_aton(host) + int(number).to_bytes(2, "big")
    through_tcp = [through(("127.0.0.1", port)), through(local), through(f"{local}2", b"GET / HTTP/1.0\r\n\r\n")]
    assert through_tcp == [b""] * 3
    for greeting in (socks4, socks5):
        assert b"SSH-" not in through(("127.0.0.1", socks), greeting)

    refused = [
        mux("forward", "-R", f"0:{sshd}"), mux("forward", "-R", f"{far}:{sshd}"), mux("forward", "-R", "0"),
        mux("forward", "-R", f"127.0.0.1:{a_free_port()}:127.0.0.1:22"),
        thief.run("ssh", "OPTIONS", "-W", sshd, at), thief.run("ssh", "OPTIONS", "-W", "169.254.169.254:80", at),
    ]  # fmt: skip
    for ran in refused:
        thief.assert_empty_handed(ran)
    assert not Path(far).exists()
    assert thief.shell.run("echo ${SSH_AUTH_SOCK:-none} ${DISPLAY:-none}") == b"none none\r\n"
    thief.leave()
    counted = refusals(sekisho, thief.client.username)
    assert counted["direct-tcpip"] == 2 + 2 + 2
    assert counted["direct-streamlocal@openssh.com"] == 1
    assert counted["tcpip-forward"] == 3
    assert counted["streamlocal-forward@openssh.com"] == 1
    assert (counted["auth-agent-req@openssh.com"], counted["x11-req"]) == (1, 1)


@pytest.mark.parametrize(
    "words, kind",
    [
        (["-N", "-R", "0:127.0.0.1:22"], "tcpip-forward"),
        (["-N", "-R", "0"], "tcpip-forward"),
        (["-N", "-R", "FAR:127.0.0.1:22"], "streamlocal-forward@openssh.com"),
    ],
)
def test_R02_a_connection_for_a_tunnel_alone(client, sekisho, truth, tmp_path, words, kind):
    words = [word.replace("FAR", str(tmp_path / "far")) for word in words]
    ran = client.ssh(TARGET, options=["-o", "ExitOnForwardFailure=yes", *words])
    assert ran.returncode == 255
    assert b"forwarding failed" in ran.stderr
    assert truth.found_in(ran.stdout + ran.stderr) == []
    assert refusals(sekisho, client.username)[kind] == 1


def test_R02_no_tun_device(client, sekisho, truth):
    """Through a ProxyCommand of no rights OpenSSH still asks for the channel where it can make the device (root)."""
    ran = client.ssh(TARGET, options=["-N", "-w", "any:any", "-o", "ExitOnForwardFailure=yes", "-vvv"])
    assert ran.returncode != 0
    assert truth.found_in(ran.stdout + ran.stderr) == []
    asked = b"tun@openssh.com" in ran.stderr and b"Tunnel device open failed" not in ran.stderr
    if asked:
        assert refusals(sekisho, client.username)["tun@openssh.com"] == 1


def test_R02_a_tunnel_with_no_session_gives_nothing_while_it_lasts(client, sekisho, truth, tmp_path):
    port, socks = a_free_port(), a_free_port()
    master = ["-o", f"ControlPath={tmp_path}/cm", "-o", "ControlMaster=yes", "-fNT"]
    master += ["-L", f"127.0.0.1:{port}:{truth.sshd}", "-D", f"127.0.0.1:{socks}"]
    # -f: it goes to the background once the log-in stands
    ran = subprocess.run(
        ["ssh", *master, *client.options(), client.address(TARGET)], env=client.askpass(), timeout=SECONDS, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert ran.returncode == 0
    try:
        assert through(("127.0.0.1", port)) == b""
        got = subprocess.run(
            [need("curl"), "-sS", "--max-time", "10", "--socks5", f"127.0.0.1:{socks}", f"http://{truth.sshd}/"],
            capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        assert got.returncode != 0
        assert b"SSH-" not in got.stdout + got.stderr
    finally:
        over = ["ssh", "-o", f"ControlPath={tmp_path}/cm", "-O", "exit", *client.options(), client.address(TARGET)]
        subprocess.run(over, env=client.environment, timeout=SECONDS, check=True, capture_output=True)
    eventually(lambda: refusals(sekisho, client.username)["direct-tcpip"] == 2)
    assert "session.opened" not in [one["kind"] for one in sekisho.events_of(client.username)]


def test_R02_the_escape_command_line(client, sekisho, truth, tmp_path):
    """`~C` in a terminal multiplexer, as a person would: forwards asked for in the middle of a session."""
    port = a_free_port()
    command = ["ssh", *QUIET, "-o", "EnableEscapeCommandline=yes", *client.options(), "-tt", client.address(TARGET)]
    with _tmux(tmp_path, client.environment, command) as (keys, screen):
        eventually(lambda: "One-time code" in screen(), 30)
        keys(client.code(), "Enter")
        eventually(lambda: "~$" in screen(), 30)
        for line in (f"-L {port}:{truth.sshd}", f"-R {a_free_port()}:{truth.sshd}"):
            keys("Enter")
            time.sleep(0.3)
            keys("~", "C")
            eventually(lambda: screen().rstrip().endswith("ssh>"), 10)
            keys(line, "Enter")
            time.sleep(0.5)
        assert through(("127.0.0.1", port)) == b""
        keys("Enter", "echo $((40+2))", "Enter")
        eventually(lambda: re.search(r"^42$", screen(), re.M), 10)
        keys("exit", "Enter")
        eventually(lambda: "gone" in screen(), 10)
    counted = eventually(lambda: refusals(sekisho, client.username))
    assert counted == {"direct-tcpip": 1, "tcpip-forward": 1}


@contextlib.contextmanager
def _tmux(folder, environment, command):
    """`keys(*names)` types, `screen()` shows."""
    sock = ["-f", "/dev/null", "-S", str(folder / "tmux")]
    tmux = need("tmux")

    def call(*words):
        return subprocess.run(
            [tmux, *sock, *words], env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        ).stdout

    script = folder / "session"
    script.write_text(f"#!/bin/sh\n{shlex.join(command)}\necho gone\nsleep 60\n")
    script.chmod(0o700)
    call("new-session", "-d", "-x", "120", "-y", "40", str(script))
    try:
        yield (
            lambda *names: call("send-keys", "--", *names),
            lambda: call("capture-pane", "-p"),
        )
    finally:
        call("kill-server")


def test_R02_variables_of_every_kind(client, sekisho, truth):
    """SetEnv and SendEnv: what reaches the target is a locale, and OpenSSH, which asks for no answer, goes on."""
    tricks = {
        "LD_PRELOAD": "/tmp/x.so", "BASH_ENV": "/tmp/x", "PATH": "/tmp", "IFS": "x", "PROMPT_COMMAND": "id", "ENV": "/tmp/x",
        "LC_SHELLSHOCK": "() { :;}; id", "LC_ESCAPE": "a\x1b]52;c;eA==\x07b", "LC_LONG": "x" * 60_000, "LC_LINE": "a\nb",
        "GIT_SSH_COMMAND": "id", "TMOUT": "0", "LC_GOOD": "ja_JP.UTF-8",
    }  # fmt: skip
    send = [word for name in tricks for word in ("-o", f"SendEnv={name}")]
    own = {name: value for name, value in tricks.items() if name not in ("LD_PRELOAD", "PATH", "IFS", "TMOUT")}
    options = [*QUIET, "-o", "SetEnv LD_PRELOAD=/tmp/x.so PATH=/tmp TMOUT=1 IFS=x", *send]
    with client.shell(TARGET, *options, environment=own) as shell:
        shell.prompt()
        seen = shell.run(
            "env | grep -aE '^(LC_|LD_|BASH_ENV|PROMPT|GIT_|ENV=|TMOUT)' | cut -c1-80 | sort; echo P:$PATH"
        )
        shell.line("exit")
        shell.wait()
    lines = seen.decode().split()
    assert [line for line in lines if not line.startswith("P:")] == ["LC_GOOD=ja_JP.UTF-8"]
    assert "P:/tmp" not in lines
    by_send_env, the_own_path, by_set_env = 8, 1, 4
    assert refusals(sekisho, client.username) == {"env": by_send_env + the_own_path + by_set_env}


def test_the_clients_that_are_tried_are_there():
    assert all(shutil.which(program) for program in ("ssh", "sftp", "scp", "rsync", "git", "sshfs", "tmux", "curl"))
