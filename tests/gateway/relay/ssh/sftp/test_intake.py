"""Files coming in: whole, in order, judged, journalled before anybody hears OK."""

import hashlib
import os

import pytest

from gateway.relay.events import Why
from gateway.relay.ssh.sftp import requests
from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.requests import Flag
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.guards.personal_data.synthetic import customers, script_file
from tests.gateway.relay.ssh.sftp.a_server import NEW, a_desk

OK, DENIED, FAILURE = Code.OK, Code.PERMISSION_DENIED, Code.FAILURE


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path) as desk:
        desk.folder = tmp_path / "drop"
        yield desk


def names(desk):
    return sorted(os.listdir(desk.folder))


def test_R10_a_file_is_named_journalled_and_marked(desk):
    assert desk.put(b"/a.txt", b"one", b"two") == OK
    assert (desk.folder / "a.txt").read_bytes() == b"onetwo"
    assert (desk.folder / "a.txt").stat().st_mode & 0o7777 == 0o644
    (done,) = desk.of("upload.done")
    digest = hashlib.sha256(b"onetwo").digest()
    assert (done.path, done.size_bytes, done.digest, done.people, done.replaced) == ("/a.txt", 6, digest, 0, False)
    assert (done.person, done.session, done.target, done.order) == ("P-1", "S-1", "build-host", "WO-1")
    assert digest.hex().encode() in desk.recorder.all("m")
    assert b"onetwo" not in b"".join(data for _, data in desk.recorder.kept)


def test_until_it_is_judged_a_file_has_a_name_and_mode_of_its_own(desk):
    opened = desk.open(b"a", attributes=Attributes(permissions=0o777))
    (only,) = names(desk)
    assert only.startswith(".sekisho-U-")
    assert (desk.folder / only).stat().st_mode & 0o7777 == 0o600
    assert desk.ask(requests.Close, handle=opened.handle).code == OK
    assert names(desk) == ["a"]
    assert (desk.folder / "a").stat().st_mode & 0o7777 == 0o755


def test_R10_a_script_with_fifty_people_is_refused_before_it_has_a_name(desk):
    assert desk.put(b"tool.py", script_file(customers(50))) == DENIED
    assert names(desk) == []
    (refused,) = desk.of("upload.refused")
    assert (refused.why, refused.path, refused.left) == (Why.PERSONAL_DATA, "/tool.py", False)
    assert refused.people > 20
    assert refused.counts["phone"] > 20
    assert desk.of("upload.done") == []
    assert any("The file holds the personal data of more than 20" in said for _, said in desk.said)


@pytest.mark.parametrize(("people", "code"), [(19, OK), (21, DENIED)])
def test_R10_twenty_people_are_the_bound(desk, people, code):
    assert desk.put(b"x", script_file(customers(people))) == code


def test_a_file_nobody_can_look_into_is_refused(desk):
    assert desk.put(b"x.7z", b"7z\xbc\xaf\x27\x1c" + bytes(600)) == DENIED
    (refused,) = desk.of("upload.refused")
    assert (refused.why, refused.detail) == (Why.UNREADABLE, "7z")


@pytest.mark.parametrize(
    ("flags", "code", "kind"),
    [
        (Flag.READ, DENIED, "sftp.read"), (Flag.READ | NEW, DENIED, "sftp.read"), (Flag.CREAT, DENIED, None),
        (NEW | Flag.APPEND, DENIED, None), (NEW | 0x40, DENIED, None), (0, DENIED, None), (Flag.WRITE, Code.NO_SUCH_FILE, None),
        (NEW | Flag.EXCL, OK, None),
    ],
)  # fmt: skip
def test_R02_files_are_opened_for_writing_only(desk, flags, code, kind):
    opened = desk.open(b"x", flags)
    assert getattr(opened, "code", OK) == code
    assert desk.refused == ([] if kind is None else [kind])


def test_a_name_that_is_taken(desk):
    (desk.folder / "file").write_text("old")
    (desk.folder / "folder").mkdir()
    (desk.folder / "link").symlink_to("/etc/passwd")
    assert desk.open(b"file", NEW | Flag.EXCL).code == FAILURE
    assert desk.open(b"folder").code == DENIED
    assert desk.open(b"link").code == DENIED
    assert desk.open(b"/").code == FAILURE
    assert desk.put(b"file", b"new") == OK
    assert (desk.folder / "file").read_text() == "new"
    assert desk.of("upload.done")[0].replaced


def test_a_refused_file_leaves_the_old_one_in_peace(desk):
    (desk.folder / "tool.py").write_text("old")
    assert desk.put(b"tool.py", script_file(customers(50))) == DENIED
    assert (desk.folder / "tool.py").read_text() == "old"


@pytest.mark.parametrize("offset", [1, 4, 2**63])
def test_holes_and_rewinds_lose_the_file(desk, offset):
    opened = desk.open(b"x")
    desk.ask(requests.Write, handle=opened.handle, offset=0, data=b"abc" if offset != 1 else b"abcde")
    assert desk.ask(requests.Write, handle=opened.handle, offset=offset, data=b"z").code == DENIED
    assert desk.ask(requests.Write, handle=opened.handle, offset=3, data=b"z").code == DENIED
    assert desk.ask(requests.Close, handle=opened.handle).code == DENIED
    assert names(desk) == []
    assert [event.why for event in desk.of("upload.refused")] == [Why.OUT_OF_ORDER]


