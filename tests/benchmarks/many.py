"""Many people at once: `python -m tests.benchmarks.many [--sessions N] [--idle SECONDS]`.

Log-ins ramped sixteen side by side, each to a shell of its own that then says nothing: how long, how many failed, what a session
costs in memory (PSS, which shares what is shared) and processor time while nobody does anything. Then a stream to one program:
processor time of its session process for a gigabyte, recorded and encrypted. A person a session, as a code is good once.
"""

import argparse
import os
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
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sekisho-many-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # other users pass through
        with a_demo(None, folder, wanted.sessions + 1) as demo:
            people = [person for person in demo["people"] if person["username"].startswith("e")]
            with ExitStack() as open_:
                _ramped(demo, people[: wanted.sessions], folder, open_)
                _idle(wanted.idle)
            _streamed(gateway_path(demo, people[wanted.sessions], folder))


def _ramped(demo: dict[str, Any], people: list[dict[str, Any]], folder: Path, open_: ExitStack) -> None:
    def one(person: dict[str, Any]) -> bool:
        process = open_.enter_context(_shell(gateway_path(demo, person, folder)))
        assert process.stdout is not None
        return b"READY" in process.stdout.readline()

    begun = time.perf_counter()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        came = sum(pool.map(one, people))
    seconds = time.perf_counter() - begun
    print(
        f"{len(people)} log-ins, {SIDE_BY_SIDE} side by side: {seconds:.1f} s; {len(people) - came} failed", flush=True
    )


@contextmanager
def _shell(path: Way) -> Iterator[Process]:
    """A shell that says READY and then waits."""
    command = [path.command[0], "-tt", *path.command[1:], "stty raw -echo; echo READY; exec cat"]
    with subprocess.Popen(
        command, env=path.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
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
    """Those whose parent is the gateway's, which is the supervisor's child like the other services."""
    gateways = [pid for pid in _pids() if _words(pid)[-3:] == ["gateway", "serve", "gateway"]]
    return [pid for pid in gateways if _parent(pid) in gateways]


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
