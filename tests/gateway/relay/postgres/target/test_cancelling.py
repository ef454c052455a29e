"""A cancel goes its own pinned way, once at a time, and ends by itself whatever the server does."""

import threading
import time
from dataclasses import replace

import pytest

from gateway.relay.postgres.target import cancelling
from gateway.relay.postgres.target.cancelling import Cancel
from gateway.relay.postgres.wire.opening import CancelRequest
from gateway.relay.postgres.wire.status import BackendKeyData
from tests.gateway.relay.postgres.target.a_database import made
from tests.gateway.relay.postgres.target.a_liar import a_liar

KEY = BackendKeyData(process_id=7, secret_key=b"1234")
PACKET = CancelRequest(process_id=7, secret_key=b"1234").encoded()


def over(cancel: Cancel, seconds: float = 5.0) -> float:
    began = time.monotonic()
    while cancel.under_way:
        assert time.monotonic() - began < seconds
        time.sleep(0.005)
    return time.monotonic() - began


def test_the_request_as_postgresql_wants_it_and_nothing_else():
    heard = []
    with a_liar(lambda server: heard.append(server.sock.recv(100))) as target:
        cancel = Cancel(target, KEY)
        cancel()
        over(cancel)
    assert heard == [PACKET]


def test_without_a_key_nobody_is_asked():
    heard = []
    with a_liar(lambda server: heard.append(1)) as target:
        Cancel(target, None)()
        assert not Cancel(target, None).under_way
    assert heard == []


def test_one_at_a_time_however_often_it_is_called():
    heard, let_go = [], threading.Event()

    def script(server) -> None:
        heard.append(server.sock.recv(100))
        let_go.wait(5)

    with a_liar(script) as target:
        cancel = Cancel(target, KEY)
        for _ in range(50):
            cancel()
        assert cancel.under_way
        let_go.set()
        over(cancel)
        cancel()
        over(cancel)
    assert heard == [PACKET, PACKET]


@pytest.mark.parametrize("kind", ["silent", "talks on", "away"])
def test_a_server_that_does_not_close_is_left_in_time(monkeypatch, kind):
    monkeypatch.setattr(cancelling, "CANCEL_SECONDS", 0.4)
    script = {
        "silent": lambda server: server.silence(),
        "talks on": lambda server: server.for_ever(b"x"),
        "away": None,
    }[kind]
    with a_liar(script or (lambda server: None)) as target:
        cancel = Cancel(replace(target, port=1) if script is None else target, KEY)
        cancel()
        over(cancel, 2)


def test_R15_the_key_is_told_to_the_pinned_server_alone(database):
    cancel = Cancel(database.target(host_keys=(made()[0],)), KEY)
    cancel()
    over(cancel)
    cancel = Cancel(database.target(), KEY)  # another's key: the server says nothing, and does nothing
    cancel()
    over(cancel)
