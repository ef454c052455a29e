"""Small edits on a real target: whole or not at all, recorded and journalled before anything is changed."""

import dataclasses
import os

import pytest

from gateway.commands.running import configuration
from gateway.commands.running.configuration import LineEnds
from gateway.commands.running.words import Why
from gateway.crypto.digest import sha256
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import Encoding
from tests.gateway.commands.running.an_audited_target import a_target


@pytest.fixture
def target(tmp_path):
    with a_target(tmp_path.resolve()) as target:
        (target.ground / "queues.conf").write_bytes(b"[sales]\ntimeout = 30\n")
        yield target


def read(target, name="queues.conf"):
    return target.read(file=str(target.ground / name))


def test_an_edit_is_recorded_and_journalled_and_then_made(target):
    path = target.ground / "queues.conf"
    path.chmod(0o640)
    document = read(target)
    text = document.text.replace("30", "60")
    diff = target.runner.changes(document, text)
    assert diff.splitlines()[3:] == [" [sales]", "-timeout = 30", "+timeout = 60"]
    written = target.runner.write(document, text, "the queue is long")
    assert (written.lines_added, written.lines_removed) == (1, 1)
    assert (path.read_bytes(), path.stat().st_mode & 0o7777) == (b"[sales]\ntimeout = 60\n", 0o640)
    assert os.listdir(target.ground) == ["queues.conf"]
    changed, ended = target.events[-2:]
    assert (changed.path, changed.before, changed.after) == (str(path), document.digest, sha256(path.read_bytes()))
    assert (changed.before_bytes, changed.after_bytes, changed.reason) == (21, 21, "the queue is long")
    assert (changed.lines_added, changed.lines_removed) == (1, 1)
    assert (ended.kind, ended.number, ended.status, ended.refused) == ("command.ended", changed.number, 0, None)
    assert b"+timeout = 60" in target.recorder.all("m")
    target.compare()


def test_the_journal_holds_nothing_of_a_files_text(target):
    (target.ground / "queues.conf").write_text("password = SECRET-1\n")
    target.runner.write(document := read(target), document.text.replace("1", "2"), "changed")
    assert "SECRET" not in repr(target.events)


def test_one_edit_after_another(target):
    document = read(target)
    for seconds in ("31", "32"):
        document = target.runner.write(document, f"[sales]\ntimeout = {seconds}\n", "").document
    assert (target.ground / "queues.conf").read_text() == "[sales]\ntimeout = 32\n"


@pytest.mark.parametrize(
    ("content", "ends", "text"),
    [
        (b"a\r\nb\r\n", LineEnds.CRLF, "a\nb\n"),
        (b"a\r\nb", LineEnds.CRLF, "a\nb"),
        (b"a\nb\r\n", LineEnds.LF, "a\nb\r\n"),
        (b"", LineEnds.LF, ""),
        (b"a\r", LineEnds.LF, "a\r"),
    ],
)
def test_line_ends_stay_as_they_were(target, content, ends, text):
    path = target.ground / "queues.conf"
    path.write_bytes(content)
    document = read(target)
    assert (document.ends, document.text) == (ends, text)
    document = target.runner.write(document, f"{document.text}new\n", "").document
    assert path.read_bytes() == content + b"new" + ends.value.encode()
    assert document.text == f"{text}new\n"


@pytest.mark.parametrize("encoding", [Encoding.EUC_JP, Encoding.CP932])
def test_text_is_read_and_written_in_the_targets_encoding(target, encoding):
    target.encoding = encoding
    path = target.ground / "設定ソ.conf"
    path = type(path)(os.fsdecode(os.fsencode(target.ground) + b"/" + "設定ソ.conf".encode(encoding.value)))
    path.write_bytes("名前 = 営業\n".encode(encoding.value))
    document = target.read(file=str(target.ground / "設定ソ.conf"))
    assert document.text == "名前 = 営業\n"
    assert target.runner.write(document, "名前 = 総務\n", "").lines_added == 1
    assert path.read_bytes() == "名前 = 総務\n".encode(encoding.value)
    assert target.runner.write(target.read(file=document.path), "名前 = 🗾\n", "").why is Why.ENCODING


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a\0b", "名前".encode("euc-jp")])
def test_what_is_no_text_of_the_target_is_not_edited(target, content):
    (target.ground / "queues.conf").write_bytes(content)
    assert read(target).why is Why.NO_TEXT


def test_bytes_that_would_not_come_back_the_same_are_not_edited(target):
    """CP932 spells some letters twice; an edit elsewhere in the file must not respell them."""
    target.encoding = Encoding.CP932
    (target.ground / "queues.conf").write_bytes(b"\x87\x90")
    assert read(target).why is Why.NO_TEXT


def test_sizes_are_bounded(target):
    path = target.ground / "queues.conf"
    path.write_bytes(b"x" * (configuration.FILE_BYTES_MAX + 1))
    assert read(target).why is Why.TOO_LARGE
    path.write_bytes(b"xxxxxxxxxxxxxxx\n" * (configuration.FILE_BYTES_MAX // 16))
    document = read(target)
    assert target.runner.write(document, f"{document.text}x", "").why is Why.TOO_LARGE
    assert target.runner.write(document, "y\n" * 40_000, "").why is Why.TOO_LARGE
    assert path.read_bytes() == document.text.encode()


def test_what_changed_meanwhile_is_left_alone(target):
    document = read(target)
    (target.ground / "queues.conf").write_text("somebody else\n")
    assert target.runner.write(document, "mine\n", "").why is Why.CHANGED
    assert (target.ground / "queues.conf").read_text() == "somebody else\n"
    assert target.of("command.ended")[-1].refused == "changed"
    assert os.listdir(target.ground) == ["queues.conf"]


def test_what_this_session_did_not_read_is_not_written(target):
    document = read(target)
    other = target.ground / "other.conf"
    other.write_text("other\n")
    forged = dataclasses.replace(document, path=str(other), digest=sha256(b"other\n"))
    before = len(target.asked)
    assert target.runner.write(forged, "mine\n", "").why is Why.CHANGED
    assert (len(target.asked), other.read_text()) == (before, "other\n")


def test_nothing_is_written_where_nothing_changed_or_control_characters_came_in(target):
    document = read(target)
    assert target.runner.write(document, document.text, "").why is Why.UNCHANGED
    assert target.runner.write(document, "a\x1b[2J\n", "").why is Why.NO_TEXT


def test_a_command_that_does_not_edit_opens_nothing_for_it(target):
    assert target.read("view", file=str(target.ground / "queues.conf")).why is Why.NO_EDIT


def test_a_link_inside_the_root_is_edited_where_it_leads_and_stays_a_link(target):
    (target.ground / "enabled").symlink_to("queues.conf")
    document = read(target, "enabled")
    assert document.path == str(target.ground / "queues.conf")
    target.runner.write(document, "x\n", "")
    assert (target.ground / "enabled").is_symlink()
    assert (target.ground / "queues.conf").read_text() == "x\n"


# --- fail closed -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["journal", "recorder"])
def test_R11_what_cannot_be_kept_is_not_changed(target, what):
    document = read(target)

    def fails(_: object) -> None:
        raise GatewayFault("the disk is full")

    if what == "journal":
        target.journal = fails
    else:
        target.recorder.marker = fails
    before = len(target.asked)
    with pytest.raises(GatewayFault):
        target.runner.write(document, "mine\n", "")
    assert len(target.asked) == before
    assert (target.ground / "queues.conf").read_text() == document.text
