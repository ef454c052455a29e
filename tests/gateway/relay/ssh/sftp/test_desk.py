"""Requests answered, one after another, before a real server."""

import os

import pytest

from gateway.relay.ssh.sftp import replies, requests
from gateway.relay.ssh.sftp.attributes import NOTHING, Attributes
from gateway.relay.ssh.sftp.desk import HANDLES_MAX
from gateway.relay.ssh.sftp.replies import Code
from tests.gateway.relay.ssh.sftp.a_server import a_desk

OK, DENIED, FAILURE, MISSING = Code.OK, Code.PERMISSION_DENIED, Code.FAILURE, Code.NO_SUCH_FILE


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as desk:
        desk.folder, desk.outside = tmp_path / "drop", tmp_path / "outside"
        desk.outside.mkdir()
        (desk.outside / "secret").write_text("SECRET")
        yield desk


def listed(desk, path=b"/"):
    opened = desk.ask(requests.OpenDir, path=path)
    assert isinstance(opened, replies.Handle), opened
    found = []
    while isinstance(more := desk.ask(requests.ReadDir, handle=opened.handle), replies.Names):
        found += [entry.name for entry in more.entries]
    assert more.code == Code.EOF
    assert desk.ask(requests.Close, handle=opened.handle).code == OK
    return sorted(found)


def test_the_drop_folder_is_the_root(desk):
    for path in (b".", b"", b"/", b"../..", b"a/.."):
        (entry,) = desk.ask(requests.RealPath, path=path).entries
        assert entry.name == b"/"
    assert desk.ask(requests.RealPath, path=b"x/y").entries[0].name == b"/x/y"
    assert desk.ask(requests.Stat, path=b"/").attributes.is_folder


def test_R37_a_listing_is_recorded_before_it_is_shown(desk):
    (desk.folder / "a").write_text("x")
    (desk.folder / "b\x1b[2J").write_text("x")
    assert listed(desk) == [b"a"]
    shown = desk.recorder.all("o")
    assert shown.startswith(b"-rw")
    assert shown.endswith(b" a\r\n")


def test_a_folder_full_of_names_nobody_may_see_ends_as_an_empty_one(desk):
    for number in range(300):
        (desk.folder / f".sekisho-{number}.part").touch()
    assert listed(desk) == []


def test_R02_what_is_refused_by_the_table_is_said_and_counted(desk):
    desk.put(b"x", b"content")
    opened = desk.open(b"y")
    for request in (
        {"kind": requests.Read, "handle": opened.handle, "offset": 0, "length": 10},
        {"kind": requests.ReadLink, "path": b"x"},
        {"kind": requests.SymLink, "first": b"/etc/passwd", "second": b"l"},
        {"kind": requests.RmDir, "path": b"x"},
    ):
        answer = desk.ask(**request)
        assert answer.code == DENIED
        assert answer.words
    assert desk.ask(requests.Unknown, type=200, name=b"copy-data").code == DENIED
    assert desk.ask(requests.Unknown, type=77).code == Code.OP_UNSUPPORTED
    assert desk.refused == [
        "sftp.read", "sftp.readlink", "sftp.symlink", "sftp.rmdir", "sftp.copy-data", "sftp.unknown",
    ]  # fmt: skip
    assert not (desk.folder / "l").is_symlink()


def test_R02_nothing_is_done_through_a_link_that_leads_out(desk):
    (desk.folder / "out").symlink_to(desk.outside)
    (desk.folder / "leaf").symlink_to(desk.outside / "secret")
    assert desk.put(b"out/new", b"x") == DENIED
    for request in (
        {"kind": requests.OpenDir, "path": b"out"},
        {"kind": requests.Stat, "path": b"leaf"},
        {"kind": requests.LStat, "path": b"out/secret"},
        {"kind": requests.MkDir, "path": b"out/d", "attributes": NOTHING},
        {"kind": requests.SetStat, "path": b"leaf", "attributes": Attributes(permissions=0)},
        {"kind": requests.SetStat, "path": b"out/secret", "attributes": Attributes(permissions=0)},
        {"kind": requests.Rename, "old": b"out/secret", "new": b"got"},
        {"kind": requests.Rename, "old": b"leaf", "new": b"got"},
    ):
        assert desk.ask(**request).code == DENIED, request
    assert sorted(os.listdir(desk.outside)) == ["secret"]
    assert "sftp.outside" in desk.refused
    assert desk.ask(requests.LStat, path=b"leaf").attributes.is_link


