"""`ssh -J gateway target`: the log-in of the door, the session of every other way, and no tunnel (design 7, R-02, R-37)."""

import re
import secrets
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.walks.clients import SECONDS, eventually, need, new_key
from tests.walks.jumper import FREE, PERSONAL, Jumper
from tests.walks.test_refused_work import REFUSED, assert_words

NO_TUNNEL = "only a target of your work orders that is open now, by its name and port 22"


@pytest.fixture
def jumper(client, sekisho):
    return Jumper(client, sekisho)


@pytest.fixture
def inside(jumper, tmp_path):
    """Run clients on one jump to the free target that stays open."""
    control = ("-o", f"ControlPath={tmp_path}/in")
    with jumper.popen(*control, "-o", "ControlMaster=yes", "-N", "-A", "-J", "gw", jumper.at(FREE)) as master:
        eventually((tmp_path / "in").exists, SECONDS)

        def run(program, *words, stdin=b""):
            return jumper.run(program, *control, "-o", "ControlMaster=no", *words, stdin=stdin, answer="none")

        yield run
        jumper.run("ssh", *control, "-O", "exit", jumper.at(FREE), answer="none")
        master.wait(SECONDS)


def test_R16_R37_a_command_through_a_jump_is_admitted_recorded_and_named(jumper, client, sekisho):
    ran = jumper.ssh("echo 出力; echo err >&2; exit 7")
    assert (ran.returncode, ran.stdout, ran.stderr) == (7, "出力\n".encode(), b"err\n")
    (session,) = sekisho.sessions_of(client.username)
    assert (session["target"], session["account"]) == (FREE, jumper.at(FREE).partition("@")[0])
    # two streams, each in its order; which comes first is the target's to say
    assert sorted(sekisho.shown(session["recording"]).splitlines()) == [b"err", "出力".encode()]
    (opened,) = [one for one in sekisho.events_of(client.username) if one["kind"] == "session.opened"]
    assert opened["data"]["terminal"]
    assert opened["data"]["order"]
    (ended,) = eventually(lambda: sekisho.events("--session", session["id"], "--kind", "session.ended"))
    assert ended["data"]["exit_status"] == 7


def test_the_host_certificate_is_for_the_targets_name_and_asks_nothing(jumper):
    ran = jumper.ssh("true", options=["-o", "LogLevel=DEBUG1"])
    said = ran.stderr.decode(errors="replace")
    assert ran.returncode == 0, said
    assert f"Host '{FREE}' is known and matches the ED25519-CERT host certificate." in said
    assert "Permanently added" not in said


def test_without_the_authority_a_client_is_not_fooled(client, sekisho):
    bare = Jumper(client, sekisho, authority=False)
    ran = bare.ssh("true")
    assert ran.returncode == 255
    assert b"Host key verification failed" in ran.stderr
    known = bare.known_hosts.read_text().split()[1:]
    bare.known_hosts.write_text(bare.known_hosts.read_text() + f"{FREE} {' '.join(known)}\n")
    assert bare.ssh("exit 4").returncode == 4, "the plain key of the gateway is shown as well"


def test_another_authority_is_none(client, sekisho, tmp_path):
    jumper = Jumper(client, sekisho, authority=False)
    other = new_key(tmp_path, "authority")
    line = (tmp_path / "authority.pub").read_text()
    jumper.known_hosts.write_text(jumper.known_hosts.read_text() + f"@cert-authority * {line}")
    assert other
    ran = jumper.ssh("true")
    assert (ran.returncode, b"Host key verification failed" in ran.stderr) == (255, True)


def test_R96_a_terminal_through_a_jump(jumper, client, sekisho):
    with jumper.shell() as shell:
        shell.prompt()
        assert shell.run("stty size; echo $TERM") == b"30 100\r\nxterm-256color\r\n"
        shell.resize(132, 43)
        assert shell.run("sleep 0.2; stty size") == b"43 132\r\n"
        assert shell.run("echo 漢字かな | rev") == "なか字漢\r\n".encode()
        shell.line(f"tmux -L {client.username}-{secrets.token_hex(4)} -f /dev/null new-session")
        shell.shows(r"\$\s.*\[0\] 0:")  # the prompt, and the bar below it
        shell.line("echo 窓$((40+2))")
        shell.expect("窓42")
        shell.line("exit")
        shell.expect(r"\[exited\]")
        shell.prompt()
        shell.line("exit 3")
        assert shell.wait() == 3
    (session,) = eventually(lambda: [one for one in sekisho.sessions_of(client.username) if one["ended_at"]])
    assert session["target"] == PERSONAL
    assert "なか字漢".encode() in sekisho.shown(session["recording"])


