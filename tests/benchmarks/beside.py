"""Keystrokes while others pour: the echo of one byte beside four streams without end, each path with streams of its own kind.

Sekisho's streams are four further people's, each with keys, code, journal and recording; a peer's are four further connections.
"""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from tests.benchmarks.peers import Way
from tests.walks.terminal import Terminal

STREAMS = 4
ECHOES = 300
_READY_BYTES = 1 << 20
_PAUSE_SECONDS = 0.005


def echoes(path: Way, count: int) -> list[float]:
    """Times of `count` bytes to a raw `cat` and back, in ms."""
    command = [path.command[0], "-tt", *path.command[1:], "stty raw -echo; echo READY; exec cat"]
    with Terminal(command, path.environment, (80, 24)) as terminal:
        terminal.expect("READY", 30)
        time.sleep(0.2)
        times = []
        for number in range(count):
            letter = bytes([97 + number % 26])
            begun = time.perf_counter()
            terminal.send(letter)
            terminal.expect(letter)
            times.append((time.perf_counter() - begun) * 1000)
            time.sleep(_PAUSE_SECONDS)
    return times


def echoes_beside(path: Way, streams: Sequence[Way], count: int = ECHOES) -> list[float]:
    """The same while every one of `streams` sends as fast as it may."""
    with ExitStack() as open_:
        for each in streams:
            open_.enter_context(_pouring(each))
        return echoes(path, count)


def told(times: Sequence[float]) -> str:
    """Median, the 99th of a hundred and the longest, in ms."""
    return f"p50 {statistics.median(times):7.2f}   p99 {statistics.quantiles(times, n=100)[98]:7.2f}   max {max(times):7.2f}"


@contextmanager
def _pouring(path: Way) -> Iterator[None]:
    """A stream without end that is read and thrown away, after its first megabyte."""
    with subprocess.Popen(
        [*path.command, "exec yes abcdefghijklmnopqrstuvwxyz"],
        env=path.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        poured = threading.Event()
        thread = threading.Thread(target=_drain, args=(process, poured), daemon=True)
        thread.start()
        try:
            if not poured.wait(60):
                raise SystemExit(f"{path.name}: no stream came")
            yield
        finally:
            process.kill()
            thread.join(10)


def _drain(process: "subprocess.Popen[bytes]", poured: threading.Event) -> None:
    assert process.stdout is not None
    got = 0
    while data := os.read(process.stdout.fileno(), 1 << 18):
        got += len(data)
        if got > _READY_BYTES:
            poured.set()
