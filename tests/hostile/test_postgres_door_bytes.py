"""What no client says: bytes early, late, too many, too few, or none. Nothing of it is read as if it had come in TLS."""

import socket
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.listener.connection import ConnectionLimits
from gateway.relay.postgres.wire.opening import CancelRequest, GSSENCRequest, SSLRequest, StartupMessage
from gateway.relay.postgres.wire.passwords import PasswordMessage
from gateway.vocabulary.secret import Secret
from tests.gateway.listener.postgres.a_database_door import STARTUP, USER, a_database_door, rest_of
from tests.gateway.relay.ssh.a_client import wait_until


@pytest.fixture
def door(tmp_path):
    with a_database_door(tmp_path) as made:
        yield made
        assert made.dialled == []
        assert made.proved == []


def plain(door) -> socket.socket:
    return socket.create_connection(("127.0.0.1", door.port), timeout=10)


@pytest.mark.parametrize(
    "slipped", [STARTUP, PasswordMessage(password=Secret(b"x123456")).encoded(), b"Q\0\0\0\x04", b"\x16"]
)
@pytest.mark.parametrize("request_", [SSLRequest(), GSSENCRequest()])
def test_bytes_behind_a_request_that_has_to_be_waited_for(door, request_: object, slipped: bytes) -> None:
    """CVE-2021-23214, CVE-2021-23222: what was slipped in before TLS must not be taken for what came inside."""
    with plain(door) as client:
        client.sendall(request_.encoded() + slipped)  # type: ignore[attr-defined]
        assert b"08P01" in rest_of(client).removeprefix(b"N").removeprefix(b"S")
    wait_until(lambda: len(door.closed) == 1)
    assert door.begun == []


def test_plain_bytes_between_the_answer_and_the_handshake(door) -> None:
    with plain(door) as client:
        client.sendall(SSLRequest().encoded())
        assert client.recv(1) == b"S"
        client.sendall(STARTUP)
        rest_of(client)
    wait_until(lambda: len(door.closed) == 1)
    assert door.begun == []


@pytest.mark.parametrize(
    "more",
    [
        PasswordMessage(password=Secret(b"x123456")).encoded(),
        b"Q\0\0\0\x0dSELECT 1\0",
        STARTUP,
        b"X\0\0\0\x04",
    ],
)
def test_what_comes_with_the_startup_message(door, more: bytes) -> None:
    with door.inside() as client:
        client.sendall(STARTUP + more)
        assert b"08P01" in rest_of(client)
    assert door.begun == []


def test_a_second_startup_message_in_the_place_of_an_answer(door) -> None:
    with door.inside() as client:
        client.sendall(STARTUP)
        assert client.recv(9)[:1] == b"R"
        client.sendall(STARTUP)
        assert b"08P01" in rest_of(client)
    assert len(door.begun) == 1


@pytest.mark.parametrize("letters", [9_000, 9_900])
def test_names_of_thousands_of_letters(door, letters: int) -> None:
    with door.inside() as client:
        client.sendall(StartupMessage(parameters={"user": "s" * letters}).encoded())
        heard = rest_of(client)
    assert b"28000" in heard
    assert b"sssss" not in heard


def test_a_packet_of_ten_thousand_and_one_bytes(door) -> None:
    with door.inside() as client:
        client.sendall((10_001).to_bytes(4, "big") + b"\0\x03\0\0" + b"u" * 20_000)
        rest_of(client)
    wait_until(lambda: len(door.closed) == 1)
    assert door.begun == []


@pytest.mark.parametrize(
    "parameters",
    [
        b"user\0" + USER.encode() + b"\0user\0suzuki\0\0",
        b"user\0sato",
        b"user\0\xff\xfe\0\0",
        b"user\0sato\0\0database\0x\0\0",
    ],
)
def test_parameters_that_are_twice_or_torn_or_no_text(door, parameters: bytes) -> None:
    with door.inside() as client:
        client.sendall((8 + len(parameters)).to_bytes(4, "big") + b"\0\x03\0\0" + parameters)
        assert b"08P01" in rest_of(client)
    assert door.begun == []


@pytest.mark.parametrize("size", [2**31 - 1, 2**32 - 1, 100_000, 3])
def test_an_answer_of_an_absurd_length(door, size: int) -> None:
    with door.inside() as client:
        client.sendall(STARTUP)
        assert client.recv(9)[:1] == b"R"
        client.sendall(b"p" + size.to_bytes(4, "big"))
        assert b"08P01" in rest_of(client)
    assert "password" not in door.world.keeper.calls


@pytest.mark.parametrize("stage", ["nothing", "half a request", "answered", "half a hello", "inside", "asked"])
def test_R16_a_client_that_stalls_is_hung_up_on(door, stage: str) -> None:
    door.limits = ConnectionLimits(login_seconds=0.4)
    begun = time.monotonic()
    if stage in ("inside", "asked"):
        with door.inside() as client:
            if stage == "asked":
                client.sendall(STARTUP)
            rest_of(client)
    else:
        with plain(door) as client:
            said = {"half a request": SSLRequest().encoded()[:5], "half a hello": bytes.fromhex("16030102000100")}
            client.sendall(said.get(stage, b""))
            if stage == "answered":
                client.sendall(SSLRequest().encoded())
            rest_of(client)
    assert time.monotonic() - begun < 5
    wait_until(lambda: len(door.closed) == 1)


def test_a_client_that_takes_nothing_does_not_keep_its_process(door) -> None:
    """Last words are said to a full socket for half a second."""
    door.limits = ConnectionLimits(login_seconds=0.3)
    with plain(door) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        client.sendall(SSLRequest().encoded())
        wait_until(lambda: len(door.closed) == 1, 5)


@given(st.binary(min_size=1, max_size=300))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_of_chance_in_the_clear(door, said: bytes) -> None:
    door.limits = ConnectionLimits(login_seconds=0.2)
    with plain(door) as client:
        client.sendall(said)
        client.shutdown(socket.SHUT_WR)
        rest_of(client)
    assert door.begun == []


@given(st.binary(min_size=1, max_size=300))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_of_chance_inside(door, said: bytes) -> None:
    door.limits = ConnectionLimits(login_seconds=0.3)
    with door.inside() as client:
        client.sendall(said)
        rest_of(client)
    assert door.proved == []


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("key", [b"abcd", b"\0\0\0\0", b"x" * 256])
def test_a_cancel_with_a_wrong_secret_hears_nothing_and_does_nothing(door, key: bytes, inside: bool) -> None:
    request = CancelRequest(process_id=1000, secret_key=key).encoded()
    called: list[bool] = []
    with plain(door) as waiting:
        wait_until(lambda: len(door.cancels) == 1)
        door.cancels[0].cancel = lambda: called.append(True)
        if inside:
            with door.inside() as client:
                client.sendall(request)
                assert rest_of(client) == b""
        else:
            with plain(door) as client:
                client.sendall(request)
                assert rest_of(client) == b""
        waiting.shutdown(socket.SHUT_WR)
    assert called == []
    assert door.begun == []
