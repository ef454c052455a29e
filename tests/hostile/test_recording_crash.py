"""The writing process is killed for real; the last second may be gone, nothing else, and the rest verifies (R-41)."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.recording.recovery import recover
from gateway.recording.seal import Sealed, SealState
from gateway.vocabulary.identifiers import new_recording_id
from tests.gateway.recording.scene import STARTED, Room


@contextmanager
def writing(room: Room, recording: str, *, pause: float, size: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.gateway.recording.writing_process"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        process.stdin.write(f"{room.directory} {recording} {room.keeper.handed()} {pause} {size}\n")
        process.stdin.flush()
        yield process
        process.kill()


def accepted(process: subprocess.Popen[str], seconds: float) -> list[tuple[int, float]]:
    """What the process said it had accepted, until it was killed after `seconds`."""
    assert process.stdout is not None
    assert process.stdout.readline().startswith("ready")
    lines: list[str] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        lines.append(process.stdout.readline())
    process.kill()
    lines += process.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(int(number), float(at)) for number, at in whole]


@pytest.mark.parametrize(("pause", "size"), [(0.01, 40), (0.0, 4000), (0.3, 3)])
def test_R41_killed_writer_loses_at_most_the_last_second(tmp_path: Path, pause: float, size: int) -> None:
    room, recording = Room(tmp_path), new_recording_id(STARTED)
    with writing(room, recording, pause=pause, size=size) as process:
        told = accepted(process, 1.7)
    path = room.path_of(recording)
    before = path.read_bytes()
    sealed = recover(
        path, vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="session process vanished"
    )
    assert isinstance(sealed, Sealed)
    assert sealed.state is SealState.INTERRUPTED
    assert path.read_bytes().startswith(before)
    assert room.library.verify(recording, sealed.final_hash).holds

    kept = [int(line[:8]) for line in room.output(recording).split(b"\r\n") if len(line) == 8 + size]
    assert kept == list(range(len(kept)))  # from the first on, without a gap
    killed_at = told[-1][1]
    lost = [at for number, at in told if number >= len(kept)]
    assert all(killed_at - at <= 1.0 for at in lost)
    assert kept


def test_R11_the_lock_goes_with_the_process(tmp_path: Path) -> None:
    room, recording = Room(tmp_path), new_recording_id(STARTED)
    with writing(room, recording, pause=0.05, size=4) as process:
        accepted(process, 0.3)
        process.wait()
        found = recover(
            room.path_of(recording), vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="x"
        )
        assert isinstance(found, Sealed)
