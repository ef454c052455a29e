"""Host keys of an address about to be registered: proved ones only, in bounded time, whatever answers there."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gateway.relay.ssh import host_keys_of as module
from gateway.relay.ssh.dialling import Unreachable
from gateway.relay.ssh.host_keys_of import AT_ONCE, host_keys_of
from gateway.vocabulary.outcome import TargetError
from tests.gateway.relay.ssh.a_target import a_real_target


@contextmanager
def a_peer(says: bytes, *, again: bool = False) -> Iterator[int]:
    """Somebody who says this to every caller (again and again), and answers nothing; the port."""
    over = threading.Event()
    callers: list[socket.socket] = []

    def serve() -> None:
        while not over.is_set():
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            callers.append(caller)
            threading.Thread(target=speak, args=(caller,), daemon=True).start()

    def speak(caller: socket.socket) -> None:
        try:
            caller.sendall(says)
            while again and not over.wait(0.01):
                caller.sendall(says)
        except OSError:
            return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        over.set()
        for caller in callers:
            caller.close()


def test_a_real_server_shows_its_key(tmp_path) -> None:
    with a_real_target(tmp_path) as sshd:
        assert host_keys_of("127.0.0.1", sshd.port) == (sshd.host_key,)


def test_nobody_there_is_said_in_fixed_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable) as refused:
        host_keys_of("127.0.0.1", port)
    assert refused.value.text == module.NO_KEYS


@pytest.mark.parametrize(
    ("says", "again"),
    [
        (b"", False),
        (b"HTTP/1.1 200 OK\r\nX-Secret: hunter2\r\n\r\n", False),
        (b"SSH-2.0-x\r\n" + b"\xff" * 4096, False),
        (b"hunter2\r\n" * 100, True),
        (b"x" * 65536, True),
    ],
)
def test_a_peer_that_is_silent_or_hostile_costs_a_bounded_time_and_says_nothing_to_us(says: bytes, again: bool) -> None:
    with a_peer(says, again=again) as port:
        began = time.monotonic()
        with pytest.raises(TargetError) as refused:
            host_keys_of("127.0.0.1", port, seconds=1.5)
        assert time.monotonic() - began < 4
        assert "hunter2" not in f"{refused.value} {refused.value.text}"
    _let_all_end()


def test_only_a_few_at_once() -> None:
    with a_peer(b"") as port:
        for _ in range(AT_ONCE):
            with pytest.raises(Unreachable):
                host_keys_of("127.0.0.1", port, seconds=0.05)
        with pytest.raises(TargetError) as refused:
            host_keys_of("127.0.0.1", port, seconds=0.05)
        assert refused.value.text == module.BUSY
    _let_all_end()


def _let_all_end() -> None:
    """Wait until no fetch of ours is under way: the peer has gone, so each ends."""
    deadline = time.monotonic() + 25
    while any(thread.name == "host-keys" for thread in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
