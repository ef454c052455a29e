from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto.wire import Malformed
from gateway.relay.ssh.request_fields import four_numbers, nothing, one_string, terminal, two_strings
from tests.gateway.relay.ssh.a_client import number, string

SIZES = number(80) + number(24) + number(0) + number(0)
EACH = {
    one_string: string(b"cat"),
    two_strings: string(b"LANG") + string(b"ja_JP.UTF-8"),
    four_numbers: SIZES,
    terminal: string(b"xterm") + SIZES + string(b"\x00"),
    nothing: b"",
}


def test_what_is_well_formed_is_read():
    assert one_string(EACH[one_string]) == b"cat"
    assert two_strings(EACH[two_strings]) == (b"LANG", b"ja_JP.UTF-8")
    assert four_numbers(EACH[four_numbers]) == (80, 24, 0, 0)
    assert terminal(EACH[terminal]) == (b"xterm", b"\x00")
    nothing(b"")


@pytest.mark.parametrize("read", EACH)
def test_not_one_byte_too_few_or_too_many(read):
    for cut in range(len(EACH[read])):
        with pytest.raises(Malformed):
            read(EACH[read][:cut])
    with pytest.raises(Malformed):
        read(EACH[read] + b"\x00")


@pytest.mark.parametrize("length", [4, 1 << 20, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_length_that_lies_is_not_filled_up(length):
    with pytest.raises(Malformed):
        one_string(number(length) + b"cat")


@given(data=st.binary(max_size=200), read=st.sampled_from(list(EACH)))
def test_anything_is_read_or_malformed(data, read):
    with suppress(Malformed):
        read(data)
