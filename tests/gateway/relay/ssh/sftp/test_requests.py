"""Requests: every one round and round, and garbage."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.crypto.wire import Malformed
from gateway.relay.ssh.sftp import requests
from gateway.relay.ssh.sftp.attributes import ATTRIBUTES as ATTRIBUTES_SHAPE
from gateway.relay.ssh.sftp.message import Message
from gateway.relay.ssh.sftp.wire import STRING, UINT32, UINT64, Shape, string, uint32
from tests.gateway.relay.ssh.sftp.test_attributes import ATTRIBUTES, U32, U64

OF_SHAPE: dict[Shape, st.SearchStrategy[object]] = {
    STRING: st.binary(max_size=60),
    UINT32: U32,
    UINT64: U64,
    ATTRIBUTES_SHAPE: ATTRIBUTES,
}


def messages(kinds: tuple[type[Message], ...]) -> st.SearchStrategy[Message]:
    return st.one_of(
        st.builds(kind, id=U32, **{name: OF_SHAPE[shape] for name, shape in kind.SHAPES.items()}) for kind in kinds
    )


@settings(deadline=None)
@given(messages(requests.KINDS))
def test_what_is_written_is_read(request: Message) -> None:
    assert requests.parse_request(request.encoded()) == request


@settings(deadline=None)
@given(messages(requests.KINDS), st.data())
def test_a_request_cut_short_or_prolonged_is_malformed(request: Message, data: st.DataObject) -> None:
    body = request.encoded()
    with pytest.raises(Malformed):
        requests.parse_request(body + b"x")
    cut = data.draw(st.integers(0, len(body) - 1))
    if isinstance(request, requests.AskLimits | requests.FSync | requests.PosixRename) and cut < 9:
        return
    with pytest.raises(Malformed):
        requests.parse_request(body[:cut])


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_garbage_is_a_request_or_malformed(body: bytes) -> None:
    with contextlib.suppress(Malformed):
        assert isinstance(requests.parse_request(body), Message)


def test_what_nobody_named_keeps_its_id_and_name() -> None:
    assert requests.parse_request(b"\xc8" + uint32(5) + string(b"statvfs@openssh.com") + b"rest") == requests.Unknown(
        id=5, type=200, name=b"statvfs@openssh.com"
    )
    assert requests.parse_request(b"\x15" + uint32(6)) == requests.Unknown(id=6, type=21)


@pytest.mark.parametrize("body", [b"\x01" + uint32(2), b"\x10" + uint32(3), b"\x01", b"\x02" + uint32(3)])
def test_the_first_message_is_init_of_version_3_or_later(body: bytes) -> None:
    with pytest.raises(Malformed):
        requests.parse_init(body)
    assert requests.parse_init(b"\x01" + uint32(6) + string(b"x")).version == 6


def test_a_second_init_is_malformed() -> None:
    with pytest.raises(Malformed):
        requests.parse_request(b"\x01" + uint32(3))