def test_R23_a_withdrawn_order_ends_what_came_by_a_jump(client_with_password, sekisho):
    client = client_with_password
    jumper = Jumper(client, sekisho)
    with jumper.shell() as shell:
        shell.prompt()
        (session,) = sekisho.sessions_of(client.username)
        shown = sekisho.json("session", "show", session["id"])["session"]
        sekisho.json("order", "withdraw", shown["order"], "--reason", "試験", by=client.person)
        assert shell.wait() != 0
    assert_ended(sekisho, session["id"])
    again = jumper.ssh("true", target=PERSONAL)
    assert b"stdio forwarding failed" in again.stderr


def assert_ended(sekisho, session):
    ended = eventually(lambda: sekisho.events("--session", session, "--kind", "session.ended"))
    assert ended[-1]["data"]["reason"] in {"cut", "order-closed", "order-over"}


@pytest.mark.parametrize("account", ["root", "Root", "no such user", "ccbuild+x", "日本"])
def test_R23_an_account_no_order_names_is_refused_in_words_that_name_the_right_one(jumper, sekisho, client, account):
    ran = jumper.run("ssh", "-J", "gw", "-l", account, FREE, "id")
    assert ran.returncode == REFUSED
    assert ran.stdout == b""
    assert jumper.at(FREE).partition("@")[0] in ran.stderr.decode()
    assert_words(ran, "アカウント", "ccount")
    assert not [one for one in sekisho.events_of(client.username) if one["kind"] == "session.opened"]


def test_without_an_account_the_persons_own_name_is_taken_for_none(jumper, client):
    """`ssh -J gw target` by somebody whose local name is his own: the account is the order's."""
    assert jumper.run("ssh", "-J", "gw", "-l", client.username, FREE, "exit 6").returncode == 6


def test_R02_W_and_ProxyCommand_are_the_same_jump(jumper):
    proxy = f"ProxyCommand={need('ssh')} -F {jumper.config} -W %h:%p gw"
    assert jumper.run("ssh", "-o", proxy, jumper.at(FREE), "exit 5").returncode == 5
    raw = jumper.run("ssh", "-W", f"{FREE}:22", "gw")
    assert raw.stdout.startswith(b"SSH-2.0-Sekisho\r\n"), "our own inner SSH, never the target's"


WRONG = [
    "callcenter-app:3306", "callcenter-app:2222", "callcenter-app:65535", "127.0.0.1:22", "[::1]:22", "localhost:22",
    "Callcenter-app:22", "callcenter-app.:22", "callcenter-app.example:22", "callcenter-db:22", "nobody:22",
    "callcenter-app,build-host:22", "コール:22", "169.254.169.254:80",
]  # fmt: skip


def test_R02_every_other_name_port_and_address_yields_nothing(jumper, client, sekisho, tmp_path):
    control = ["-o", f"ControlPath={tmp_path}/cm", "-o", "ControlPersist=60"]
    assert jumper.run("ssh", *control, "-o", "ControlMaster=yes", "-fN", "gw").returncode == 0
    for wrong in WRONG:
        ran = jumper.run("ssh", *control, "-W", wrong, "gw", answer="none")
        assert (ran.returncode != 0, ran.stdout) == (True, b""), wrong
    jumper.run("ssh", *control, "-O", "exit", "gw", answer="none")
    refused = eventually(lambda: _tunnels(sekisho, client.username, at_least=len(WRONG)))
    assert {"callcenter-app:3306", "127.0.0.1:22", "::1:22", "callcenter-app.:22", "nobody:22"} <= set(refused)
    assert all(one.isascii() and len(one) <= 100 for one in refused)


def _tunnels(sekisho, username, at_least=1):
    found = [one["data"] for one in sekisho.events_of(username) if one["kind"] == "channel.refused"]
    tunnels = [one for one in found if one["request"] == "direct-tcpip"]
    return [one["detail"] for one in tunnels] if sum(one["count"] for one in tunnels) >= at_least else []


def test_R02_who_named_a_target_at_the_door_goes_there_and_does_not_jump(client, sekisho):
    ran = client.ssh(FREE, options=["-W", f"{FREE}:22"])
    assert (ran.returncode, ran.stdout) == (255, b"")
    assert _tunnels(sekisho, client.username) == [f"{FREE}:22"]


def test_R02_a_local_forward_to_a_targets_name_gives_our_inner_ssh_and_nothing_of_the_target(jumper, tmp_path):
    local, other = tmp_path / "to", tmp_path / "db"
    with jumper.popen("-N", "-L", f"{local}:{FREE}:22", "-L", f"{other}:{PERSONAL}:3306", "gw") as forwarding:
        eventually(other.exists, SECONDS)
        assert _through(local).startswith(b"SSH-2.0-Sekisho\r\n")
        assert _through(other) == b""
        forwarding.terminate()


