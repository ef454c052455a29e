"""Set-up, echo and bulk, each path in turn in every round so that a drifting machine drifts for all; medians and ratios."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.peers import Peers, Way, gateway_path
from tests.walks.terminal import Terminal

BULK_BYTES = 100_000_000
ECHOES = 200
Measure = Callable[[Way], float]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    options.add_argument("--rounds", type=int, default=7, help="rounds of set-up; bulk and echo take three")
    options.add_argument("--manifest", type=Path, help="a running demo with --people; otherwise one is started")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sekisho-benchmark-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # other users pass through
        with (
            _demo(wanted.manifest, folder, wanted.rounds + 9) as demo,
            Peers(folder, _account(demo)).running() as peers,
        ):
            people = iter([person for person in demo["people"] if person["username"].startswith("e")])
            show(
                "set-up: connect, `true`, close (ms)",
                measured(set_up, wanted.rounds, demo, peers, people, folder),
                smaller=True,
            )
            show(
                "echo of one byte on a terminal, p50 (ms)", measured(echo, 3, demo, peers, people, folder), smaller=True
            )
            show(
                "bulk output, recorded by sekisho and script (MB/s)",
                measured(bulk, 3, demo, peers, people, folder),
                smaller=False,
            )


def measured(
    measure: Measure, rounds: int, demo: dict[str, Any], peers: Peers, people: Iterator[dict[str, Any]], folder: Path
) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for turn in range(rounds + 1):
        for path in [*peers.paths(), gateway_path(demo, next(people), folder)]:
            value = measure(path)
            if turn:  # the first round warms up
                found.setdefault(path.name, []).append(value)
    return found


def set_up(path: Way) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [*path.command, "true"],
        env=path.environment,
        stdin=subprocess.DEVNULL,
        check=True,
        timeout=60,
        capture_output=True,
    )
    return (time.perf_counter() - begun) * 1000


def bulk(path: Way) -> float:
    """Compressible bytes, as terminals show them."""
    command = [*path.command, f"yes 'Nov 22 04:11:09 callcenter-app batch[811]: rows done' | head -c {BULK_BYTES}"]
    with subprocess.Popen(command, env=path.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        handle, got, begun = process.stdout.fileno(), 0, None
        while data := os.read(handle, 1 << 20):
            begun = begun or time.perf_counter()
            got += len(data)
        seconds = time.perf_counter() - (begun or 0.0)
    if got < BULK_BYTES:
        raise SystemExit(f"{path.name}: {got} bytes of {BULK_BYTES} came")
    return got / seconds / 1e6


def echo(path: Way) -> float:
    """A byte to a raw `cat` and back, the median of ECHOES."""
    command = [path.command[0], "-tt", *path.command[1:], "stty raw -echo; echo READY; exec cat"]
    with Terminal(command, path.environment, (80, 24)) as terminal:
        terminal.expect("READY", 30)
        time.sleep(0.2)
        times = []
        for number in range(ECHOES):
            letter = bytes([97 + number % 26])
            begun = time.perf_counter()
            terminal.send(letter)
            terminal.expect(letter)
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.002)
    return statistics.median(times)


def show(title: str, found: dict[str, list[float]], *, smaller: bool) -> None:
    medians = {name: statistics.median(values) for name, values in found.items()}
    print(
        f"\n{title}: median (min-max of {len(next(iter(found.values())))}); {'smaller' if smaller else 'larger'} is better"
    )
    for name, values in found.items():
        ratios = "  ".join(f"{medians[name] / medians[other]:.2f} x {other}" for other in medians if other != name)
        print(
            f"  {name:<22} {medians[name]:9.2f} ({min(values):.2f}-{max(values):.2f})"
            + (f"   {ratios}" if name == "sekisho" else "")
        )
    sys.stdout.flush()


def _account(demo: dict[str, Any]) -> str:
    found: str = next(target["account"] for target in demo["targets"] if target["name"] == "build-host")
    return found


@contextmanager
def _demo(manifest: Path | None, folder: Path, people: int) -> Iterator[dict[str, Any]]:
    if manifest is not None:
        yield json.loads(manifest.read_text(encoding="utf-8"))
        return
    file = folder / "manifest.json"
    command = [
        sys.executable,
        "-m",
        "deploy.demo_stack",
        f"--state={folder / 'state'}",
        f"--manifest={file}",
        f"--people={people}",
    ]
    with (folder / "demo.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        while not file.exists():
            if process.poll() is not None:
                raise SystemExit((folder / "demo.log").read_text(errors="replace"))
            time.sleep(0.1)
        yield json.loads(file.read_text(encoding="utf-8"))
    finally:
        process.terminate()
        process.wait(60)


if __name__ == "__main__":
    main()
