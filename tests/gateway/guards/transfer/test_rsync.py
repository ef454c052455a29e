import subprocess

import pytest

from gateway.guards.transfer import Direction
from tests.gateway.guards.transfer.a_terminal import SECONDS, program
from tests.gateway.guards.transfer.captures import (
    RSYNC_CLIENT,
    RSYNC_DAEMON,
    RSYNC_OLD_SERVER,
    RSYNC_SERVER,
    bytewise,
    kind_of,
    tripped,
)


@pytest.mark.parametrize(("version", "length"), [(b" ", 40), (b"\x1f", 40), (b"\x1d", 14)])
def test_R03_a_real_server_trips(tmp_path, version, length):
    (tmp_path / "f").write_text("data")
    command = [program("rsync"), "--server", "--sender", "-logDtpre.LsfxCIvu", ".", f"{tmp_path}/f"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(version + bytes(7))
        server.stdin.flush()
        said = server.stdout.read(length)
        server.kill()
    assert kind_of(said) == "transfer.rsync"


def test_R03_a_real_client_trips(tmp_path):
    greeting = "".join(f"\\{byte:03o}" for byte in RSYNC_SERVER)
    shell = tmp_path / "shell"
    shell.write_text(f"#!/bin/sh\nprintf '{greeting}'\nhead -c 30 >{tmp_path}/typed\n")
    shell.chmod(0o755)
    command = [program("rsync"), "-a", "-e", str(shell), f"{tmp_path}/typed", "inside:to"]
    subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
    assert kind_of((tmp_path / "typed").read_bytes(), Direction.INPUT) == "transfer.rsync"


def test_R03_a_real_daemon_trips(tmp_path):
    (tmp_path / "daemon.conf").write_text("")
    command = [program("rsync"), "--server", "--daemon", f"--config={tmp_path}/daemon.conf", "."]
    greeting = subprocess.run(
        command, input=b"@RSYNCD: 31.0\n\n", capture_output=True, check=False, timeout=SECONDS
    ).stdout
    assert kind_of(greeting) == "transfer.rsync"


@pytest.mark.parametrize("capture", [RSYNC_CLIENT, RSYNC_SERVER, RSYNC_OLD_SERVER, RSYNC_DAEMON])
def test_R03_hand_shakes_trip_before_their_end(capture):
    finding, passed = tripped(bytewise(b"Welcome\r\n" + capture))
    assert finding is not None and finding.kind == "transfer.rsync"
    assert len(passed) < 9 + len(capture)


@pytest.mark.parametrize(
    "text",
    [
        b"the daemon says @RSYNCD: 31.0 first\r\n@README says no more\r\n",
        b"@RSYNCD: <version>\r\n",
        b"rsync  version 3.5.0  protocol version 32\r\n    xxh128 xxh3 xxh64 md5 md4 sha1 none\r\n",
        b" \x00\x00\x00",
        b"\x1e\x00\x00\x00 \x00\x00\x00",
    ],
)
def test_text_about_it_is_honest(text):
    for direction in Direction:
        assert kind_of(text, direction) is None
