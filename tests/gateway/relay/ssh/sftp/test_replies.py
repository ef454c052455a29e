"""Answers: every one round and round, and none that carries content."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.crypto.wire import Malformed
from gateway.relay.ssh.sftp import replies
from gateway.relay.ssh.sftp.message import Message
from gateway.relay.ssh.sftp.wire import string, uint32
from tests.gateway.relay.ssh.sftp.test_attributes import ATTRIBUTES, U32
from tests.gateway.relay.ssh.sftp.test_requests import OF_SHAPE

ENTRIES = st.lists(
    st.builds(replies.Entry, name=st.binary(max_size=20), line=st.binary(max_size=20), attributes=ATTRIBUTES),
    max_size=4,
).map(tuple)
OF_SHAPE[replies.Names.SHAPES["entries"]] = ENTRIES


def answers() -> st.SearchStrategy[Message]:
    return st.one_of(
        st.builds(kind, id=U32, **{name: OF_SHAPE[shape] for name, shape in kind.SHAPES.items()})
        for kind in replies.KINDS
    )


@settings(deadline=None)
@given(answers())
def test_what_is_written_is_read(reply: Message) -> None:
    assert replies.parse_reply(reply.encoded()) == reply


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_garbage_is_an_answer_or_malformed(body: bytes) -> None:
    with contextlib.suppress(Malformed):
        assert isinstance(replies.parse_reply(body), Message)


def test_R02_content_is_no_answer_at_all() -> None:
    with pytest.raises(Malformed):
        replies.parse_reply(bytes([103]) + uint32(1) + string(b"content of a file"))
    assert 103 not in {kind.TYPE for kind in replies.KINDS}


def test_a_status_without_words_is_understood() -> None:
    assert replies.parse_reply(bytes([101]) + uint32(1) + uint32(4)) == replies.Status(id=1, code=4)


def test_a_flood_of_names_is_refused_by_its_count() -> None:
    with pytest.raises(Malformed):
        replies.parse_reply(bytes([104]) + uint32(1) + uint32(2**31))


def test_the_version() -> None:
    version = replies.Version(version=3, extensions={b"a@b": b"1"})
    assert replies.parse_version(version.encoded()) == version
    for body in (b"\x02" + uint32(2), b"\x02" + uint32(4), b"\x65" + uint32(3), b"\x02" + uint32(3) + string(b"a")):
        with pytest.raises(Malformed):
            replies.parse_version(body)
