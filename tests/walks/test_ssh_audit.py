"""What ssh-audit says of the running door: no failure, and no warning but that classical key exchanges are classical."""

import json
import select
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from gateway.relay.ssh import algorithms
from tests.walks.clients import SECONDS, eventually
from tests.walks.jumper import FREE, Jumper

POST_QUANTUM = "does not provide protection against post-quantum attacks"
CLASSICAL = {"curve25519-sha256", "curve25519-sha256@libssh.org"}
DROPBEAR = b"SSH-2.0-dropbear_2022.83\r\n"


def audited(host, port):
    program = Path(sys.executable).with_name("ssh-audit")
    assert program.exists(), "ssh-audit is missing: deploy/install dev"
    ran = subprocess.run(
        [str(program), "--json", "--skip-rate-test", "-p", str(port), host],
        capture_output=True,
        timeout=SECONDS * 2,
        check=False,
    )
    assert ran.returncode in {0, 2}, ran.stdout + ran.stderr  # 2: warnings, 3: failures
    return json.loads(ran.stdout)


def notes(report, level):
    """(algorithm, note) of every note of this level."""
    return {
        (one["algorithm"], note)
        for part in ("kex", "key", "enc", "mac")
        for one in report[part]
        for note in one["notes"].get(level, [])
    }


def names(report, part):
    return [one["algorithm"] for one in report[part]]


def assert_clean(report):
    assert notes(report, "fail") == set()
    assert notes(report, "warn") == {(name, POST_QUANTUM) for name in CLASSICAL}
    assert report["cves"] == []
    assert report["recommendations"] == {}


def test_no_failure_and_no_warning_but_for_classical_exchanges(demo):
    ssh = demo["gateway"]["ssh"]
    report = audited(ssh["host"], ssh["port"])
    assert_clean(report)
    assert names(report, "kex")[0] == "mlkem768x25519-sha256", "post-quantum first"
    assert "kex-strict-s-v00@openssh.com" in names(report, "kex"), "Terrapin (CVE-2023-48795)"
    assert names(report, "key") == ["ssh-ed25519"]
    assert report["banner"]["raw"] == "SSH-2.0-Sekisho", "no version to look up"
    assert report["compression"] == ["none"]


def test_the_inner_server_of_a_jump_is_no_weaker(client, sekisho):
    port = _free_port()
    with Jumper(client, sekisho).popen("-N", "-L", f"127.0.0.1:{port}:{FREE}:22", "gw") as forwarding:
        eventually(lambda: _listens(port), SECONDS)
        report = audited("127.0.0.1", port)
        forwarding.terminate()
    assert_clean(report)
    assert set(names(report, "key")) == {"ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519"}


def test_dropbear_alone_is_offered_what_dropbear_needs(demo):
    with _said_as(DROPBEAR, demo) as port:
        report = audited("127.0.0.1", port)
    assert notes(report, "fail") == set()
    assert {name for name, _ in notes(report, "warn")} == {*CLASSICAL, "hmac-sha2-256"}, "encrypt-and-MAC"
    assert (names(report, "enc"), names(report, "mac")) == (["aes256-ctr"], ["hmac-sha2-256"])


@pytest.mark.parametrize(
    "banner",
    [
        b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10", b"SSH-2.0-OpenSSH_10.0p2", b"SSH-2.0-PuTTY_Release_0.78",
        b"SSH-2.0-TTSSH/3.4 Win32", b"SSH-2.0-WinSCP_release_6.3", b"SSH-2.0-x", b"SSH-2.0-Dropbear_2022.83",
        b"SSH-2.0-notdropbear", b"SSH-2.0-OpenSSH dropbear", b"SSH-2.0- dropbear",
    ],
)  # fmt: skip
def test_no_other_banner_gets_a_cipher_without_authenticated_encryption(demo, banner):
    ciphers, macs = _offered(demo, banner + b"\r\n")
    assert ciphers == list(algorithms.CIPHERS)
    assert all(name.endswith("-etm@openssh.com") for name in macs)


# --- below ---------------------------------------------------------------------------------------------------------------


@contextmanager
def _said_as(banner: bytes, demo) -> Iterator[int]:
    """A port that leads to the door, where every client introduces itself with `banner`."""
    ssh = demo["gateway"]["ssh"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(SECONDS)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    client, _ = server.accept()
                    threading.Thread(
                        target=_carry, args=(client, (ssh["host"], ssh["port"]), banner), daemon=True
                    ).start()

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def _carry(client: socket.socket, door: tuple[str, int], banner: bytes) -> None:
    with client, socket.create_connection(door, timeout=SECONDS) as gateway, suppress(OSError):
        line = b""
        while not line.endswith(b"\n"):
            if not (octet := client.recv(1)):
                return
            line += octet
        gateway.sendall(banner)
        while True:
            for ready in select.select([client, gateway], [], [], SECONDS)[0]:
                if not (data := ready.recv(65536)):
                    return
                (gateway if ready is client else client).sendall(data)


def _offered(demo, line: bytes) -> tuple[list[str], list[str]]:
    """Ciphers and MACs of the door's KEXINIT (RFC 4253 §7.1) for a client that introduces itself so."""
    ssh = demo["gateway"]["ssh"]
    with socket.create_connection((ssh["host"], ssh["port"]), timeout=SECONDS) as door:
        door.sendall(line)
        stream = door.makefile("rb")
        assert stream.readline().startswith(b"SSH-2.0-Sekisho")
        size, padding = struct.unpack(">IB", stream.read(5))
        payload = stream.read(size - 1)[: size - 1 - padding]
    assert payload[0] == 20
    lists, at = [], 17
    for _ in range(10):
        (length,) = struct.unpack_from(">I", payload, at)
        lists.append(payload[at + 4 : at + 4 + length].decode().split(","))
        at += 4 + length
    return lists[2], lists[4]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
