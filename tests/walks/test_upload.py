"""Files onto the build host, by the clients people have: up they go, nothing comes down, and the journal has each."""

import base64
import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from tests.gateway.guards.personal_data.synthetic import customers, script_file
from tests.walks.clients import SECONDS, agent, eventually, need
from tests.walks.terminal import Terminal

SAID = ("この接続は送信専用です", "this connection takes files in only")


@pytest.fixture
def folder(demo):
    """The build host's drop folder, as the machine itself sees it."""
    return Path(next(one for one in demo["targets"] if one["name"] == "build-host")["drop_folder"])


@pytest.fixture
def run(client):
    """Run a program of OpenSSH's family; `OPTIONS` and `HOST:` stand for what they say."""

    def run(program, *words, stdin=b"", environment=None):
        spelled = [
            ["-o", "BatchMode=no", *client.options()]
            if word == "OPTIONS"
            else [word.replace("HOST", client.address("build-host"))]
            for word in words
        ]
        return subprocess.run(
            [need(program), *(one for part in spelled for one in part)], input=stdin, capture_output=True, timeout=SECONDS,
            env={**client.askpass(), **(environment or {})}, check=False,
        )  # fmt: skip

    return run


def said(ran):
    return (ran.stdout + ran.stderr).decode(errors="replace")


def events(sekisho, client, kind):
    return [one["data"] for one in sekisho.events_of(client.username) if one["kind"] == kind]


def test_R10_sftp_puts_files_and_the_journal_has_them_before_the_client(client, sekisho, run, folder, tmp_path):
    name = f"build-{client.username}.tar"
    content = os.urandom(2_000_000).hex().encode()
    (tmp_path / name).write_bytes(content)
    lines = (
        f"put {tmp_path / name}\nmkdir {client.username}\nput {tmp_path / name} {client.username}/again\nls -l\npwd\n"
    )
    ran = run("sftp", "OPTIONS", "-b", "-", "HOST", stdin=lines.encode())
    assert ran.returncode == 0, said(ran)
    assert name in said(ran)
    assert "Remote working directory: /\n" in said(ran)
    assert (folder / name).read_bytes() == content
    digest = hashlib.sha256(content).hexdigest()
    done = events(sekisho, client, "upload.done")
    assert [(one["path"], one["digest"], one["size_bytes"]) for one in done] == [
        (f"/{name}", digest, len(content)), (f"/{client.username}/again", digest, len(content)),
    ]  # fmt: skip
    (session,) = sekisho.sessions_of(client.username)
    markers = [text for _, kind, text in sekisho.export(session["recording"]) if kind == "m"]
    assert any(digest in text and name in text for text in markers)
    assert content[:64] not in sekisho.shown(session["recording"])


def test_R02_nothing_comes_down_by_sftp_or_scp(client, sekisho, run, folder, tmp_path):
    name = f"secret-{client.username}"
    (folder / name).write_text("CONTENT-OF-A-FILE")
    got = tmp_path / "got"
    via = {"SSH_AUTH_SOCK": ""}
    ran = run("sftp", "OPTIONS", "-b", "-", "HOST", stdin=f"get {name} {got}\n".encode(), environment=via)
    assert ran.returncode != 0
    for words in SAID:
        assert words in said(ran)
    assert "CONTENT" not in said(ran)
    assert not got.exists() or got.stat().st_size == 0
    refused = eventually(
        lambda: [one for one in events(sekisho, client, "channel.refused") if one["request"] == "sftp.read"]
    )
    assert refused[0]["target"] == "build-host"


@pytest.mark.parametrize("words", [["-s", "HOST:NAME"], ["HOST:NAME"], ["-r", "HOST:."]])
def test_R02_scp_downwards_is_refused(run, client, folder, tmp_path, words):
    name = f"secret-{client.username}"
    (folder / name).write_text("CONTENT-OF-A-FILE")
    ran = run("scp", *words[:-1], "OPTIONS", words[-1].replace("NAME", name), str(tmp_path / "got"))
    assert ran.returncode != 0
    assert "CONTENT" not in said(ran)
    assert not any(path.is_file() and path.stat().st_size for path in tmp_path.rglob("got*"))


