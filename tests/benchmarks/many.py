"""Many people at once: `python -m tests.benchmarks.many [--sessions N] [--idle SECONDS]`.

Log-ins ramped sixteen side by side, each to a shell of its own that then says nothing: how long, how many failed, what a session
costs in memory (PSS, which shares what is shared) and processor time while nobody does anything. Then a stream to one program:
processor time of its session process for a gigabyte, recorded and encrypted. A person a session, as a code is good once.
"""

import argparse
import os
import re
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.demo import a_demo
from tests.benchmarks.peers import Way, gateway_path

SIDE_BY_SIDE = 16
STREAM_BYTES = 1_000_000_000
_TICKS = os.sysconf("SC_CLK_TCK")
Process = subprocess.Popen[bytes]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.many")
    options.add_argument("--sessions", type=int, default=100)
    options.add_argument("--idle", type=float, default=20.0, help="seconds in which nobody does anything")
    options.add_argument("--side-by-side", type=int, default=SIDE_BY_SIDE, help="log-ins that are under way at once")
    options.add_argument("--usual-bounds", action="store_true", help="the door's own bounds, not the demo's wide ones")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sekisho-many-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # other users pass through
        with a_demo(None, folder, wanted.sessions + 1) as demo:
            people = [person for person in demo["people"] if person["username"].startswith("e")]
            with ExitStack() as open_:
                if wanted.usual_bounds:
                    _bound_as_usual(demo)
                _ramped(demo, people[: wanted.sessions], folder, open_, wanted.side_by_side)
                _idle(wanted.idle)
            _streamed(gateway_path(demo, people[wanted.sessions], folder))


def _bound_as_usual(demo: dict[str, Any]) -> None:
    """Take the demo's own bounds out of its settings, and have its gateway begin anew."""
    settings = Path(demo["settings"])
    settings.write_text(re.sub(r"(?m)^(?=unauthenticated)", "# ", settings.read_text()))
    (before,) = _gateways()
    os.kill(before, signal.SIGKILL)
    door = (demo["gateway"]["ssh"]["host"], demo["gateway"]["ssh"]["port"])
    while _gateways() in ([], [before]) or not _greets(door):
        time.sleep(0.1)


def _greets(door: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(door, timeout=2) as client:
            return client.recv(4) == b"SSH-"
    except OSError:
        return False


def _ramped(
    demo: dict[str, Any], people: list[dict[str, Any]], folder: Path, open_: ExitStack, side_by_side: int = SIDE_BY_SIDE
) -> None:
    def one(person: dict[str, Any]) -> bool:
        home = folder / person["username"]  # of his own: who rewrites a file of known hosts takes it from who reads it
        home.mkdir()
        said = home / "said"
        process = open_.enter_context(_shell(gateway_path(demo, person, home), said))
        assert process.stdout is not None
        came = b"READY" in process.stdout.readline()
        if not came:
            print(f"{person['username']} failed: {said.read_text(errors='replace').strip()}", flush=True)
        return came

    begun = time.perf_counter()
    with ThreadPoolExecutor(side_by_side) as pool:
        came = sum(pool.map(one, people))
    seconds = time.perf_counter() - begun
    print(
        f"{len(people)} log-ins, {side_by_side} side by side: {seconds:.1f} s; {len(people) - came} failed", flush=True
    )


@contextmanager
def _shell(path: Way, said: Path) -> Iterator[Process]:
    """A shell that says READY and then waits; what its client says for itself goes to `said`."""
    command = [path.command[0], "-vtt", *path.command[2:], "stty raw -echo; echo READY; exec cat"]
    with (
        said.open("wb") as words,
        subprocess.Popen(
            command, env=path.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def _idle(seconds: float) -> None:
    time.sleep(5)  # what a log-in leaves to do is done
    sessions = _session_processes()
    before = {pid: _ticks(pid) for pid in sessions}
    time.sleep(seconds)
    spent = [(_ticks(pid) - then) / _TICKS * 1000 / seconds for pid, then in before.items()]
    memory = [_pss_kib(pid) / 1024 for pid in sessions]
    print(
        f"{len(sessions)} session processes, idle: PSS median {statistics.median(memory):.1f} MiB (max {max(memory):.1f})",
        end="",
    )
    print(f"; processor {sum(spent) / len(spent):.2f} ms/s each", flush=True)


def _streamed(path: Way) -> None:
    """The session's process is the one that is new; it lives on while the command waits for its last word."""
    prints = f"yes 'Nov 22 04:11:09 callcenter-app batch[811]: rows done' | head -c {STREAM_BYTES}; echo; cat"
    with subprocess.Popen(
        [*path.command, prints], env=path.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        got, begun = 0, time.perf_counter()
        while got <= STREAM_BYTES:
            got += len(os.read(process.stdout.fileno(), 1 << 20))
        seconds = time.perf_counter() - begun
        time.sleep(2)  # the writer is behind by a second at most
        (pid,) = _session_processes()
        spent = _ticks(pid) / _TICKS
        process.kill()
    rate, cost = got / seconds / 1e6, spent * 1e9 / got
    print(f"a stream of {got / 1e9:.2f} GB to a program: {rate:.0f} MB/s, {cost:.2f} s of processor a GB")


def _session_processes() -> list[int]:
    """The children of the gateway's parent."""
    return [pid for pid in _serving() if _parent(pid) in _gateways()]


def _gateways() -> list[int]:
    """The gateway's parent, which is the supervisor's child like the other services."""
    serving = _serving()
    return [pid for pid in serving if _parent(pid) not in serving]


def _serving() -> list[int]:
    """Parent and sessions, of our own demo alone."""
    every = [pid for pid in _pids() if _words(pid)[-3:] == ["gateway", "serve", "gateway"]]
    return [pid for pid in every if os.getpid() in _ancestors(pid)]


def _ancestors(pid: int) -> list[int]:
    found = []
    while pid > 1:
        pid = _parent(pid)
        found.append(pid)
    return found


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdecimal()]


def _words(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0")
    except OSError:
        return []


def _after_name(pid: int) -> list[str]:
    """The fields of proc(5) /proc/PID/stat from the third on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _parent(pid: int) -> int:
    try:
        return int(_after_name(pid)[1])
    except OSError:
        return 0


def _ticks(pid: int) -> int:
    fields = _after_name(pid)
    return int(fields[11]) + int(fields[12])  # utime, stime


def _pss_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("Pss:")))


if __name__ == "__main__":
    main()