def test_a_file_opened_without_being_emptied_must_be_sent_whole(desk):
    (desk.folder / "x").write_text("0123456789")
    assert desk.put(b"x", b"abc", flags=Flag.WRITE | Flag.CREAT) == DENIED
    assert (desk.folder / "x").read_text() == "0123456789"
    opened = desk.open(b"x", Flag.WRITE | Flag.CREAT)
    desk.ask(requests.Write, handle=opened.handle, offset=0, data=b"abc")
    assert desk.ask(requests.FSetStat, handle=opened.handle, attributes=Attributes(size=2)).code == DENIED
    assert desk.ask(requests.FSetStat, handle=opened.handle, attributes=Attributes(size=3)).code == OK
    assert desk.ask(requests.Close, handle=opened.handle).code == OK
    assert (desk.folder / "x").read_text() == "abc"


def test_sizes_and_counts_are_limited(tmp_path):
    with a_desk(tmp_path, file_bytes=100, session_bytes=150, files=3) as desk:
        assert desk.put(b"a", b"x" * 100, b"x") == DENIED
        assert desk.put(b"b", b"x" * 60) == DENIED
        assert desk.put(b"c", b"x" * 50) == OK
        assert desk.put(b"d", b"") == DENIED
        assert [event.why for event in desk.of("upload.refused")] == [Why.TOO_LARGE, Why.SESSION_FULL]
        assert os.listdir(tmp_path / "drop") == ["c"]


def test_times_and_permissions_come_with_the_name(desk):
    opened = desk.open(b"x")
    assert (
        desk.ask(
            requests.FSetStat, handle=opened.handle, attributes=Attributes(permissions=0o600, times=(5, 1000))
        ).code
        == OK
    )
    desk.ask(requests.Close, handle=opened.handle)
    found = (desk.folder / "x").stat()
    assert (found.st_mode & 0o7777, found.st_mtime) == (0o600, 1000)


@pytest.mark.parametrize("bad", [Attributes(permissions=0o4755), Attributes(owner=(0, 0)), Attributes(size=0)])
def test_special_bits_owners_and_sizes_are_refused(desk, bad):
    opened = desk.open(b"x")
    desk.ask(requests.Write, handle=opened.handle, offset=0, data=b"a")
    assert desk.ask(requests.FSetStat, handle=opened.handle, attributes=bad).code == DENIED
    assert desk.open(b"y", attributes=Attributes(permissions=0o4755)).code == DENIED


def test_R41_what_cannot_be_journalled_does_not_stay(desk):
    desk.journal_fails = GatewayFault("full")
    opened = desk.open(b"x")
    desk.ask(requests.Write, handle=opened.handle, offset=0, data=b"a")
    with pytest.raises(GatewayFault):
        desk.ask(requests.Close, handle=opened.handle)
    assert names(desk) == []


def test_what_is_on_its_way_at_the_end_is_taken_away_and_journalled(desk):
    opened = desk.open(b"x")
    desk.ask(requests.Write, handle=opened.handle, offset=0, data=b"abc")
    desk.desk._far.stop()
    desk.desk.intake.abandon(5)
    assert names(desk) == []
    (event,) = desk.of("upload.interrupted")
    assert (event.path, event.size_bytes, event.left) == ("/x", 3, False)


def test_a_target_that_is_gone_keeps_what_it_had_and_the_journal_says_so(tmp_path):
    with a_desk(tmp_path) as desk:
        desk.open(b"x")
        desk.open(b"y")
    desk.desk.intake.abandon(0.2)
    assert [event.left for event in desk.of("upload.interrupted")] == [True, True]


def test_two_files_of_one_name_are_not_sent_at_once(desk):
    desk.open(b"x")
    assert desk.open(b"./x").code == FAILURE


def test_a_server_without_posix_rename_replaces_all_the_same(desk, monkeypatch):
    monkeypatch.setattr(type(desk.desk._far), "offers", lambda self, kind: False)
    (desk.folder / "x").write_text("old")
    assert desk.put(b"x", b"new") == OK
    assert (desk.folder / "x").read_text() == "new"


def test_content_larger_than_a_target_takes_is_sent_in_pieces(tmp_path, desk):
    desk.desk._far.write_bytes = 1000
    data = os.urandom(10_500).replace(b"\x1f", b"a").replace(b"P", b"a")
    assert desk.put(b"x", data) == OK
    assert (desk.folder / "x").read_bytes() == data


def test_an_empty_file(desk):
    assert desk.put(b"x") == OK
    assert (desk.folder / "x").read_bytes() == b""
    assert desk.of("upload.done")[0].digest == hashlib.sha256(b"").digest()


def test_a_full_target_fails_the_file(desk, monkeypatch):
    opened = desk.open(b"x")
    far = desk.desk._far
    monkeypatch.setattr(far, "write_ahead", lambda handle, offset, data, answered: answered(4))
    assert desk.ask(requests.Write, handle=opened.handle, offset=0, data=b"x").code == FAILURE
    assert desk.ask(requests.Close, handle=opened.handle).code == DENIED
    assert desk.of("upload.refused")[0].why is Why.TARGET_FAILED
    assert names(desk) == []


def test_R10_people_in_small_portions_are_summed_over_the_session(desk):
    everybody = customers(45)
    assert desk.put(b"few", script_file(everybody[:4])) == OK
    assert desk.put(b"few again", script_file(everybody[4:8])) == OK
    assert desk.put(b"one", script_file(everybody[8:20])) == OK
    assert desk.put(b"two", script_file(everybody[20:32])) == DENIED
    assert desk.put(b"harmless", b"x" * 100) == OK
    (refused,) = desk.of("upload.refused")
    assert (refused.path, refused.why) == ("/two", Why.PERSONAL_DATA)
    assert any("those of this connection" in said for _, said in desk.said)
