"""The units as systemd reads them, and every process under the very filters its unit names."""

import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from gateway.settings.schema import Settings
from gateway.wiring.places import places
from gateway.wiring.users import DATABASE_GROUP, OPTIONAL, PROCESSES, RECORDING_GROUP
from tests.deploy.units import FOLDER, service, system_calls, unit, words
from tests.gateway.relay.ssh.a_client import wait_until
from tests.gateway.wiring.a_service import Service, a_state

ALL = (*PROCESSES, *OPTIONAL)
PROJECT = Path(__file__).parents[2]
STATE = "/var/lib/sekisho"
SPEAKS_TLS_BY_PYOPENSSL = {"gateway", "worker"}  # databases, both ways
WITHOUT_NETWORK = {"keeper", "registrar"}
EVERYWHERE = {
    "Type": "exec", "UMask": "0007", "Restart": "always", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes",
    "PrivateMounts": "yes", "PrivateDevices": "yes", "DevicePolicy": "closed", "ProcSubset": "pid", "CapabilityBoundingSet": "",
    "AmbientCapabilities": "", "NoNewPrivileges": "yes", "SystemCallArchitectures": "native", "SystemCallErrorNumber": "EPERM",
     "LockPersonality": "yes", "RestrictRealtime": "yes", "RestrictSUIDSGID": "yes",
    "RestrictNamespaces": "yes", "RemoveIPC": "yes", "KeyringMode": "private", "ProtectKernelTunables": "yes",
    "ProtectKernelModules": "yes", "ProtectKernelLogs": "yes", "ProtectControlGroups": "yes", "ProtectHostname": "yes",
    "LimitCORE": "0", "IPAddressDeny": "any",
}  # fmt: skip
WRITES = {
    "keeper": {"keeper", "public", "db", "run/keeper"},
    "registrar": {"db", "journal", "recordings", "run/registrar", "-witness"},
    "gateway": {"recordings", "run/gateway"},
    "worker": {"db", "run/worker"},
    "admin_ui": {"db", "admin_ui", "run/admin_ui"},
    "monitor": {"run/monitor"},
    "archivist": {"db", "recordings", "run/archivist"},
}
EXPOSURE_MAX = {
    "keeper": 0.4,
    "registrar": 0.7,
    "gateway": 1.3,
    "worker": 1.2,
    "admin_ui": 1.2,
    "monitor": 1.1,
    "archivist": 1.2,
}
"""As `systemd-analyze security --offline` of Debian 12 (252) counts; what is behind them stands in docs/measurements.md."""


def test_there_is_a_unit_for_every_process_and_none_else():
    assert {path.name for path in FOLDER.glob("*.service")} == {f"sekisho-{name}.service" for name in ALL}
    wanted = words(unit("sekisho.target")["Unit"]["Wants"])
    assert {name for name in wanted if name.endswith(".service")} == {f"sekisho-{name}.service" for name in PROCESSES}


@pytest.mark.parametrize("process", ALL)
def test_R01_each_process_has_its_own_user_and_is_confined_alike(process):
    kept = service(process)
    assert {key: kept[key] for key in EVERYWHERE} == {key: [value] for key, value in EVERYWHERE.items()}
    assert kept["MemoryDenyWriteExecute"] == ["no" if process in SPEAKS_TLS_BY_PYOPENSSL else "yes"]
    assert kept["User"] == kept["Group"] == [f"sekisho-{process}"]
    assert kept["ExecStart"] == [f"/usr/lib/sekisho/current/bin/sekisho serve {process}"]
    written = {f"{STATE}{name}" if name.startswith("-") else f"{STATE}/{name}" for name in WRITES[process]}
    assert set(words(kept["ReadWritePaths"])) == written
    hidden = set(words(kept["InaccessiblePaths"]))
    if process in {
        "registrar",
        "monitor",
    }:  # they look how much room is left there, and a folder hidden is another file system
        assert not hidden & {f"-{STATE}/{name}" for name in ("db", "journal", "recordings")}
    assert (f"-{STATE}/keeper" in hidden) is (process != "keeper")
    assert not any(path.removeprefix("-") in written for path in hidden)
    assert "PrivateUsers" not in kept, "the doors tell callers apart by uid"


