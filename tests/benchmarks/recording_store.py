"""What it costs to copy recordings into a store, and to read them there: `python -m tests.benchmarks.recording_store`.

The store is moto in a process of its own, over loopback and without TLS; processor seconds are this process's, the store's apart.
Sealed recordings of 32 MiB and of 64 KiB: taken in (hash, put, read back, hash), verified, played. Prints only.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import gateway.wiring.events  # noqa: F401
from gateway.recording.library import Library
from tests.gateway.recording.scene import Room
from tests.gateway.recording.store.scene import Town
from tests.object_store import ObjectStore, a_store

LARGE, SMALL = 32 * 1024 * 1024, 64 * 1024
MIB = 1024 * 1024


def measured(what: str, size: int, work: Callable[[], object], store: ObjectStore, times: int = 3) -> None:
    walls, ours, theirs = [], [], []
    for _ in range(times):
        wall, own, other = time.perf_counter(), time.process_time(), store.processor_seconds()
        work()
        walls.append(time.perf_counter() - wall)
        ours.append(time.process_time() - own)
        theirs.append(store.processor_seconds() - other)
    wall, own, other = (statistics.median(each) for each in (walls, ours, theirs))
    print(
        f"{what:34} {size / MIB / wall:8.1f} MiB/s  {own * 1000:9.1f} ms processor ({own / (size / MIB) * 1000:7.2f} ms/MiB), "
        f"store {other * 1000:8.1f} ms"
    )


@contextmanager
def a_scene(store: ObjectStore, folder: Path):
    directory = folder / "recordings"
    directory.mkdir(parents=True)
    yield Town(room=Room(directory), s3=store, place=store.place(store.bucket(), folder))


def recordings(town: Town, size: int, count: int) -> list[str]:
    """Sealed ones of about `size` bytes on the disk: their output cannot be compressed."""
    found = []
    for _ in range(count):
        recorder = town.room.start()
        for _ in range(size // SMALL or 1):
            recorder.output(os.urandom(min(size, SMALL)))
        found.append(recorder.seal("client closed").recording)
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, a_store(Path(folder)) as store:
        with a_scene(store, Path(folder) / "large") as town:
            for _ in range(3):
                (each,) = recordings(town, LARGE, 1)
                measured("shipped, 32 MiB", LARGE, town.shipper.round, store, times=1)
            library = Library(Path(folder) / "nowhere", vkey=town.room.keeper.vkey, store=town.store)
            measured("verified in the store, 32 MiB", LARGE, lambda: library.verify(each), store)
            measured("read through, 32 MiB", LARGE, lambda: town.store.open(each).readall(), store)  # type: ignore[attr-defined]

            def first_frame() -> None:
                with library.open_damaged(each, opener=town.room.keeper) as reading:
                    next(iter(reading.events()))

            measured("to the first event, 32 MiB", LARGE, first_frame, store)
            measured("verified in the folder, 32 MiB", LARGE, lambda: town.room.library.verify(each), store)
        with a_scene(store, Path(folder) / "small") as town:
            recordings(town, SMALL, 50)
            measured("shipped, 50 of 64 KiB", 50 * SMALL, town.shipper.round, store, times=1)
            measured("a round with nothing to do", MIB, town.shipper.round, store, times=20)


if __name__ == "__main__":
    main()
