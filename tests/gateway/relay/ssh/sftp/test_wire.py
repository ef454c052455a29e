"""Fields as they stand in a message."""

import pytest

from gateway.crypto.wire import Malformed, Reader
from gateway.relay.ssh.sftp.wire import string, uint32, uint64


def test_what_is_written_is_read() -> None:
    reader = Reader(uint32(7) + uint64(2**40) + string(b"name") + b"\x05")
    assert (reader.uint32(), reader.uint64(), reader.string(), reader.byte()) == (7, 2**40, b"name", 5)
    reader.end()


@pytest.mark.parametrize("data", [b"", b"\0\0\0", b"\0\0\0\x05abcd", b"\xff\xff\xff\xffabcd"])
def test_a_string_is_never_longer_than_its_message(data: bytes) -> None:
    with pytest.raises(Malformed):
        Reader(data).string()


def test_what_is_left_over_is_an_error() -> None:
    with pytest.raises(Malformed):
        Reader(b"x").end()
