"""One demo stack a test run: the first test that asks starts it, every worker shares it, the controller ends it.

Fixtures: `demo`, the manifest; `engineer` and `engineer_with_password`, a fresh person for each test, because a code is good
once and a test that draws somebody new never waits 30 s for the next.
"""

import fcntl
import json
import os
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PEOPLE = 230
_PROJECT = Path(__file__).resolve().parent.parent
WITH_PASSWORD = 40  # as the manifest says: the first of the further engineers
READY_SECONDS = 200
_SHARED = (
    "SEKISHO_TEST_SHARED"  # directory of the whole run (made when needed), handed to the workers in the environment
)
_CONTROLLER = "SEKISHO_TEST_CONTROLLER"
_RUNNING = "SEKISHO_TEST_MANIFEST"  # the manifest of a demo that runs already, for whoever works on one test

Manifest = dict[str, Any]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "demo: needs the running demo stack")
    if not hasattr(config, "workerinput"):
        name = f"sekisho-test-{os.getpid()}-{secrets.token_hex(4)}"
        os.environ[_SHARED], os.environ[_CONTROLLER] = str(Path(tempfile.gettempdir(), name)), str(os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shared = _shared()
        try:
            _end(shared)
        finally:
            shutil.rmtree(shared, ignore_errors=True)


@pytest.fixture(scope="session")
def demo() -> Manifest:
    """The manifest of the run's one demo stack (design of the manifest: deploy/demo_stack/manifest.py)."""
    shared = _shared()
    running = os.environ.get(_RUNNING)
    with _locked(shared):
        if running is None and not (shared / "manifest.json").exists():
            _start(shared)
    manifest: Manifest = json.loads(Path(running or shared / "manifest.json").read_text(encoding="utf-8"))
    return manifest


@pytest.fixture
def engineer(demo: Manifest) -> dict[str, Any]:
    """An engineer nobody has logged in as yet, with an approved free-shell order; no password."""
    return _draw(demo, "without", WITH_PASSWORD + 1, PEOPLE)


@pytest.fixture
def engineer_with_password(demo: Manifest) -> dict[str, Any]:
    """An engineer nobody has logged in as yet, with an approved free-shell order and a password."""
    return _draw(demo, "with", 1, WITH_PASSWORD)


def colleague(demo: Manifest) -> dict[str, Any]:
    """An engineer with a password whom many tests of one worker may share; nobody else draws this one."""
    return _draw(demo, "with", 1, WITH_PASSWORD)


def _draw(demo: Manifest, which: str, first: int, last: int) -> dict[str, Any]:
    shared, running = _shared(), os.environ.get(_RUNNING)
    with _locked(shared):
        kept = (
            shared if running is None else Path(running).parent
        )  # of a demo that runs on, who was drawn before is not fresh
        counter = kept / f"drawn-{which}-password"
        number = int(counter.read_text()) + 1 if counter.exists() else first
        counter.write_text(str(number))
    if number > last:
        pytest.fail(f"no fresh engineer {which} password is left: raise PEOPLE in {Path(__file__).name}")
    person: dict[str, Any] = next(one for one in demo["people"] if one["username"] == f"e{number:03d}")
    return person


def _start(shared: Path) -> None:
    if (shared / "failed").exists():
        pytest.fail("the demo stack did not start: see the first test that failed so")
    command = [sys.executable, "-m", "deploy.demo_stack", f"--state={shared / 'state'}", f"--people={PEOPLE}"]
    command += [f"--database={os.environ.get('SEKISHO_TEST_DATABASE', 'sqlite')}"]
    command += [f"--manifest={shared / 'manifest.json'}", f"--while-process={os.environ[_CONTROLLER]}"]
    with (shared / "output").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True, cwd=_PROJECT)
    (shared / "pid").write_text(str(process.pid))
    deadline = time.monotonic() + READY_SECONDS
    while not (shared / "manifest.json").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            (shared / "failed").touch()
            pytest.fail("the demo stack did not start:\n" + (shared / "output").read_text(errors="replace")[-4000:])
        time.sleep(0.1)
    process.returncode = 0  # left running on purpose: the controller ends it


def _end(shared: Path) -> None:
    if not (shared / "pid").exists():
        return
    try:
        process = os.pidfd_open(int((shared / "pid").read_text()))
    except ProcessLookupError:
        return
    signal.pidfd_send_signal(process, signal.SIGTERM)
    if not select.select([process], [], [], 60)[0]:
        signal.pidfd_send_signal(process, signal.SIGKILL)
        raise TimeoutError("the demo stack did not end within 60 s")
    os.close(process)


def _shared() -> Path:
    return Path(os.environ[_SHARED])


@contextmanager
def _locked(shared: Path) -> Iterator[None]:
    shared.mkdir(exist_ok=True)
    shared.chmod(0o711)  # the demo's other users pass through
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
