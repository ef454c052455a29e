import pytest
from hypothesis import given
from hypothesis import strategies as st
from paramiko import Message

from gateway.listener.jump.opening import DirectOpening, confirmation, failure, parse_direct


def message(host: bytes, port: int = 22, *, origin: bytes = b"127.0.0.1") -> Message:
    made = Message()
    for number in (7, 1 << 21, 32768):
        made.add_int(number)
    made.add_string(host)
    made.add_int(port)
    made.add_string(origin)
    made.add_int(65535)
    return Message(made.asbytes())


def test_read_as_it_came():
    assert parse_direct(message(b"callcenter-app")) == DirectOpening(
        remote=7, window=1 << 21, packet_bytes=32768, host=b"callcenter-app", port=22
    )


@given(st.binary(max_size=300), st.integers(0, 2**32 - 1), st.binary(max_size=50))
def test_any_bytes_are_read_and_described_in_printable_ascii(host, port, origin):
    opening = parse_direct(message(host, port, origin=origin))
    assert (opening.host, opening.port) == (host, port)
    shown = opening.described()
    assert shown.isascii()
    assert shown.isprintable()
    assert shown.endswith(f":{port}")


@pytest.mark.parametrize("cut", range(40))
def test_a_message_cut_anywhere_is_an_opening_to_nowhere(cut):
    whole = message(b"callcenter-app").asbytes()
    opening = parse_direct(Message(whole[:cut]))
    assert opening.port != 22 or opening.host == b"callcenter-app"


def test_a_long_or_wild_host_is_cut_and_escaped():
    long = parse_direct(message(b"a" * 5000)).described()
    assert len(long) < 100
    assert parse_direct(message(b"\x1b[2J\r\n")).described() == "\\x1b[2J\\x0d\\x0a:22"
    assert parse_direct(message("コ".encode())).described() == "\\xe3\\x82\\xb3:22"


def test_the_answers_as_rfc_4254_has_them():
    assert failure(7, "no").asbytes() == b"\x5c" + (7).to_bytes(4, "big") + b"\0\0\0\1" + b"\0\0\0\2no" + b"\0\0\0\2en"
    assert failure(7, "").asbytes()[-8:] == bytes(8)
    numbers = b"".join(number.to_bytes(4, "big") for number in (7, 3, 100, 50))
    assert confirmation(7, 3, 100, 50).asbytes() == b"\x5b" + numbers