@pytest.mark.parametrize("process", ALL)
def test_R09_no_way_out_but_what_somebody_named(process):
    kept = service(process)
    if process in WITHOUT_NETWORK:
        assert kept["PrivateNetwork"] == ["yes"]
        assert kept["RestrictAddressFamilies"] == ["AF_UNIX"]
        assert "IPAddressAllow" not in kept
        return
    assert kept["IPAddressAllow"] == ["localhost"]
    assert kept["SocketBindDeny"] == ["any"]
    assert set(words(kept["RestrictAddressFamilies"])) == {"AF_UNIX", "AF_INET", "AF_INET6"}


def test_ports_that_may_be_listened_on_are_the_settings_own():
    gateway, office = (Settings.model_fields[name].default for name in ("gateway", "admin_ui"))
    assert service("gateway")["SocketBindAllow"] == [f"tcp:{gateway.port}", "tcp:5432"]
    assert service("admin_ui")["SocketBindAllow"] == [f"tcp:{office.port}"]
    assert "SocketBindAllow" not in service("worker")


def test_only_who_needs_it_may_ask_the_kernel_for_more():
    dangerous = {
        "ptrace",
        "mount",
        "bpf",
        "setuid",
        "chroot",
        "kexec_load",
        "init_module",
        "swapon",
        "add_key",
        "clock_settime",
    }
    for process in ALL:
        assert not dangerous & system_calls(process), process
    assert {name for name in ALL if "clock_adjtime" in system_calls(name)} == {"registrar"}
    assert not any("setpriority" in system_calls(name) for name in ALL)
    assert {name for name in ALL if "Nice" in service(name)} == {"monitor", "archivist"}
    assert {name for name in ALL if "ProtectClock" not in service(name)} == {"registrar"}
    assert {name for name in ALL if service(name)["ProtectProc"] == ["default"]} == {"gateway"}, (
        "cancel keys: /proc/PID/stat"
    )


def test_no_process_sets_a_set_group_bit_which_its_unit_forbids():
    """RestrictSUIDSGID=yes fails even a mkdir(2) that names the bit; `sekisho init` and restores run as root, outside."""
    named = {
        str(path.relative_to(PROJECT))
        for path in (PROJECT / "gateway").rglob("*.py")
        if re.search(r"\b0o[2-7][0-7]{3}\b", path.read_text())
    }
    assert named <= {
        "gateway/wiring/init.py",
        "gateway/wiring/restoring.py",
        "gateway/storage/file.py",
        "gateway/relay/ssh/sftp/landing.py",
    }


def test_the_gateway_is_stopped_by_its_parent_and_one_session_out_of_memory_is_one_session():
    kept = service("gateway")
    assert (kept["KillMode"], kept["OOMPolicy"]) == (["mixed"], ["continue"])
    drain = Settings.model_fields["gateway"].default.drain_seconds
    assert int(kept["TimeoutStopSec"][0]) >= drain + 10 + 5
    assert int(kept["LimitNOFILE"][0]) >= 4096


