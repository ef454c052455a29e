"""What a recording costs: `python -m tests.benchmarks.recordings [--thousands N] [--real]`.

Ordinary output of a dozen kinds through the real recorder with real keys: bytes in the file for bytes shown, processor time for
a gigabyte, and how fast it is verified. Twice: as a flood fills chunks, and as somebody reads it, two screens in each second.
Beside each the least that is possible: all of it as one piece under `zstd -19`. With `--real` (one minute) real programs of this
machine on a real terminal, recorded as they go.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import zstandard

from gateway.recording.limits import RecorderLimits
from gateway.recording.verify import verify
from tests.benchmarks.real_terminal import FLOODS, PEOPLE, Program, pieces
from tests.corpus.ordinary import negatives
from tests.gateway.recording.scene import Room

PIECE_BYTES = 1024
CHUNKS = {"a flood": 64 * 1024, "read by somebody": 4 * 1024}
RUSH_BYTES = 200_000_000
_LEAST = 19


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.recordings")
    options.add_argument("--thousands", type=int, default=10, help="thousands of lines of each kind")
    options.add_argument("--real", action="store_true", help="real programs instead")
    wanted = options.parse_args()
    if wanted.real:
        _real()
        return
    documents = {document.name: document.data for document in negatives(scale=wanted.thousands)}
    least = {name: _least(data) for name, data in documents.items()}
    for title, chunk_bytes in CHUNKS.items():
        with tempfile.TemporaryDirectory(prefix="sekisho-recordings-") as name:
            _measured(title, Room(Path(name)), RecorderLimits(chunk_bytes=chunk_bytes), documents, least)
    with tempfile.TemporaryDirectory(prefix="sekisho-recordings-") as name:
        _rush(Room(Path(name)), b"".join(documents.values()))


def _measured(
    title: str, room: Room, limits: RecorderLimits, documents: dict[str, bytes], least: dict[str, int]
) -> None:
    print(f"{title}: chunks of {limits.chunk_bytes // 1024} KiB")
    shown = kept = 0
    spent = checked = 0.0
    for name, data in documents.items():
        path, seconds = _recorded(room, limits, data)
        begun = time.process_time()
        found = verify(path, vkey=room.keeper.vkey)
        checked += time.process_time() - begun
        if not found.holds:
            raise SystemExit(f"{name}: {found.findings}")
        print(f"  {name:<16} {_row(path.stat().st_size, least[name], len(data))}")
        shown, kept, spent = shown + len(data), kept + path.stat().st_size, spent + seconds
    print(
        f"  {'all':<16} {_row(kept, sum(least.values()), shown)}; {spent * 1e9 / shown:.2f} s of processor a GB shown"
    )
    print(f"  verified: {shown / checked / 1e6:.0f} MB/s of what was shown, {kept / checked / 1e6:.0f} MB/s of files")


def _rush(room: Room, data: bytes) -> None:
    rush = data * (RUSH_BYTES // len(data))
    path, seconds = _recorded(room, RecorderLimits(), rush, piece_bytes=32 * PIECE_BYTES)
    print(f"a rush of {len(rush) / 1e6:.0f} MB in pieces of 32 KiB: {path.stat().st_size / len(rush):.1%};", end=" ")
    print(f"{seconds * 1e9 / len(rush):.2f} s of processor a GB shown")


def _recorded(room: Room, limits: RecorderLimits, data: bytes, *, piece_bytes: int = PIECE_BYTES) -> tuple[Path, float]:
    recorder = room.start(limits=limits)
    begun = time.process_time()
    for at in range(0, len(data), piece_bytes):
        recorder.output(data[at : at + piece_bytes])
    recorder.seal("benchmark")
    return recorder.path, time.process_time() - begun


def _real() -> None:
    with tempfile.TemporaryDirectory(prefix="sekisho-recordings-") as name, ThreadPoolExecutor(len(PEOPLE)) as hands:
        room = Room(Path(name))
        read = [hands.submit(_live, room, program) for program in PEOPLE]
        _print_all("real programs, as fast as they print", FLOODS, [_live(room, program) for program in FLOODS])
        _print_all("real programs, used by a person", PEOPLE, [one.result() for one in read])


def _live(room: Room, program: Program) -> tuple[int, bytes]:
    """The size of the recording, and what was shown."""
    recorder, shown = room.start(limits=RecorderLimits()), bytearray()
    for piece in pieces(program):
        if piece.typed:
            recorder.input(piece.data)
            continue
        recorder.output(piece.data)
        shown += piece.data
    recorder.seal("benchmark")
    found = verify(recorder.path, vkey=room.keeper.vkey)
    if not found.holds:
        raise SystemExit(f"{program.name}: {found.findings}")
    return recorder.path.stat().st_size, bytes(shown)


def _print_all(title: str, programs: Sequence[Program], found: Sequence[tuple[int, bytes]]) -> None:
    print(title)
    all_kept = all_least = all_shown = 0
    for program, (kept, shown) in zip(programs, found, strict=True):
        if shown:
            least = _least(shown)
            print(f"  {program.name:<16} {_row(kept, least, len(shown))}")
            all_kept, all_least, all_shown = all_kept + kept, all_least + least, all_shown + len(shown)
    print(f"  {'all':<16} {_row(all_kept, all_least, all_shown)}")


def _least(data: bytes) -> int:
    return len(zstandard.ZstdCompressor(level=_LEAST).compress(data))


def _row(kept: int, least: int, shown: int) -> str:
    return f"{kept / shown:6.1%} of {shown / 1e6:.2f} MB, in one piece {least / shown:.1%}"


if __name__ == "__main__":
    main()
