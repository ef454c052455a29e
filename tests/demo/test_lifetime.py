"""One demo ends whole: after Ctrl-C, SIGTERM or its owner's end no process of it is left, and the state stays good."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.stand import PROJECT, Stand, alive, processes, said, stand, target_of


@pytest.fixture
def centre() -> Iterator[Stand]:
    with stand() as built:
        yield built


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_R97_nothing_is_left_running(centre: Stand, how: signal.Signals) -> None:
    manifest = centre.start()
    target = target_of(manifest, "build-host")
    key = centre.certificate("leaver", principal=target["account"], key_id="leaver")
    server = f"sekisho-test-{os.getpid()}-{how}"
    assert centre.ssh(target, f"tmux -L {server} new-session -d sleep 600", key=key).status == 0
    before = processes(centre)
    assert any("sleep" in line for line in alive(before)), "the session left nothing behind to clean up"
    assert centre.stop(how) == 0
    assert alive(before) == []


def test_the_end_of_its_owner_ends_it(centre: Stand) -> None:
    owner = subprocess.Popen(["sleep", "600"])
    centre.start(f"--while-process={owner.pid}")
    before = processes(centre)
    owner.kill()
    owner.wait()
    assert centre.process is not None
    assert centre.process.wait(30) == 0
    assert alive(before) == []


def test_killed_outright_it_takes_its_servers_along(centre: Stand) -> None:
    centre.start()
    before = processes(centre)
    assert centre.stop(signal.SIGKILL) == -signal.SIGKILL
    deadline = time.monotonic() + 20
    while alive(before) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(before) == []


def test_a_second_start_on_the_same_state_is_refused_while_one_runs(centre: Stand) -> None:
    centre.start()
    second = subprocess.run(centre.command(), capture_output=True, text=True, timeout=30, check=False, cwd=PROJECT)
    assert second.returncode == 2
    assert "already running" in second.stderr
    assert centre.process is not None
    assert str(centre.process.pid) in second.stderr
    assert centre.process.poll() is None


def test_R97_a_second_start_finds_the_same_people_and_places(centre: Stand) -> None:
    first = centre.start()
    host_key = (centre.state / "targets/build-host/host_key.pub").read_text()
    centre.stop()
    second = centre.start("--people=3")
    assert second["targets"] == first["targets"]
    assert second["people"][: len(first["people"])] == first["people"]
    assert [one["username"] for one in second["people"][len(first["people"]) :]] == ["e001", "e002", "e003"]
    assert (centre.state / "targets/build-host/host_key.pub").read_text() == host_key


def test_a_taken_port_is_named(centre: Stand) -> None:
    centre.start()
    centre.stop()
    port = json.loads((centre.state / "ports.json").read_text())["build-host"]
    with socket.create_server(("127.0.0.1", port)):
        refused = subprocess.run(centre.command(), capture_output=True, text=True, timeout=30, check=False, cwd=PROJECT)
    assert refused.returncode == 2
    assert f"build-host {port}" in refused.stderr


def test_the_death_of_a_part_ends_the_demo_and_names_it(centre: Stand) -> None:
    centre.start()
    before = processes(centre)
    victim = next(pid for pid in before if b"callcenter-app/sshd_config" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(victim, signal.SIGKILL)
    assert centre.process is not None
    assert centre.process.wait(30) == 1
    assert "callcenter-app ended with -9" in centre.output
    assert alive(before) == []


def test_R16_code_is_printed_for_a_person_of_the_cast(centre: Stand) -> None:
    centre.start()
    answer = said([*centre.command()[:3], "code", "sato", f"--state={centre.state}"])
    assert answer.status == 0
    assert answer.out.strip().isdigit()
    assert len(answer.out.strip()) == 6
    assert said([*centre.command()[:3], "code", "nobody", f"--state={centre.state}"]).status == 2