@pytest.mark.parametrize("process", ALL)
def test_systemd_understands_every_line(process, tmp_path):
    """`verify` names unknown keys and values; that the program is not installed here is no fault of the unit."""
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(FOLDER / f"sekisho-{process}.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [line for line in ran.stderr.splitlines() if "is not executable: No such file" not in line]
    assert said == []


@pytest.mark.parametrize("process", ALL)
def test_systemds_own_count_of_what_is_left_open(process):
    ran = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(FOLDER / f"sekisho-{process}.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", ran.stdout)
    assert found is not None, ran.stdout + ran.stderr
    version = subprocess.run(
        ["systemd-analyze", "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[1]
    more = 0.0 if version == "252" else 0.6  # others count further settings
    assert float(found.group(1)) <= EXPOSURE_MAX[process] + more, ran.stdout


def test_users_and_groups_are_those_the_program_counts_on(tmp_path):
    (tmp_path / "etc").mkdir()
    subprocess.run(
        ["systemd-sysusers", f"--root={tmp_path}", str(FOLDER / "sekisho.sysusers")], check=True, capture_output=True
    )
    shells = {line.split(":")[0]: line.split(":")[-1] for line in (tmp_path / "etc/passwd").read_text().splitlines()}
    assert {f"sekisho-{name}" for name in ALL} <= set(shells)
    assert {shells[f"sekisho-{name}"] for name in ALL} == {"/usr/sbin/nologin"}
    members = {
        line.split(":")[0]: set(filter(None, line.split(":")[3].split(",")))
        for line in (tmp_path / "etc/group").read_text().splitlines()
    }
    assert members["sekisho"] == {f"sekisho-{name}" for name in ALL}
    assert members[DATABASE_GROUP] == {
        f"sekisho-{name}" for name in ("keeper", "registrar", "worker", "admin_ui", "archivist")
    }
    assert members[RECORDING_GROUP] == {f"sekisho-{name}" for name in ("registrar", "gateway", "admin_ui", "archivist")}


def test_folders_that_are_made_at_each_boot_are_the_sockets_folders():
    lines = [
        line.split()
        for line in (FOLDER / "sekisho.tmpfiles").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    run = {path: (mode, user) for kind, path, mode, user, group, age in lines if "/run/" in path}
    assert run == {f"{STATE}/run/{name}": ("0755", f"sekisho-{name}") for name in ALL}
    assert all(age == "-" for *_, age in lines), "nothing is ever cleaned away by age"
    assert {path for kind, path, *_ in lines if kind != "d"} == {f"{STATE}/run"}, "only sockets go at a boot"


# --- under the filters themselves ------------------------------------------------------------------------------------


def under(process: str, *command: str) -> list[str]:
    return [sys.executable, "-m", "tests.deploy.under_unit", process, *command]


@pytest.fixture(scope="module")
def confined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """All processes, each under its unit's filters, on a state of their own."""
    folder = tmp_path_factory.mktemp("confined")
    made = a_state(folder)
    environment = {"PATH": os.environ["PATH"], "SEKISHO_SETTINGS": str(made.settings.file), "PYTHONPATH": str(PROJECT)}
    with ExitStack() as running, (folder / "log").open("wb") as log:
        for name in PROCESSES:
            command = under(name, sys.executable, "-m", "gateway", "serve", name)
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=PROJECT)
            running.callback(process.wait, 30)
            running.callback(process.terminate)
        service = Service.__new__(Service)
        service.folder, service.settings = folder, made.settings
        yield service


def test_all_processes_serve_under_their_units_filters(confined):
    wait_until(confined.greets, 60)
    at = places(confined.settings)
    nobodys = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    nobodys.check_hostname, nobodys.verify_mode = False, ssl.CERT_NONE
    with closing(socket.create_connection(("127.0.0.1", int(at.postgres_port.read_text())), 30)) as database:
        database.sendall(b"\0\0\0\x08\x04\xd2\x16\x2f")
        assert database.recv(1) == b"S", confined.log
        nobodys.wrap_socket(database).close()  # the session's process comes through its own half of a handshake
    wait_until(at.office_port.exists, 60)
    context = ssl.create_default_context(cafile=str(at.office_authority))
    with context.wrap_socket(
        socket.create_connection(("127.0.0.1", int(at.office_port.read_text())), 30), server_hostname="localhost"
    ) as page:
        page.sendall(b"GET /signin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert page.recv(100).startswith(b"HTTP/1.1 200"), confined.log
    for forbidden in ("Operation not permitted", "PermissionError", "MemoryError"):
        assert forbidden not in confined.log


@pytest.mark.parametrize(
    ("process", "deed"),
    [
        ("keeper", "import socket; socket.socket(socket.AF_INET)"),
        ("registrar", "import socket; socket.socket(socket.AF_INET6)"),
        ("gateway", "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"),
        ("gateway", "import os; os.chown('/tmp', -1, -1)"),
        ("worker", "import os; os.setpriority(os.PRIO_PROCESS, 0, 5)"),
        ("admin_ui", "import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)"),
    ],
)
def test_what_a_unit_does_not_permit_the_kernel_refuses(process, deed):
    """So that the test above would fail if a process needed it."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT)}
    ran = subprocess.run(
        under(process, sys.executable, "-c", deed),
        env=environment,
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=False,
    )
    assert ran.returncode == 1
    assert re.search(r"PermissionError|Permission denied|Operation not permitted", ran.stderr), ran.stderr
