import os
import socket
import subprocess
import sys

import pytest

from gateway.authentication.ports import Door
from gateway.listener.parent.kept import VARIABLE, Kept
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret


def test_what_is_put_down_is_taken_up_once_and_only_over_an_execve():
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as line:
        kept = Kept(
            listeners={Door.SSH: listener.fileno()},
            lines={"keeper": line.fileno()},
            children={12: "C-1", 13: "C-2"},
            cancel_key=Secret(b"\0key"),
        )
        assert not os.get_inheritable(listener.fileno())
        file = kept.put_down()
        assert os.get_inheritable(listener.fileno())
        assert os.get_inheritable(line.fileno())
        environment = {VARIABLE: str(file), "PATH": "/bin"}
        found = Kept.taken_up(environment)
        assert environment == {"PATH": "/bin"}
        assert (found.listeners, found.lines, found.children) == (kept.listeners, kept.lines, kept.children)
        assert found.cancel_key.reveal() == b"\0key"
        assert not os.get_inheritable(listener.fileno()), "sessions inherit nothing"
        with pytest.raises(OSError):
            os.fstat(file)


def test_at_a_first_start_there_is_nothing():
    assert Kept.taken_up({"PATH": "/bin"}) is None


def test_many_sessions_fit_and_the_file_outlives_an_execve():
    many = {pid: f"C-20261123-{pid:026}" for pid in range(1, 4001)}
    file = Kept(listeners={}, lines={}, children=many, cancel_key=Secret(b"k")).put_down()
    taken = f"Kept.taken_up({{'{VARIABLE}': '{file}'}})"
    script = f"from gateway.listener.parent.kept import Kept; print(len({taken}.children))"
    ran = subprocess.run([sys.executable, "-c", script], pass_fds=[file], capture_output=True, text=True, check=True)
    os.close(file)
    assert ran.stdout == "4000\n"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"listeners": {"ftp": 3}}', b"\xff", b'{"listeners": 1}'])
def test_what_cannot_be_read_is_a_fault_and_nobody_begins_half(content):
    file = os.memfd_create("kept", 0)
    os.write(file, content)
    with pytest.raises(GatewayFault, match="the program before"):
        Kept.taken_up({VARIABLE: str(file)})


def test_a_descriptor_that_is_none_is_a_fault():
    with pytest.raises(GatewayFault):
        Kept.taken_up({VARIABLE: "x"})
