import subprocess

import pytest

from gateway.guards.transfer import Direction
from tests.gateway.guards.transfer.a_terminal import SECONDS, program
from tests.gateway.guards.transfer.captures import SFTP_INIT, SFTP_VERSION, bytewise, kind_of, tripped


def test_R03_a_real_server_trips():
    command = [program("sftp-server", "/usr/lib/openssh", "/usr/libexec/openssh", "/usr/lib/ssh")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(SFTP_INIT)
        server.stdin.flush()
        greeting = server.stdout.read(40)
        server.stdin.close()
        server.wait(SECONDS)
    assert kind_of(greeting) == "transfer.sftp"


@pytest.mark.parametrize("capture", [SFTP_INIT, SFTP_VERSION, b"\x00\x00\x00\x05\x02\x00\x00\x00\x06"])
def test_R03_greetings_trip_at_their_last_byte(capture):
    for direction in Direction:
        finding, passed = tripped(bytewise(b"$ " + capture), direction)
        assert finding is not None and finding.kind == "transfer.sftp"
        assert len(passed) < 2 + len(capture)


@pytest.mark.parametrize(
    "text", [b"\x00\x00\x00\x00", b" \x00\x00\x00 \x00\x00\x00", b"\x00" * 500, b"\x00\x00\x00\x05\x01\x00\x00\x00\x09"]
)
def test_zeros_and_keys_are_honest(text):
    for direction in Direction:
        assert kind_of(text, direction) is None
