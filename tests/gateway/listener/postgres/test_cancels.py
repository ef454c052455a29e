import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.listener.postgres.cancels import KEY_BYTES, SIGNAL, CancelKeys, _start_time
from gateway.relay.postgres.wire.opening import CancelRequest
from gateway.vocabulary.secret import Secret

KEY = Secret(b"k" * 32)
CHILD = """
import sys, time
from gateway.listener.postgres.cancels import CancelKeys
from gateway.vocabulary.secret import Secret
CancelKeys.ignore()
keys = CancelKeys(Secret(b"k" * 32))
own = keys.own()
print(own.process_id, own.secret_key.hex(), flush=True)
sys.stdin.readline()
keys.listen(lambda: print("cancelled", flush=True))
print("listening", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def child():
    """A session's process, as far as cancelling goes."""
    process = subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def shown(child) -> CancelRequest:
    pid, key = child.stdout.readline().split()
    return CancelRequest(process_id=int(pid), secret_key=bytes.fromhex(key))


def listens(child) -> None:
    child.stdin.write("\n")
    child.stdin.flush()
    assert child.stdout.readline() == "listening\n"


def test_who_shows_the_key_is_heard(child) -> None:
    request = shown(child)
    listens(child)
    CancelKeys(KEY).ask(request)
    assert child.stdout.readline() == "cancelled\n"


def test_a_signal_that_comes_before_the_session_ends_nobody(child) -> None:
    CancelKeys(KEY).ask(shown(child))
    listens(child)


@pytest.mark.parametrize("wrong", ["key", "longer", "shorter", "process", "other door"])
def test_who_shows_another_key_is_not(child, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    request = shown(child)
    listens(child)
    sent: list[int] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append(pid))
    pid, key = request.process_id, request.secret_key
    keys = CancelKeys(Secret(b"o" * 32)) if wrong == "other door" else CancelKeys(KEY)
    tried = {
        "key": (pid, bytes([key[0] ^ 1, *key[1:]])),
        "longer": (pid, key + b"\0"),
        "shorter": (pid, key[:3]),
        "process": (os.getpid(), key),
        "other door": (pid, key),
    }[wrong]
    keys.ask(CancelRequest(process_id=tried[0], secret_key=tried[1]))
    assert sent == []
    CancelKeys(KEY).ask(request)
    assert sent == [pid]


@pytest.mark.parametrize("pid", [0, 1, -1, -os.getpid(), 2**31 - 1], ids=["0", "1", "-1", "own group", "most"])
def test_no_process_that_is_nobodys_is_signalled(pid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """0 and negative numbers would be whole groups (kill(2))."""
    sent: list[int] = []
    monkeypatch.setattr(os, "kill", lambda *to: sent.append(to))
    monkeypatch.setattr(CancelKeys, "_of", lambda *_: b"1234")
    CancelKeys(KEY).ask(CancelRequest(process_id=pid, secret_key=b"1234"))
    assert sent == []


def test_a_process_that_has_ended_is_passed_over(child) -> None:
    request = shown(child)
    child.kill()
    child.wait()
    CancelKeys(KEY).ask(request)


def test_the_key_is_short_and_another_for_each_process(child) -> None:
    own, other = CancelKeys(KEY).own(), shown(child)
    assert len(own.secret_key) == KEY_BYTES
    assert own.process_id == os.getpid()
    assert own.secret_key != other.secret_key


def test_a_process_whose_name_would_confuse_a_reader_is_read_rightly() -> None:
    """proc_pid_stat(5): the command is in brackets, and may hold brackets and blanks."""
    started = _start_time(os.getpid())
    comm = Path("/proc/self/comm")
    before = comm.read_text()
    try:
        comm.write_text(") S 1 (")
        assert _start_time(os.getpid()) == started
    finally:
        comm.write_text(before)


def test_it_is_no_signal_that_ends_a_session_by_itself() -> None:
    assert SIGNAL not in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)
