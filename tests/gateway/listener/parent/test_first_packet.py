"""What a database client begins with, and what it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.listener.parent.first_packet import head
from gateway.listener.parent.version_line import Speech
from gateway.relay.postgres.wire.opening import (
    CancelRequest,
    GSSENCRequest,
    SSLRequest,
    StartupMessage,
)

STARTUP = StartupMessage(parameters={"user": "sato+callcenter-db", "database": "callcenter"}).encoded()
CANCEL = CancelRequest(process_id=1, secret_key=b"1234").encoded()
HELLO = bytes.fromhex("1603010200010001fc0303")


@pytest.mark.parametrize("first", [SSLRequest().encoded(), GSSENCRequest().encoded(), CANCEL, HELLO])
def test_a_client_that_asks_as_it_should_is_ready_with_eight_bytes(first: bytes) -> None:
    assert head(first[:8]) is Speech.OFFER
    assert all(head(first[:cut]) is Speech.UNFINISHED for cut in range(8))


def test_a_log_in_in_the_clear_is_known_as_one() -> None:
    assert head(STARTUP[:8]) is Speech.PLAIN
    assert all(head(STARTUP[:cut]) is Speech.UNFINISHED for cut in range(8))


@pytest.mark.parametrize(
    "first",
    [
        b"SSH-2.0-",
        b"GET / HT",
        b"\0\0\0\x07\x04\xd2\x16\x2f",  # shorter than itself
        b"\0\0\x27\x11\0\x03\0\0",  # 10,001 bytes
        b"\0\0\0\x09\x04\xd2\x16\x2f",  # an SSLRequest with a byte more
        b"\0\0\0\x10\x04\xd2\x16\x2f",
        b"\0\0\0\x0c\x04\xd2\x16\x2e",  # a CancelRequest without a key
        b"\0\0\x02\0\x04\xd2\x16\x2e",  # one with a key of 500 bytes
        b"\0\0\0\x08\x04\xd2\x16\x33",  # the request after the last
        b"\0\0\0\x20\0\x02\0\0",  # protocol 2
        b"\x16\x02\x01\x02\0\x01\0\0",
        b"\x16\x03\x01\0\0\x01\0\0",
        b"\x16\x03\x01\xff\xff\x01\0\0",
        b"\x16\x03\x01\x02\0\x02\0\0",  # a ServerHello
        b"\x80\x2e\x01\x03\x01\0\x15\0",  # SSL 2
    ],
)
def test_what_no_client_of_this_door_begins_with(first: bytes) -> None:
    assert head(first) is Speech.FOREIGN


@given(st.binary(max_size=16))
def test_bytes_of_chance_never_raise_and_more_of_them_never_unsay(first: bytes) -> None:
    said = head(first)
    if said is Speech.FOREIGN:
        assert head(first + b"x") is Speech.FOREIGN or len(first) >= 8
