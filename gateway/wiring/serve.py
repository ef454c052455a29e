"""`sekisho serve`: one process by name, or all of them under one supervisor that starts again what dies.

The supervisor holds nothing, speaks to nobody, and passes signals on: SIGTERM stops the gateway first (it drains), then the
others; SIGHUP and SIGUSR2 go to the gateway. Started as root, it gives each process its own user before the first line of its
code.
"""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gateway.settings.reading import read
from gateway.settings.schema import Settings
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import logs
from gateway.wiring.own_program import own_program
from gateway.wiring.users import OPTIONAL, PROCESSES, become, running, user_of

log = logging.getLogger(__name__)
RESTART_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
STEADY_SECONDS = 30.0
LOOK_SECONDS = 0.05
STOP_ORDER = ("gateway", "admin_ui", "worker", "archivist", "registrar", "keeper", "monitor")
STOP_SECONDS = 10.0


def serve(settings_file: Path, process: str | None) -> int:
    """Run one process, or all. Returns the exit status. Raises SettingsRefused, PolicyUnfit or GatewayFault at the start."""
    settings = read(settings_file)
    if process is None:
        logs.begin("sekisho", settings.logs.format)
        return Supervisor(settings).run()
    os.umask(0o007)
    logs.begin(process, settings.logs.format)
    entry = _entry(process)
    user = user_of(settings, process)
    if user is not None and os.getuid() == 0:
        become(user)
    return entry(settings)


def _entry(process: str) -> Callable[[Settings], int]:
    """The process's own code, imported here and nowhere else: the gateway's parent must not load a database module."""
    match process:
        case "keeper":
            from gateway.wiring.keeper import run
        case "registrar":
            from gateway.wiring.registrar import run
        case "gateway":
            from gateway.wiring.gateway import run
        case "worker":
            from gateway.wiring.worker import run
        case "monitor":
            from gateway.wiring.monitor import run
        case "archivist":
            from gateway.wiring.archivist import run
        case "admin_ui":
            return _run_admin_ui
        case _:
            known = ", ".join((*PROCESSES, *OPTIONAL))
            raise GatewayFault(f"there is no process {process}; the processes are {known}")
    return run


def _run_admin_ui(settings: Settings) -> int:
    """Become the web office, which stands above this package: started by name, never imported. Returns never."""
    os.environ["SEKISHO_SETTINGS"] = str(settings.file)
    os.execv(sys.executable, own_program("admin_ui"))  # noqa: S606  # our own program


@dataclass(slots=True)
class _Run:
    """One process as the supervisor knows it."""

    name: str
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    again_at: float = 0.0
    failures: int = 0


class Supervisor:
    """Keeps all processes running until told to stop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runs = [_Run(name) for name in running(settings)]
        self._stopping = False
        self._clock = SystemClock()

    def run(self) -> int:
        """Until SIGTERM or SIGINT. 0 after an orderly stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for number in (signal.SIGHUP, signal.SIGUSR2):
            signal.signal(number, self._pass_on)
        while not self._stopping:
            for each in self._runs:
                self._tend(each)
            time.sleep(LOOK_SECONDS)
        self._stop_all()
        return 0

    def _tend(self, each: _Run) -> None:
        now = self._clock.monotonic()
        if each.process is None:
            if now >= each.again_at:
                self._start(each, now)
            return
        status = each.process.poll()
        if status is None:
            return
        each.failures = 0 if now - each.started > STEADY_SECONDS else each.failures + 1
        pause = RESTART_SECONDS[min(each.failures, len(RESTART_SECONDS) - 1)]
        log.error("%s ended with status %d; it is started again in %g s", each.name, status, pause)
        each.process, each.again_at = None, now + pause

    def _start(self, each: _Run, now: float) -> None:
        command = own_program("gateway", "serve", each.name)
        environment = {**_environment(), "SEKISHO_SETTINGS": str(self._settings.file)}
        # As under systemd a session of its own: its own share of the processor, and no key of our terminal ends it.
        each.process = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603  # our own module
        each.started = now

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _pass_on(self, number: int, _frame: object) -> None:
        for each in self._runs:
            if each.name == "gateway" and each.process is not None:
                each.process.send_signal(signal.Signals(number))

    def _stop_all(self) -> None:
        """In order, because the gateway's sessions say their good-byes to the registrar, and seals need the keeper."""
        for name in STOP_ORDER:
            process = next((each.process for each in self._runs if each.name == name), None)
            if process is not None and process.poll() is None:
                process.terminate()
                self._wait(name, process)

    def _wait(self, name: str, process: subprocess.Popen[bytes]) -> None:
        seconds = STOP_SECONDS + (self._settings.gateway.drain_seconds if name == "gateway" else 0.0)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            log.error("%s does not stop; it is killed", name)  # noqa: TRY400  # expected, and said
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    """Nothing of the caller's environment but what a program needs to run, and few malloc arenas: each reserves 64 MiB."""
    passed = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV") if name in os.environ}
    return {**passed, "MALLOC_ARENA_MAX": "2", "PYTHONUNBUFFERED": "1"}