def test_folders_are_made(desk):
    assert desk.ask(requests.MkDir, path=b"d", attributes=Attributes(permissions=0o777)).code == OK
    assert (desk.folder / "d").stat().st_mode & 0o7777 == 0o755
    assert desk.ask(requests.MkDir, path=b"d", attributes=NOTHING).code == FAILURE
    assert desk.ask(requests.MkDir, path=b"/", attributes=NOTHING).code == FAILURE
    assert desk.ask(requests.MkDir, path=b"e", attributes=Attributes(permissions=0o1777)).code == DENIED
    assert [event.path for event in desk.of("upload.folder_made")] == ["/d"]


def test_files_are_renamed_within(desk):
    desk.put(b"a", b"1")
    desk.put(b"b", b"2")
    assert desk.ask(requests.Rename, old=b"a", new=b"b").code == FAILURE
    assert desk.ask(requests.PosixRename, old=b"a", new=b"b").code == OK
    assert (desk.folder / "b").read_text() == "1"
    assert desk.ask(requests.Rename, old=b"none", new=b"c").code == MISSING
    assert desk.ask(requests.Rename, old=b"/", new=b"c").code == FAILURE
    (moved,) = desk.of("upload.moved")
    assert (moved.path, moved.to) == ("/a", "/b")


def test_R10_only_what_this_session_sent_is_deleted(desk):
    (desk.folder / "theirs").write_text("x")
    desk.ask(requests.MkDir, path=b"d", attributes=NOTHING)
    desk.put(b"d/mine", b"x")
    desk.ask(requests.Rename, old=b"d", new=b"e")
    assert desk.ask(requests.Remove, path=b"theirs").code == DENIED
    assert desk.ask(requests.Remove, path=b"d/mine").code == DENIED
    assert desk.ask(requests.Remove, path=b"e/mine").code == OK
    assert desk.ask(requests.Remove, path=b"e/mine").code == DENIED
    assert sorted(os.listdir(desk.folder)) == ["e", "theirs"]
    assert [event.path for event in desk.of("upload.removed")] == ["/e/mine"]


def test_attributes_of_names(desk):
    desk.put(b"a", b"abc")
    assert desk.ask(requests.Stat, path=b"a").attributes.size == 3
    assert desk.ask(requests.LStat, path=b"none").code == MISSING
    assert desk.ask(requests.SetStat, path=b"a", attributes=Attributes(permissions=0o600, times=(1, 2))).code == OK
    assert desk.ask(requests.SetStat, path=b"a", attributes=Attributes(size=0)).code == DENIED
    assert desk.ask(requests.SetStat, path=b"/", attributes=Attributes(permissions=0)).code == DENIED
    assert desk.ask(requests.SetStat, path=b"none", attributes=Attributes(times=(1, 2))).code == MISSING
    assert (desk.folder / "a").stat().st_mode & 0o7777 == 0o600


def test_attributes_and_disk_of_an_open_file(desk):
    opened = desk.open(b"a")
    desk.ask(requests.Write, handle=opened.handle, offset=0, data=b"abc")
    assert desk.ask(requests.FStat, handle=opened.handle).attributes.size == 3
    assert desk.ask(requests.FSync, handle=opened.handle).code == OK


def test_a_folder_with_a_file_on_its_way_is_not_moved(desk):
    desk.ask(requests.MkDir, path=b"d", attributes=NOTHING)
    desk.open(b"d/x")
    assert desk.ask(requests.Rename, old=b"d", new=b"e").code == FAILURE


def test_handles_are_counted_and_unknown_ones_refused(desk):
    opened = [desk.open(b"%d" % number) for number in range(10)]
    listings = [desk.ask(requests.OpenDir, path=b"/") for _ in range(HANDLES_MAX - 10)]
    assert all(isinstance(one, replies.Handle) for one in listings)
    assert desk.ask(requests.OpenDir, path=b"/").code == FAILURE
    assert desk.open(b"another").code == FAILURE
    assert desk.ask(requests.Close, handle=listings[0].handle).code == OK
    for handle in (listings[0].handle, b"", b"999", b"\0" * 300):
        assert desk.ask(requests.Close, handle=handle).code == FAILURE
        assert desk.ask(requests.Write, handle=handle, offset=0, data=b"x").code == FAILURE
        assert desk.ask(requests.FStat, handle=handle).code == FAILURE
        assert desk.ask(requests.ReadDir, handle=handle).code == FAILURE
    assert desk.ask(requests.ReadDir, handle=opened[0].handle).code == FAILURE
    assert desk.ask(requests.Write, handle=listings[1].handle, offset=0, data=b"x").code == FAILURE


def test_the_limits_say_nothing_of_reading(desk):
    told = desk.ask(requests.AskLimits)
    assert (told.read_bytes, told.handles) == (0, HANDLES_MAX)
    assert told.write_bytes < told.packet_bytes
