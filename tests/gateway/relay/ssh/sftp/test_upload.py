"""Whole uploads: real clients before the door, a real sshd behind it."""

import hashlib
import os
import subprocess
import threading

import pytest

from gateway.relay.ssh.sftp.upload import Upload
from gateway.sessions.ending import Ending, EndReason
from gateway.vocabulary.outcome import GatewayFault, Text
from tests.gateway.guards.personal_data.synthetic import customers, script_file
from tests.gateway.listener.an_open_door import scripted
from tests.gateway.relay.ssh.a_client import a_client, wait_until
from tests.gateway.relay.ssh.a_target import ME
from tests.gateway.relay.ssh.sftp.an_upload import an_upload
from tests.gateway.relay.ssh.sftp.raw_client import Raw

CUT = Ending(reason=EndReason.CUT, text=Text(ja="切断しました。", en="The session was cut."))
SAID = b"this connection takes files in only"


@pytest.fixture
def up(tmp_path):
    with an_upload(tmp_path) as uploads:
        yield uploads


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"harmless\n" * 200_000)
    return path


# --- OpenSSH ---------------------------------------------------------------------------------------------------------


def test_R10_sftp_puts_lists_makes_renames(up, file):
    ran = up.sftp(f"put {file}", "mkdir d", f"put -p {file} d/b", "rename d/b c", "ls -l", "rm c", "pwd")
    assert ran.returncode == 0, ran.stderr
    assert b"Remote working directory: /\n" in ran.stdout
    assert b"1800000" in ran.stdout
    assert up.names == ["a.txt", "d"]
    assert (up.folder / "a.txt").read_bytes() == file.read_bytes()
    assert up.ended() == "left"
    digest = hashlib.sha256(file.read_bytes()).digest()
    assert [(one.path, one.digest) for one in up.events("upload.done")] == [("/a.txt", digest), ("/d/b", digest)]
    assert digest.hex().encode() in up.door.recorder.all("m")
    ended = up.door.registry.of("session.ended")
    assert ended.typed_bytes > 3_600_000
    assert ended.exit_status == 0


@pytest.mark.parametrize("line", ["get x {got}", "reget x {got}", "get -r . {got}"])
def test_R02_sftp_takes_nothing_out(up, tmp_path, line):
    (up.folder / "x").write_text("CONTENT-OF-X")
    got = tmp_path / "got"
    ran = up.sftp(line.format(got=got))
    assert SAID in ran.stderr
    assert b"CONTENT" not in ran.stdout + ran.stderr
    assert not got.exists() or all(path.stat().st_size == 0 for path in got.rglob("*"))
    assert "sftp.read" in up.door.refused


def test_resuming_and_appending_are_refused_in_words(up, file):
    (up.folder / "a.txt").write_text("harm")
    assert b"it cannot be resumed" in up.sftp(f"reput {file} a.txt").stderr
    assert (up.folder / "a.txt").read_text() == "harm"


def test_a_whole_folder_goes_up_by_sftp_and_scp(up, tmp_path):
    tree = tmp_path / "tree"
    (tree / "deep" / "er").mkdir(parents=True)
    for name in ("one", "deep/two", "deep/er/three", "deep/日本語"):
        (tree / name).write_text(name)
    assert up.sftp(f"put -r {tree}").returncode == 0
    scp = up.scp("-rp", str(tree), "HOST:again")
    assert scp.returncode == 0, scp.stderr
    assert (up.folder / "tree/deep/er/three").read_text() == "deep/er/three"
    assert (up.folder / "again/deep/日本語").read_text() == "deep/日本語"
    assert len(up.events("upload.done")) == 8


def test_scp_over_a_longer_file_and_into_a_folder(up, file):
    (up.folder / "d").mkdir()
    (up.folder / "a.txt").write_bytes(b"x" * 3_000_000)
    for to in ("HOST:", "HOST:d/", "HOST:/d/other"):
        ran = up.scp("-p", str(file), to)
        assert (ran.returncode, ran.stderr) == (0, b""), to
    assert (up.folder / "a.txt").read_bytes() == file.read_bytes()
    assert up.names == ["a.txt", "d", "d/a.txt", "d/other"]


def test_R02_scp_takes_nothing_out(up, tmp_path):
    (up.folder / "x").write_text("CONTENT-OF-X")
    for words in (["HOST:x"], ["-r", "HOST:."], ["HOST:../outside/secret"], ["HOST:/etc/passwd"]):
        got = tmp_path / "got"
        ran = up.scp(*words, str(got))
        assert ran.returncode != 0
        assert b"CONTENT" not in ran.stdout + ran.stderr
        assert not any(path.is_file() and path.stat().st_size for path in tmp_path.glob("got*"))


def test_R10_a_file_with_people_is_refused_in_words(up, tmp_path):
    tool = tmp_path / "tool.py"
    tool.write_bytes(script_file(customers(50)))
    for ran in (up.sftp(f"put {tool}"), up.scp(str(tool), "HOST:")):
        assert ran.returncode != 0
        assert b"personal data of more than 20 people" in ran.stderr
    assert up.names == []
    assert {event.why for event in up.events("upload.refused")} == {"personal-data"}


# --- other libraries -------------------------------------------------------------------------------------------------


