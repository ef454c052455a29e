"""The first packets of a client: named, bounded, and nothing slipped in before TLS."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.wire.opening import (
    STARTUP_BYTES_MAX,
    CancelRequest,
    DirectTls,
    GSSENCRequest,
    Opening,
    SSLRequest,
    StartupMessage,
)
from gateway.vocabulary.outcome import PeerError
from tests.gateway.relay.postgres.wire.messages import INT32, TEXTS

STARTUPS = st.builds(
    StartupMessage,
    major=st.integers(0, 65535).filter(lambda major: major != 1234),
    minor=st.integers(0, 65535),
    parameters=st.dictionaries(TEXTS.filter(bool), TEXTS, max_size=4),
)
REQUESTS = st.one_of(
    st.builds(SSLRequest),
    st.builds(GSSENCRequest),
    st.builds(CancelRequest, process_id=INT32, secret_key=st.binary(min_size=4, max_size=256)),
)


@settings(deadline=None)
@given(STARTUPS | REQUESTS)
def test_what_was_written_is_read_byte_by_byte(opened):
    packet, opening = opened.encoded(), Opening()
    answers = [opening.feed(packet[at : at + 1]) for at in range(len(packet))]
    assert answers == [None] * (len(packet) - 1) + [opened]
    assert opening.rest == b""


def test_what_comes_behind_a_startup_is_the_framers():
    opening = Opening()
    assert opening.feed(StartupMessage(parameters={"user": "sato"}).encoded() + b"p") is not None
    assert opening.rest == b"p"


@settings(deadline=None)
@given(REQUESTS, st.binary(min_size=1, max_size=9))
def test_what_comes_with_a_request_for_tls_was_slipped_in(opened, more):
    with pytest.raises(PeerError, match="in the clear"):
        Opening().feed(opened.encoded() + more)


@pytest.mark.parametrize("length", [0, 4, 7, STARTUP_BYTES_MAX + 1, 2**31, 2**32 - 1])
def test_a_length_that_lies_is_refused_at_once(length):
    with pytest.raises(PeerError):
        if Opening().feed(length.to_bytes(4, "big")) is None and length >> 24 == 0x16:
            raise AssertionError


@pytest.mark.parametrize("data", [b"GET / HTTP/1.1\r\n", b"SSH-2.0-x\r\n", b"\xff" * 8])
def test_other_protocols_are_refused(data):
    with pytest.raises(PeerError, match="no PostgreSQL client"):
        Opening().feed(data)


def test_tls_without_asking_is_told_apart_and_left_whole():
    opening = Opening()
    assert opening.feed(b"\x16\x03\x01\x02\x00") == DirectTls()
    assert opening.rest == b"\x16\x03\x01\x02\x00"


@pytest.mark.parametrize(
    "body",
    [
        b"\0\3\0\0user\0sato\0",  # no end
        b"\0\3\0\0user\0sato\0\0more",
        b"\0\3\0\0user\0sato\0user\0root\0\0",  # whose name counts?
        b"\0\3\0\0user\0\xff\0\0",
        b"\0\3\0\0user\0",
        b"\x04\xd2\x16\x2f\0",  # SSLRequest and a byte
        b"\x04\xd2\x16\x2e\0\0\0\1abc",  # a key of three bytes
        b"\x04\xd2\x16\x2e\0\0\0\1" + b"k" * 257,
        b"\x04\xd2\x16\x31",
    ],
)
def test_a_packet_that_is_not_what_it_says_is_refused(body):
    with pytest.raises(PeerError):
        Opening().feed((len(body) + 4).to_bytes(4, "big") + body)


def test_names_and_their_defaults():
    assert StartupMessage(parameters={"user": "sato+callcenter-db"}).database == "sato+callcenter-db"
    assert StartupMessage(parameters={"user": "a", "database": "b"}).database == "b"
    assert StartupMessage(parameters={}).user == ""


@pytest.mark.parametrize(
    ("asked", "is_asked"),
    [("database", True), ("true", True), ("on", True), ("of", True), ("false", False), ("off", False)],
)
def test_replication_is_known_by_any_spelling(asked, is_asked):
    assert bool(StartupMessage(parameters={"user": "a", "replication": asked}).replication) is is_asked


def test_what_cannot_be_said_is_not_written():
    with pytest.raises(ValueError, match="without a name"):
        StartupMessage(parameters={"": "x"}).encoded()
    with pytest.raises(ValueError, match="longer"):
        StartupMessage(parameters={"user": "x" * STARTUP_BYTES_MAX}).encoded()


def test_a_key_is_not_shown():
    assert "abcd" not in repr(CancelRequest(process_id=1, secret_key=b"abcd"))
