"""What a recording costs: `python -m tests.benchmarks.recordings [--thousands N]`.

Ordinary output of a dozen kinds through the real recorder with real keys: bytes in the file for bytes shown, processor time for
a gigabyte, and how fast it is verified. Twice: as a flood fills chunks, and as somebody reads it, two screens in each second.
"""

import argparse
import tempfile
import time
from pathlib import Path

from gateway.recording.limits import RecorderLimits
from gateway.recording.verify import verify
from tests.corpus.ordinary import negatives
from tests.gateway.recording.scene import Room

PIECE_BYTES = 1024
CHUNKS = {"a flood": 64 * 1024, "read by somebody": 4 * 1024}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.recordings")
    options.add_argument("--thousands", type=int, default=10, help="thousands of lines of each kind")
    wanted = options.parse_args()
    documents = {document.name: document.data for document in negatives(scale=wanted.thousands)}
    for title, chunk_bytes in CHUNKS.items():
        with tempfile.TemporaryDirectory(prefix="sekisho-recordings-") as name:
            _measured(title, Room(Path(name)), RecorderLimits(chunk_bytes=chunk_bytes), documents)


def _measured(title: str, room: Room, limits: RecorderLimits, documents: dict[str, bytes]) -> None:
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
        print(f"  {name:<16} {path.stat().st_size / len(data):6.1%} of {len(data) / 1e6:.1f} MB")
        shown, kept, spent = shown + len(data), kept + path.stat().st_size, spent + seconds
    print(f"  recorded: {kept / shown:.1%} of what was shown; {spent * 1e9 / shown:.2f} s of processor a GB shown")
    print(f"  verified: {shown / checked / 1e6:.0f} MB/s of what was shown, {kept / checked / 1e6:.0f} MB/s of files")


def _recorded(room: Room, limits: RecorderLimits, data: bytes) -> tuple[Path, float]:
    recorder = room.start(limits=limits)
    begun = time.process_time()
    for at in range(0, len(data), PIECE_BYTES):
        recorder.output(data[at : at + PIECE_BYTES])
    recorder.seal("benchmark")
    return recorder.path, time.process_time() - begun


if __name__ == "__main__":
    main()