def _through(local):
    tried = subprocess.run(
        [need("python3"), "-c", _READ, str(local)], capture_output=True, timeout=SECONDS, check=False
    )
    return tried.stdout


_READ = """
import socket, sys
with socket.socket(socket.AF_UNIX) as sock:
    sock.settimeout(10)
    sock.connect(sys.argv[1])
    sock.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
    sys.stdout.buffer.write(sock.recv(100))
"""


def test_R02_inside_a_jump_nothing_is_offered_that_the_door_does_not_offer(inside, jumper, client, sekisho, tmp_path):
    at = jumper.at(FREE)
    nested = inside("ssh", "-W", f"{PERSONAL}:22", at)
    assert (nested.returncode != 0, nested.stdout) == (True, b"")
    for way in (["-R", "0:127.0.0.1:22"], ["-R", f"{tmp_path}/back:127.0.0.1:22"]):
        assert b"forwarding request failed" in inside("ssh", "-O", "forward", *way, at).stderr
    assert inside("ssh", "-s", at, "netconf").returncode != 0
    ran = inside("ssh", "-A", at, "echo ${SSH_AUTH_SOCK:-none}")
    assert ran.stdout == b"none\n"
    kinds = {"direct-tcpip", "tcpip-forward", "streamlocal-forward@openssh.com", "subsystem"}
    found = eventually(lambda: _refused(sekisho, client.username, kinds))
    assert {one["target"] for one in found} == {FREE}
    assert [one["detail"] for one in found if one["request"] == "direct-tcpip"] == [f"{PERSONAL}:22"]


def _refused(sekisho, username, kinds):
    found = [one["data"] for one in sekisho.events_of(username) if one["kind"] == "channel.refused"]
    return found if kinds <= {one["request"] for one in found} else []


def test_a_jump_carries_many_channels_at_once(inside, jumper, client, sekisho):
    with ThreadPoolExecutor(8) as threads:
        ran = list(threads.map(lambda at: inside("ssh", jumper.at(FREE), f"echo {at}; exit {at}"), range(8)))
    assert [one.returncode for one in ran] == list(range(8)), [one.stderr for one in ran]
    assert [one.stdout for one in ran] == [b"%d\n" % at for at in range(8)]
    eventually(lambda: len(sekisho.sessions_of(client.username)) == 8)


def test_two_jumps_share_one_log_in(jumper, client, sekisho, tmp_path):
    jumper.configure("ControlMaster auto", f"ControlPath {tmp_path}/gw", "ControlPersist 30")
    first = jumper.ssh("exit 2")
    second = jumper.ssh("exit 3", answer="none")
    third = jumper.ssh("true", target=PERSONAL, answer="none")
    jumper.run("ssh", "-O", "exit", "gw", answer="none")
    assert (first.returncode, second.returncode, third.returncode) == (2, 3, REFUSED)
    assert [one["kind"] for one in sekisho.events_of(client.username)].count("login.completed") == 1


@pytest.mark.parametrize("target", [FREE, PERSONAL])
def test_R02_R10_copying_out_through_a_jump_is_refused_everywhere(jumper, tmp_path, target):
    loot = tmp_path / "loot"
    for words in (["scp"], ["scp", "-O"]):
        ran = jumper.run(*words, "-o", "ProxyJump=gw", f"{jumper.at(target)}:.profile", str(loot))
        assert ran.returncode != 0
        assert b"PS1" not in ran.stdout + ran.stderr
    assert not loot.exists()


def test_R10_copying_in_through_a_jump_follows_the_targets_rules(jumper, client, sekisho, tmp_path):
    name = f"built-{secrets.token_hex(4)}.txt"
    (tmp_path / name).write_text("a build\n")
    folder = next(one["drop_folder"] for one in client.demo["targets"] if one["name"] == FREE)
    up = jumper.run("scp", "-o", "ProxyJump=gw", str(tmp_path / name), f"{jumper.at(FREE)}:{name}")
    assert up.returncode == 0, up.stderr
    assert jumper.ssh(f"cat {folder}/{name}; rm {folder}/{name}").stdout == b"a build\n"
    refused = jumper.run("sftp", "-o", "ProxyJump=gw", "-b", "-", jumper.at(PERSONAL), stdin=b"ls\n")
    assert refused.returncode != 0
    assert not re.search(rb"\.profile|\.ssh", refused.stdout)
