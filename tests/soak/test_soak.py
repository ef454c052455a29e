"""Many log-ins one after another and side by side: afterwards nothing has grown, and every session has a verified recording."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.walks.clients import Client, eventually
from tests.walks.office import Sekisho

LOGINS = 150
SIDE_BY_SIDE = 8
SERVICES = ("keeper", "registrar", "gateway", "worker")
GROWTH_KIB_MAX = 24 * 1024  # of one service over the whole run; a leak of a session's state would be many times that


@pytest.fixture(scope="module")
def stack():
    folder = Path(tempfile.mkdtemp(prefix="sekisho-soak-"))  # not pytest's: other users must be able to pass through
    folder.chmod(0o711)
    manifest = folder / "manifest.json"
    command = [sys.executable, "-m", "deploy.demo_stack", f"--state={folder / 'state'}", f"--manifest={manifest}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, f"--people={LOGINS + 20}"], stdout=log, stderr=log)
    try:
        eventually(lambda: manifest.exists() or process.poll() is not None, 180)
        assert process.poll() is None, (folder / "log").read_text()
        yield json.loads(manifest.read_text()), process.pid
    finally:
        process.terminate()
        process.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def services(parent: int) -> dict[str, int]:
    """Process ids of the four services below the demo's process: the supervisor's children, not their children."""
    found = {}
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes().decode().split("\0")
        except OSError:
            continue
        pid = int(file.parent.name)
        if "serve" in words and words[-2] in SERVICES and parent in ancestors(pid):
            found[words[-2]] = min(pid, found.get(words[-2], pid))
    return found


def ancestors(pid: int) -> list[int]:
    chain = []
    while pid > 1:
        chain.append(pid)
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            break
    return chain


def memory_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("Pss:")))


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


@pytest.mark.long
@pytest.mark.timeout(900)
def test_R41_R96_many_logins_leave_nothing_behind(stack, tmp_path):
    demo, parent = stack
    people = [person for person in demo["people"] if person["username"].startswith("e")]
    log_in(demo, people[:20], tmp_path)  # what is made once is made now
    eventually(lambda: sorted(services(parent)) == sorted(SERVICES))
    pids = services(parent)
    before = {name: (memory_kib(pid), descriptors(pid)) for name, pid in pids.items()}
    begun = time.perf_counter()
    log_in(demo, people[20:], tmp_path)
    seconds = time.perf_counter() - begun
    sekisho = Sekisho(demo)
    eventually(lambda: not sekisho.json("session", "list", "--running")["sessions"], 30)
    assert services(parent) == pids, "a service was started again"
    after = {name: (memory_kib(pid), descriptors(pid)) for name, pid in pids.items()}
    print(f"\n{LOGINS} log-ins, {SIDE_BY_SIDE} side by side: {seconds:.1f} s, {LOGINS / seconds:.1f} a second")
    for name in SERVICES:
        (kib, files), (kib_then, files_then) = before[name], after[name]
        print(f"  {name:<10} {kib:>8} -> {kib_then:>8} KiB PSS   {files:>3} -> {files_then:>3} descriptors")
        assert after[name][0] - before[name][0] < GROWTH_KIB_MAX, name
        assert after[name][1] <= before[name][1] + 4, name
    verified = sekisho.run("recording", "verify", "--all")
    assert verified.returncode == 0, verified.stdout
    assert sekisho.run("audit", "verify", "--witness", demo["witness"]).returncode == 0
    assert len(sekisho.json("recording", "list", "--limit", "1000")["recordings"]) == LOGINS + 20


def log_in(demo, people, folder: Path) -> None:
    def one(person) -> tuple[int, str]:
        home = folder / person["username"]
        home.mkdir()
        ran = Client(demo, person, home).ssh("build-host", "exit 7")
        return ran.returncode, "" if ran.returncode == 7 else ran.stderr.decode()[-1500:]

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        assert set(pool.map(one, people)) == {(7, "")}
