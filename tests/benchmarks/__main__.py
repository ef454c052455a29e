"""Set-up, echo and bulk, then the database door: each path in turn in every round, as the machine drifts; medians and ratios.

The echo is measured once more beside streams without end.
"""

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import database_door
from tests.benchmarks.beside import ECHOES, STREAMS, echoes, echoes_beside, told
from tests.benchmarks.demo import a_demo, account_of
from tests.benchmarks.peers import Peers, Way, gateway_path

BULK_BYTES = 100_000_000
TERMINAL_BYTES = 200_000  # of a listing, before a terminal is held to the speed of a person
_PRINTS = "yes 'Nov 22 04:11:09 callcenter-app batch[811]: rows done' | head -c {}"
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
            a_demo(wanted.manifest, folder, wanted.rounds + 25) as demo,
            Peers(folder, account_of(demo)).running() as peers,
        ):
            people = iter([person for person in demo["people"] if person["username"].startswith("e")])

            def ways() -> list[Way]:
                return [*peers.paths(), gateway_path(demo, next(people), folder)]

            for title, measure, rounds, smaller in MEASURES:
                show(title, measured(measure, wanted.rounds if rounds is None else rounds, ways), smaller=smaller)
            show_beside(peers.paths(), lambda: gateway_path(demo, next(people), folder))
    database_door.show(seconds=6)


def measured(measure: Measure, rounds: int, ways: Callable[[], list[Way]]) -> dict[str, list[float]]:
    """What each path took in each round; a path that cannot do it (NaN) is left out."""
    found: dict[str, list[float]] = {}
    for turn in range(rounds + 1):
        for path in ways():
            value = measure(path)
            if turn and not math.isnan(value):  # the first round warms up
                found.setdefault(path.name, []).append(value)
    return found


def show_beside(peers: list[Way], another: Callable[[], Way]) -> None:
    """The echo alone and beside four streams, of the paths whose echo people would choose between."""
    print(f"\necho of one byte, alone and beside {STREAMS} streams without end (ms)")
    chosen = [path for path in peers if path.name in ("plain bastion", "asyncssh relay")]
    for path, streams in [
        *((path, [path] * STREAMS) for path in chosen),
        (another(), [another() for _ in range(STREAMS)]),
    ]:
        print(f"  {path.name:<22} alone   {told(echoes(path, ECHOES))}")
        again = path if path in chosen else another()
        print(f"  {'':<22} beside  {told(echoes_beside(again, streams))}")
    sys.stdout.flush()


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
    """Compressible bytes, as terminals show them, to a program."""
    return _rate(path, [*path.command, _PRINTS.format(BULK_BYTES)], BULK_BYTES)


def bulk_on_terminal(path: Way) -> float:
    """The same to a terminal, where the guards stand in between."""
    if path.name == "bastion under tlog":
        return math.nan
    return _rate(
        path, [path.command[0], "-tt", *path.command[1:], f"stty raw; {_PRINTS.format(TERMINAL_BYTES)}"], TERMINAL_BYTES
    )


def _rate(path: Way, command: list[str], size: int) -> float:
    with subprocess.Popen(command, env=path.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        handle, got, begun = process.stdout.fileno(), 0, None
        while data := os.read(handle, 1 << 20):
            begun = begun or time.perf_counter()
            got += len(data)
        seconds = time.perf_counter() - (begun or 0.0)
    if got < size:
        raise SystemExit(f"{path.name}: {got} bytes of {size} came")
    return got / seconds / 1e6


def echo(path: Way) -> float:
    """A byte to a raw `cat` and back, the median of ECHOES. tlog has no terminal to give where nobody logged in by utmp."""
    return math.nan if path.name == "bastion under tlog" else statistics.median(echoes(path, ECHOES))


MEASURES: list[tuple[str, Measure, int | None, bool]] = [
    ("set-up: connect, `true`, close (ms)", set_up, None, True),
    ("echo of one byte on a terminal, p50 (ms)", echo, 3, True),
    ("bulk output, recorded by sekisho, script and tlog (MB/s)", bulk, 3, False),
    ("the first 200 kB of a listing on a terminal, masked and counted by sekisho (MB/s)", bulk_on_terminal, 3, False),
]
"""Title, measure, rounds (None: as asked for), whether less is better."""


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


if __name__ == "__main__":
    main()
