"""Every program that carries files, against a target with personal data: none gets a byte, a name or a listing of it, each is
told why in Japanese and English, and each is journalled with person, terminal and kind (R-02). The same log-in has a shell
that works, so that a gateway that refuses everything fails here too.
"""

import base64
import hashlib
from collections import Counter

import pytest

from tests.hostile.a_thief import REFUSED, TARGET, Truth, a_thief
from tests.walks.clients import SECONDS, Client, agent, need
from tests.walks.office import Sekisho
from tests.walks.terminal import Terminal

NO_COMMAND = ("コマンドの直接実行はできません（SK-303）", "Single commands are not run on callcenter-app")
NO_FILES = ("ファイルの送受信はできません（SK-304）", "No files are taken in by callcenter-app")
NO_TRANSFER = ("ファイル転送のコマンド", "Commands that transfer files")
NOT_OFFERED = ("この操作はゲートウェイでは利用できません", "This is not available through the gateway")


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


def told(ran, words):
    said = (ran.stdout + ran.stderr).decode(errors="replace")
    for word in words:
        assert word in said, (ran.args, said)


def refusals(sekisho, username):
    """(kind of event, what was refused) with counts; each names the person and the terminal."""
    counted = Counter()
    for one in sekisho.events_of(username):
        data = one["data"]
        if one["kind"] in ("channel.refused", "access.refused"):
            assert data["person"], one
            assert data["terminal"], one
            assert data["target"] == TARGET, one
            what = data["request"] if one["kind"] == "channel.refused" else (data["capability"], *data["rules"])
            counted[what] += data.get("count", 1)
    return counted


SFTP_SERVER = "/usr/lib/openssh/sftp-server"
EXEC, UPLOAD = ("exec", "SK-303"), ("upload", "SK-304")