def test_R10_scp_upwards_with_folders_and_times(run, client, folder, tmp_path):
    tree = tmp_path / f"tree-{client.username}"
    (tree / "日本語").mkdir(parents=True)
    (tree / "日本語" / "file").write_text("x")
    os.utime(tree / "日本語" / "file", (1_000_000, 1_000_000))
    ran = run("scp", "-rp", "OPTIONS", str(tree), "HOST:")
    assert ran.returncode == 0, said(ran)
    assert (folder / tree.name / "日本語" / "file").stat().st_mtime == 1_000_000


def test_R10_a_script_with_fifty_synthetic_people_is_refused_with_an_alarm(run, client, sekisho, folder, tmp_path):
    tool = tmp_path / f"tool-{client.username}.py"
    tool.write_bytes(script_file(customers(50)))
    ran = run("scp", "OPTIONS", str(tool), "HOST:")
    assert ran.returncode != 0
    assert "20人を超える個人データ" in said(ran)
    assert "personal data of more than 20 people" in said(ran)
    assert not (folder / tool.name).exists()
    assert not list(folder.glob(".sekisho-*"))
    (refused,) = events(sekisho, client, "upload.refused")
    assert (refused["why"], refused["path"]) == ("personal-data", f"/{tool.name}")
    assert refused["people"] > 20
    assert customers(50)[0]["email"] not in str(refused)


def test_R02_a_target_with_personal_data_takes_no_files(run, client):
    ran = run("sftp", "OPTIONS", "-b", "-", client.address("callcenter-app"), stdin=b"ls\n")
    assert ran.returncode != 0
    assert "SK-304" in said(ran)


def test_R10_putty_s_psftp_puts_and_does_not_get(client, folder, tmp_path):
    source = tmp_path / f"psftp-{client.username}"
    source.write_text("by psftp")
    batch = tmp_path / "batch"
    batch.write_text(f"put {source}\nls\nget {source.name} {tmp_path / 'got'}\nquit\n")
    blob = base64.b64decode(client.demo["gateway"]["ssh"]["host_key"].split()[1])
    pinned = "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    command = [
        need("psftp"),
        "-agent",
        "-P",
        str(client.port),
        "-hostkey",
        pinned,
        "-b",
        str(batch),
        "-be",
    ]
    keys = (client.person["terminal_key"], client.person["ssh_key"])
    with (
        agent(tmp_path, *keys) as held,
        Terminal([*command, client.address("build-host")], {**client.environment, **held}) as psftp,
    ):
        psftp.expect(r"One-time code.*: ")
        psftp.line(client.code())
        psftp.expect("local:.* => remote:")
        psftp.expect("this connection takes files in only")
        psftp.wait()
    assert (folder / source.name).read_text() == "by psftp"
    assert not (tmp_path / "got").exists() or not (tmp_path / "got").stat().st_size


def test_R02_sshfs_reads_nothing(client, folder, tmp_path):
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("no FUSE device that this user may open")
    name = f"secret-{client.username}"
    (folder / name).write_text("CONTENT-OF-A-FILE")
    mount = tmp_path / "mnt"
    mount.mkdir()
    command = [need("sshfs"), "-f", *client.options(), f"{client.address('build-host')}:/", str(mount)]
    process = subprocess.Popen(command, env=client.askpass(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        try:
            eventually(lambda: process.poll() is not None or os.path.ismount(mount), seconds=20)
            if not os.path.ismount(mount):
                pytest.skip(f"sshfs cannot mount here: {process.stdout.read().decode(errors='replace')[-200:]}")
            assert name in os.listdir(mount)
            with pytest.raises(OSError):
                (mount / name).read_bytes()
        finally:
            subprocess.run(["fusermount", "-u", str(mount)], check=False, capture_output=True)
    finally:
        process.terminate()
        process.wait(20)
