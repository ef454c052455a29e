import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto.openssh import string
from gateway.keeper import userauth

BLOB = b"blob"
BODY = (
    b"\x32"
    + string(b"maint")
    + string(b"ssh-connection")
    + string(b"publickey")
    + b"\x01"
    + string(b"alg")
    + string(BLOB)
)


def is_login(data: bytes) -> bool:
    return userauth.is_login(data, "maint", "alg", BLOB)


@pytest.mark.parametrize("size", [20, 32, 48, 64])
def test_the_log_in_itself(size):
    assert is_login(string(bytes(size)) + BODY)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        BODY,
        string(b"") + BODY,
        string(bytes(33)) + BODY,
        b"\0\0\0\x21" + bytes(32) + BODY,
        string(bytes(32)) + BODY + b"x",
        b"x" + string(bytes(32)) + BODY,
        string(bytes(32)) + BODY.replace(b"maint", b"root1"),
        string(bytes(32)) + BODY.replace(b"ssh-connection", b"ssh-userauth!!"),
        string(bytes(32)) + BODY.replace(b"\x01" + string(b"alg"), b"\x00" + string(b"alg")),
        string(bytes(32)) + BODY.replace(BLOB, b"blab"),
    ],
)
def test_anything_else_is_none(data):
    assert not is_login(data)


@given(st.binary(max_size=200))
def test_garbage_is_none(data):
    assert not is_login(data)
