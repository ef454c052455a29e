"""Every process the demo starts, and every process those leave behind; at the end none of them runs.

- A child stands in a process group of its own, so Ctrl-C reaches the demo alone, which then ends the children in order.
- The demo is a *subreaper*: what a child leaves behind (a tmux server started in a session, sshd's process of a session that
  outlives its listener) becomes the demo's own child and is ended by its process id, never by name.
- A child asks the kernel for a signal when the demo itself is killed.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.callcentre.accounts import Account, as_account

_PR_SET_CHILD_SUBREAPER = 36
_STRAGGLER_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A process to start. `ending` is the signal that asks it to end; it is killed when `patience_seconds` are over."""

    name: str
    command: Sequence[str]
    log: Path
    account: Account
    environment: Mapping[str, str]
    ending: signal.Signals = signal.SIGTERM
    patience_seconds: float = 15.0
    descriptors: tuple[int, ...] = ()


class ChildEnded(Exception):
    """A process that should run until the demo ends is gone."""


class Children:
    """Starts, watches and ends processes. Whoever makes one gives it all children of this process; main thread only."""

    def __init__(self) -> None:
        self._running: list[tuple[Errand, subprocess.Popen[bytes]]] = []
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")

    def start(self, errand: Errand) -> int:
        """Start it; its process id. Output is appended to its log."""
        on_our_death = f"--pdeathsig={errand.ending.name.removeprefix('SIG')}"
        with errand.log.open("ab") as log:
            process = subprocess.Popen(
                [*as_account(errand.account, on_our_death), *errand.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(errand.environment),
                cwd="/",
                start_new_session=True,
                pass_fds=errand.descriptors,
            )
        self._running.append((errand, process))
        return process.pid

    def check(self) -> None:
        """Reap what ended. Raises ChildEnded, with the end of its log, if one of ours is among them."""
        self._reap_strangers()
        for errand, process in self._running:
            if process.poll() is not None:
                raise ChildEnded(f"{errand.name} ended with {process.returncode}:\n{_tail(errand.log)}")

    def stop(self) -> None:
        """End all children, last started first, then whatever they left behind."""
        while self._running:
            errand, process = self._running.pop()
            _end(process, errand)
        self._end_strangers()

    def _reap_strangers(self) -> None:
        ours = {process.pid for _, process in self._running}
        for pid in descendants(os.getpid()):
            if pid not in ours and _is_our_zombie(pid):
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)

    def _end_strangers(self) -> None:
        deadline = time.monotonic() + _STRAGGLER_SECONDS
        sent = signal.SIGTERM
        while left := descendants(os.getpid()):
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, sent)
            self._reap_strangers()
            time.sleep(0.05)
            if time.monotonic() > deadline - _STRAGGLER_SECONDS / 2:
                sent = signal.SIGKILL
            if time.monotonic() > deadline:
                raise RuntimeError(f"processes that do not end: {left}")


def descendants(of: int) -> list[int]:
    """Process ids of all children of `of` and of theirs, zombies included, parents first."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (parent := _stat(int(entry))[1]):
            children.setdefault(parent, []).append(int(entry))
    found = list(children.get(of, ()))
    for pid in found:
        found.extend(children.get(pid, ()))
    return found


def _stat(pid: int) -> tuple[str, int]:
    """State letter and parent's id; ("", 0) when it is gone (proc(5))."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(") ")[2].split()
    except OSError:
        return "", 0
    return after_name[0], int(after_name[1])


def _is_our_zombie(pid: int) -> bool:
    return _stat(pid) == ("Z", os.getpid())


def _end(process: subprocess.Popen[bytes], errand: Errand) -> None:
    if process.poll() is not None:
        return
    process.send_signal(errand.ending)
    try:
        process.wait(errand.patience_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