def test_R02_openssh_rsync_git_and_tar_carry_nothing_out(thief, sekisho, truth, tmp_path):
    at, file, here = thief.at, truth.file, str(thief.loot)
    bag = tmp_path / "bag"
    bag.mkdir()
    (bag / "tool.sh").write_text("#!/bin/sh\n")
    tool = str(bag / "tool.sh")
    pushed = thief.run("git", "init", "-q", str(bag / "repo"))
    assert pushed.returncode == 0
    git = {"GIT_SSH_COMMAND": thief.via, "GIT_TERMINAL_PROMPT": "0"}

    attempts = [
        # what was run, what it is told, what the journal calls it
        (thief.run("sftp", "OPTIONS", "-b", "-", at, stdin=b"ls -la\nget .profile\n"), NO_FILES, UPLOAD),
        (thief.run("sftp", "OPTIONS", f"{at}:{file}", here), NO_FILES, UPLOAD),
        (thief.run("sftp", "OPTIONS", "-vvv", "-b", "-", at, stdin=b"ls\n"), NO_FILES, UPLOAD),
        (thief.run("sftp", "OPTIONS", "-s", SFTP_SERVER, at), NO_TRANSFER, "exec sftp-server"),
        (thief.run("sftp", "OPTIONS", "-s", "netconf", at), NOT_OFFERED, "subsystem"),
        (thief.run("scp", "OPTIONS", f"{at}:{file}", here), NO_FILES, UPLOAD),
        (thief.run("scp", "OPTIONS", "-r", f"{at}:.", here), NO_FILES, UPLOAD),
        (thief.run("scp", "OPTIONS", tool, f"{at}:/tmp/tool"), NO_FILES, UPLOAD),
        (thief.run("scp", "OPTIONS", "-O", f"{at}:{file}", here), NO_TRANSFER, "exec scp"),
        (thief.run("scp", "OPTIONS", "-O", tool, f"{at}:/tmp/tool"), NO_TRANSFER, "exec scp"),
        (thief.run("rsync", "-e", thief.via, f"{at}:{file}", here), NO_TRANSFER, "exec rsync"),
        (thief.run("rsync", "-e", thief.via, "--list-only", f"{at}:"), NO_TRANSFER, "exec rsync"),
        (thief.run("rsync", "-e", thief.via, tool, f"{at}:/tmp/tool"), NO_TRANSFER, "exec rsync"),
        (thief.run("rsync", "-e", thief.via, "--rsync-path=cat .profile; rsync", f"{at}:x", here), NO_TRANSFER, "exec rsync"),
        (thief.run("git", "clone", f"{at}:.", f"{here}/clone", environment=git), NO_TRANSFER, "exec git-upload-pack"),
        (thief.run("git", "ls-remote", f"{at}:.", environment=git), NO_TRANSFER, "exec git-upload-pack"),
        (thief.run("git", "-C", str(bag / "repo"), "fetch", f"{at}:.", environment=git), NO_TRANSFER, "exec git-upload-pack"),
        (thief.run("git", "archive", f"--remote={at}:.", "HEAD", environment=git), NO_TRANSFER, "exec git-upload-archive"),
        (thief.run("ssh", "OPTIONS", at, "tar cf - ."), NO_COMMAND, EXEC),
        (thief.run("ssh", "OPTIONS", at, "tar xf -", stdin=b"x" * 10240), NO_TRANSFER, "exec tar"),
        (thief.run("ssh", "OPTIONS", at, f"cat {file}"), NO_COMMAND, EXEC),
        (thief.run("ssh", "OPTIONS", "-vvv", at, f"cat {file}"), NO_COMMAND, EXEC),
        (thief.run("ssh", "OPTIONS", at, "cat > /tmp/tool", stdin=b"tool"), NO_COMMAND, EXEC),
        (thief.run("ssh", "OPTIONS", "-tt", at, f"cat {file}"), NO_COMMAND, EXEC),
        (thief.run("ssh", "OPTIONS", "-o", f"RemoteCommand=cat {file}", at), NO_COMMAND, EXEC),
        (thief.run("ssh", "OPTIONS", "-T", at, stdin=f"cat {file}\n".encode()), NO_COMMAND, EXEC),
        (thief.run("ssh", "OPTIONS", "-s", at, "sftp", stdin=b"\x00\x00\x00\x05\x01\x00\x00\x00\x03"), NO_FILES, UPLOAD),
        (thief.run("ssh", "OPTIONS", "-tt", "-s", at, "sftp"), NOT_OFFERED, "subsystem"),
        (thief.run("ssh", "OPTIONS", "-o", "SessionType=subsystem", at, "netconf"), NOT_OFFERED, "subsystem"),
        (thief.run("ssh", "OPTIONS", at, SFTP_SERVER), NO_TRANSFER, "exec sftp-server"),
        (thief.run("ssh", "OPTIONS", at, f"sh -c 'exec scp -f {file}'"), NO_TRANSFER, "exec scp"),
        (thief.run("sshfs", *_mounted(thief), f"{at}:", str(bag)), (), UPLOAD),
        (thief.run("sshfs", *_mounted(thief), "-o", f"sftp_server={SFTP_SERVER}", f"{at}:", str(bag)), (), "exec sftp-server"),
    ]  # fmt: skip
    for ran, words, _ in attempts:
        thief.assert_empty_handed(ran)
        told(ran, words)
    assert not list(thief.carried())

    assert thief.shell.run("echo $((6*7))") == b"42\r\n", "the session goes on"
    thief.leave()
    expected = Counter([*(what for _, _, what in attempts), "auth-agent-req@openssh.com", "x11-req"])
    assert refusals(sekisho, thief.client.username) == expected
    opened = [one for one in sekisho.events_of(thief.client.username) if one["kind"] == "session.opened"]
    assert len(opened) == 1


def _mounted(thief):
    return ["-f", "-o", f"ssh_command={thief.via}", "-o", "no_check_root"]


