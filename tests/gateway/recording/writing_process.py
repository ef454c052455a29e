"""A session process that only records: `python -m tests.gateway.recording.writing_process`, told what on standard input.

Prints `ready PATH`, then one line `N SECONDS` for each numbered line of output its recorder has accepted, until it is killed.
"""

import sys
import time
from pathlib import Path

from gateway.recording.limits import RecorderLimits
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import Keeper, Room, header


def main() -> None:
    directory, recording, keys, pause, size = sys.stdin.readline().split()
    room = Room(Path(directory), keeper=Keeper.from_hand(keys))
    failures: list[GatewayFault] = []
    recorder = room.start(header(recording=recording), limits=RecorderLimits(), on_failure=failures.append)
    print("ready", recorder.path, flush=True)
    number = 0
    while not failures:
        try:
            recorder.output(b"%08d" % number + b"." * int(size) + b"\r\n")
        except GatewayFault:
            break
        print(number, time.monotonic(), flush=True)
        number += 1
        time.sleep(float(pause))
    while not failures:
        time.sleep(0.01)
    print("failed", time.monotonic(), failures[0], flush=True)


if __name__ == "__main__":
    main()
