import subprocess

import pytest

from gateway.guards.transfer import Direction
from tests.gateway.guards.transfer.a_terminal import SECONDS, program
from tests.gateway.guards.transfer.captures import SSH_CLIENT, SSH_SERVER, bytewise, kind_of, tripped


def test_R03_a_real_client_and_a_real_server_trip(tmp_path):
    subprocess.run(
        [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "host"], check=True, timeout=SECONDS
    )
    server = f"{program('sshd')} -i -h {tmp_path}/host -f /dev/null"
    through = f"sh -c 'tee {tmp_path}/typed | {server} | tee {tmp_path}/shown'"
    options = [f"ProxyCommand={through}", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "BatchMode=yes"]
    command = [program("ssh"), "-F", "none", *(f"-o{option}" for option in options), "nobody@inside", "true"]
    subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
    typed, shown = (tmp_path / "typed").read_bytes(), (tmp_path / "shown").read_bytes()
    assert kind_of(typed, Direction.INPUT) == "transfer.ssh"
    if b"\x14" not in shown:
        pytest.skip("this sshd does not begin here (its privilege separation folder is missing)")
    assert kind_of(shown, Direction.OUTPUT) == "transfer.ssh"


@pytest.mark.parametrize("capture", [SSH_CLIENT, SSH_SERVER])
def test_R03_a_key_exchange_trips_without_its_identification_line_too(capture):
    for direction in Direction:
        _, _, packet = capture.partition(b"\r\n")
        finding, passed = tripped(bytewise(packet), direction)
        assert finding is not None and finding.kind == "transfer.ssh"
        assert b"sntrup76" not in passed


@pytest.mark.parametrize(
    "text",
    [
        b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n",
        b"debug1: Remote protocol version 2.0, remote software version OpenSSH_9.2p1\r\ndebug1: SSH2_MSG_KEXINIT sent\r\n",
        b"Bad protocol version identification 'SSH-2.0-Go' from 192.0.2.1\r\ncurve25519-sha256,diffie-hellman\r\n",
    ],
)
def test_a_line_in_a_log_is_honest(text):
    for direction in Direction:
        assert kind_of(text * 5, direction) is None


def test_binary_that_only_begins_alike_is_none():
    begun = b"\x00\x00\x01\x2c\x06\x14" + bytes(range(16))
    for rest in (
        b"\x00\x00\x00\x08ab\x00\x00\x00\x00\x00\x00",
        b"\x00\x00\x00\x08UPPERCASE",
        b"\x00\x01\x00\x08curve255",
    ):
        assert kind_of(begun + rest) is None