def test_R02_a_log_in_of_ones_own_for_each_trick(client, truth, sekisho, tmp_path):
    """Without a session beside it, and with all the client has to say about it."""
    tries = [
        (client.ssh(TARGET, f"cat {truth.file}", options=["-vvv"]), NO_COMMAND, EXEC),
        (client.ssh(TARGET, options=["-T"], stdin=f"cat {truth.file}\n".encode()), NO_COMMAND, EXEC),
        (client.ssh(TARGET, "sftp", options=["-s", "-vvv"]), NO_FILES, UPLOAD),
    ]
    for ran, words, _ in tries:
        assert ran.returncode == REFUSED
        assert ran.stdout == b""
        assert truth.found_in(ran.stderr, truth.file) == []
        told(ran, words)
    assert refusals(sekisho, client.username) == Counter(what for _, _, what in tries)


@pytest.fixture
def putty(client, truth, tmp_path):
    """Run a program of PuTTY's family on a terminal, type the code, and give all it painted and its exit status."""
    with agent(tmp_path, client.person["terminal_key"], client.person["ssh_key"]) as held:

        def run(program, *words):
            with _putty(client, held, program, *words) as terminal:
                terminal.expect(r"One-time code.*: ")
                terminal.line(client.code())
                return terminal.wait(), terminal.seen

        yield run


def _putty(client, held, program, *words):
    blob = base64.b64decode(client.demo["gateway"]["ssh"]["host_key"].split()[1])
    pinned = "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    command = [need(program), "-agent", "-P", str(client.port), "-hostkey", pinned, *words]
    return Terminal(command, {**client.environment, **held}, (250, 50))


def test_R02_puttys_copiers_carry_nothing(client, truth, sekisho, putty, tmp_path):
    loot, at = tmp_path / "loot", f"{client.username}+{TARGET}@127.0.0.1"
    tries = [
        (putty("pscp", "-sftp", f"{at}:{truth.file}", str(loot)), UPLOAD),
        (putty("pscp", "-scp", f"{at}:{truth.file}", str(loot)), "exec scp"),
        (putty("plink", "-no-antispoof", at, f"cat {truth.file}"), EXEC),
    ]
    for (_, seen), _ in tries:
        assert truth.found_in(seen, truth.file) == []
    assert not loot.exists()
    sftp, scp, command = (ran for ran, _ in tries)
    assert sftp[0] != 0
    assert command[0] != 0
    assert b"scp -O" in scp[1]  # the words, for PuTTY 0.78 ends with 0 whatever an `scp` over there ended with
    assert refusals(sekisho, client.username) >= Counter(what for _, what in tries)


def test_R02_psftp_lists_nothing(client, truth, sekisho, putty, tmp_path):
    script = tmp_path / "script"
    script.write_text("ls\nget .profile\n")
    status, seen = putty("psftp", "-b", str(script), f"{client.username}+{TARGET}@127.0.0.1")
    assert status != 0, seen
    assert truth.found_in(seen, str(script)) == []
    assert UPLOAD in refusals(sekisho, client.username)


@pytest.mark.parametrize("words", [["cat customers.csv"], ["scp -f customers.csv"], ["-s", "sftp"]])
def test_R02_dropbears_client_carries_nothing(client, truth, sekisho, words):
    with client.dbclient(TARGET) as made:
        made.expect(r"One-time code.*: ")  # the keys are converted now
    base = [need("dbclient"), "-p", str(client.port)]
    for name in ("terminal_key", "ssh_key"):
        base += ["-i", str(client.folder / f"dropbear_{name}")]
    flag = [words.pop(0)] if words[0] == "-s" else []
    with Terminal([*base, *flag, client.address(TARGET), *words], client.environment, (250, 50)) as terminal:
        terminal.expect(r"One-time code.*: ")
        terminal.line(client.code())
        assert terminal.wait(SECONDS) != 0
        assert truth.found_in(terminal.seen, " ".join(words)) == []
    assert refusals(sekisho, client.username)
