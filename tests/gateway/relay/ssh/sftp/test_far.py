"""The target's side: what it may answer, and what ends the session."""

import threading
import time

import pytest

from gateway.relay.ssh.sftp import replies, requests
from gateway.relay.ssh.sftp.far import AHEAD_MAX, WRITE_BYTES_MAX, WRITE_BYTES_SURE, Far, Stopped
from gateway.relay.ssh.sftp.folder import Declined
from gateway.relay.ssh.sftp.packets import packet
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.wire import string, uint32
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.ssh.sftp.a_server import a_far, answering


def test_a_real_server(tmp_path):
    (tmp_path / "a").write_text("x")
    with a_far(tmp_path) as far:
        assert far.real_path(b".") == str(tmp_path).encode()
        found = far.attributes(str(tmp_path / "a").encode())
        assert found is not None
        assert (found.size, found.is_file) == (1, True)
        assert far.attributes(b"none") is None
        assert far.offers(requests.PosixRename)
        assert WRITE_BYTES_SURE <= far.write_bytes <= WRITE_BYTES_MAX


def test_a_targets_words_are_replaced_by_ours():
    far = answering(lambda asked: replies.Status(id=asked.id, code=Code.PERMISSION_DENIED, words=b"SECRET"))
    with pytest.raises(Declined) as declined:
        far.do(lambda number: requests.Remove(id=number, path=b"x"))
    assert declined.value.code is Code.PERMISSION_DENIED
    assert "SECRET" not in declined.value.text.both()


@pytest.mark.parametrize("code", [1000, 6, 7, 5, 2**32 - 1])
def test_codes_nobody_knows_are_failures(code):
    far = answering(lambda asked: replies.Status(id=asked.id, code=code))
    with pytest.raises(Declined) as declined:
        far.do(lambda number: requests.Remove(id=number, path=b"x"))
    assert declined.value.code is Code.FAILURE


DATA = packet(bytes([103]) + uint32(1) + string(b"content"))


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: DATA,
        lambda asked: replies.Handle(id=asked.id + 1, handle=b"x"),
        lambda _: packet(b"\xff" * 9),
        lambda _: uint32(2**31),
        lambda asked: replies.Names(id=asked.id, entries=()),
        lambda asked: replies.Handle(id=asked.id, handle=b"x"),
    ],
)
def test_R02_an_answer_that_is_none_ends_the_session(answer):
    far = answering(answer)
    with pytest.raises(TargetError):
        far.do(lambda number: requests.Remove(id=number, path=b"x"))


@pytest.mark.parametrize("path", [b"relative", b"/a/../b", b"", b"/a\0b", b"/a/"])
def test_R02_a_real_path_has_one_spelling_or_none(path):
    entry = replies.Entry(name=path, line=b"", attributes=requests.Attributes())
    far = answering(lambda asked: replies.Names(id=asked.id, entries=(entry,)))
    with pytest.raises(TargetError):
        far.real_path(b".")


def test_content_is_sent_ahead_and_its_answers_come_back_in_any_order():
    held = []
    far = answering(lambda asked: held.append(asked))
    codes = []
    for at in range(3):
        far.write_ahead(b"h", at, b"x", codes.append)
    for asked in reversed(held):
        far.heard(packet(replies.Status(id=asked.id, code=asked.offset).encoded()))
    far.settle()
    assert codes == [2, 1, 0]


def test_no_more_is_sent_ahead_than_the_bound():
    held = []
    far = answering(lambda asked: held.append(asked))
    for at in range(AHEAD_MAX):
        far.write_ahead(b"h", at, b"x", lambda _: None)
    late = threading.Thread(target=far.write_ahead, args=(b"h", AHEAD_MAX, b"x", lambda _: None), daemon=True)
    late.start()
    late.join(0.2)
    assert late.is_alive()
    assert len(held) == AHEAD_MAX
    far.heard(packet(replies.Status(id=held[0].id, code=0).encoded()))
    late.join(10)
    assert len(held) == AHEAD_MAX + 1


def test_who_is_stopped_waits_no_more_and_the_last_question_is_still_asked():
    answers = []
    far = answering(lambda asked: answers.pop() if answers else None)
    threading.Timer(0.1, far.stop).start()
    with pytest.raises(Stopped):
        far.do(lambda number: requests.Remove(id=number, path=b"x"))
    began = time.monotonic()
    with pytest.raises(TargetError):
        far.do(lambda number: requests.Remove(id=number, path=b"x"), seconds=0.1, last=True)
    assert time.monotonic() - began < 5


def test_a_target_that_goes_wakes_everybody():
    far = answering(lambda asked: None)
    threading.Timer(0.1, far.gone, [TargetError("gone")]).start()
    with pytest.raises(TargetError, match="gone"):
        far.do(lambda number: requests.Remove(id=number, path=b"x"))


def test_a_server_of_another_version_is_none():
    far = Far(lambda _: far.heard(packet(b"\x02" + uint32(6))))
    with pytest.raises(TargetError):
        far.begin()