def test_paramikos_client(up, file):
    with up.paramiko() as sftp:
        assert sftp.put(str(file), "p.txt").st_size == 1_800_000
        assert sftp.listdir(".") == ["p.txt"]
        for attempt in (
            lambda: sftp.open("p.txt").read(), lambda: sftp.get("p.txt", str(file) + ".got"), lambda: sftp.readlink("p.txt"),
            lambda: sftp.symlink("/etc/passwd", "l"), lambda: sftp.rmdir("d"), lambda: sftp.truncate("p.txt", 0),
            lambda: sftp.chown("p.txt", 0, 0), lambda: sftp.open("p.txt", "a"), lambda: sftp.open("n" * 300, "w"),
        ):  # fmt: skip
            with pytest.raises(OSError):
                attempt()
        with sftp.open("w", "w") as opened:
            opened.write(b"abc")
            with pytest.raises(OSError):
                opened.read(1)
        sftp.chmod("w", 0o600)
    assert (up.folder / "w").read_text() == "abc"


def test_asyncsshs_client(up, file):
    import asyncio

    import asyncssh

    async def go():
        async with (
            asyncssh.connect("127.0.0.1", up.door.port, username=ME, known_hosts=None, client_keys=None) as connection,
            connection.start_sftp_client() as sftp,
        ):
            await sftp.put(str(file), "a.txt", preserve=True)
            with pytest.raises(asyncssh.SFTPError):
                await sftp.get("a.txt", str(file) + ".got")
            return await sftp.listdir(".")

    assert asyncio.run(go()) == ["a.txt"]
    assert (up.folder / "a.txt").read_bytes() == file.read_bytes()


# --- ways to end -----------------------------------------------------------------------------------------------------


def test_a_client_that_goes_in_the_middle_leaves_nothing(up):
    with Raw(up.door) as raw:
        handle = raw.open(b"x")
        raw.write(handle, 0, b"abc")
        assert len(up.names) == 1
    assert up.ended() == "left"
    assert up.names == []
    assert up.events("upload.interrupted")[0].left is False


def test_a_cut_in_the_middle_leaves_nothing_and_says_so(up):
    with Raw(up.door) as raw:
        handle = raw.open(b"x")
        raw.write(handle, 0, b"abc")
        up.door.live.end(None, CUT)
        assert up.ended() == "cut"
        assert b"The session was cut." in raw.errors()
    assert up.names == []


def test_a_target_that_dies_is_told_and_journalled(up):
    with Raw(up.door) as raw:
        handle = raw.open(b"x")
        raw.write(handle, 0, b"abc")
        up.door.real.kill()
        assert up.ended() == "target-fault"
    assert up.events("upload.interrupted")[0].left is True


def test_R37_a_recorder_that_fails_ends_it(up):
    with Raw(up.door) as raw:
        raw.open(b"x")
        up.door.recorder.fail()
        assert up.ended() == "not-recorded"
    assert up.names == []


def test_R41_a_journal_that_fails_ends_it_and_nothing_stays(up):
    with Raw(up.door) as raw:
        handle = raw.open(b"x")
        raw.write(handle, 0, b"abc")
        up.door.registry.fails["append"] = GatewayFault("full")
        raw.send_close(handle)
        assert up.ended() == "gateway-fault"
    assert up.names == []


def test_a_drop_folder_that_is_not_there_is_told(tmp_path):
    with an_upload(tmp_path, drop_folder=str(tmp_path / "none")) as up:
        ran = up.sftp("ls")
        assert ran.returncode != 0
        assert b"The drop folder does not exist on the target" in ran.stderr
        assert up.ended() == "target-fault"


def test_R10_the_home_is_no_drop_folder(tmp_path):
    with an_upload(tmp_path, drop_folder=".") as up:
        assert b"is or holds the account's home" in up.sftp("ls").stderr


def test_a_target_without_a_drop_folder_refuses_by_rule(tmp_path):
    with an_upload(tmp_path, drop_folder=None) as up:
        ran = up.sftp("ls")
        assert b"SK-305" in ran.stderr
        assert up.door.real.accepted == 0


def test_a_permit_without_its_obligations_is_a_fault(up, monkeypatch):
    from gateway.relay.ssh.sftp import upload

    monkeypatch.setattr(upload, "FilesHashed", type("Other", (), {}))
    assert b"a fault of the gateway" in up.sftp("ls").stderr
    assert Upload is not None


def test_what_a_target_says_on_its_error_stream_is_thrown_away():
    def script(conversation):
        conversation.asked_for("subsystem")
        conversation.together(conversation.message(99), conversation.stderr(b"SECRET"))
        conversation.say(conversation.data(b"SECRET no sftp"))

    with scripted(script) as door:
        target = door.registry.facts.target
        from dataclasses import replace

        door.registry.facts = replace(door.registry.facts, target=replace(target, drop_folder="incoming"))
        options = [
            "-F",
            "none",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-P",
            str(door.port),
        ]
        ran = subprocess.run(
            ["sftp", *options, "-b", "-", f"{ME}@127.0.0.1"], input=b"ls\n", capture_output=True, timeout=60
        )
        assert ran.returncode != 0
        assert b"SECRET" not in ran.stdout + ran.stderr
        assert door.registry.ended()[1] == "target-fault"


def test_two_uploads_at_once_know_nothing_of_each_other(up):
    already = threading.active_count()  # earlier tests' threads may still be ending
    with Raw(up.door) as one, Raw(up.door) as other:
        handle = one.open(b"x")
        assert other.write(handle, 0, b"abc") != 0
        assert other.close_handle(handle) != 0
        assert one.write(handle, 0, b"abc") == 0
        assert one.close_handle(handle) == 0
    assert (up.folder / "x").read_text() == "abc"
    wait_until(lambda: threading.active_count() <= already)
    assert a_client is not None
    assert os.listdir(up.folder) == ["x"]
