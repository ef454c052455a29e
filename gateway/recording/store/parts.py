"""Running recordings on their way into the store: every few seconds what whole records have been added, as one more part."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from gateway.recording import opening
from gateway.recording.opening import OpeningDamaged
from gateway.recording.store.bucket import Lock
from gateway.recording.store.bucket_store import BucketStore
from gateway.recording.store.names import Part
from gateway.recording.walk import Walk
from gateway.vocabulary.clock import Clock

PART_BYTES_MAX: Final = 8 * 1024 * 1024
PART_LOCK: Final = timedelta(days=7)  # a part is of use until its whole is there


@dataclass(slots=True)
class _Running:
    """How far a running recording was walked, and how far the store has it."""

    walk: Walk
    taken_to: int
    at: float


class Parts:
    """Of all running recordings of one folder."""

    def __init__(self, store: BucketStore, clock: Clock, every_seconds: float) -> None:
        self._store, self._clock, self._every_seconds = store, clock, every_seconds
        self._running: dict[str, _Running] = {}

    def keep(self, running: set[str]) -> None:
        """Forget all but these."""
        for ended in self._running.keys() - running:
            del self._running[ended]

    def ship(self, path: Path, lock: Lock | None) -> None:
        """What is due of the recording at `path`. Raises NotTaken, OSError."""
        now, known = self._clock.monotonic(), self._running.get(path.stem)
        if known is not None and now - known.at < self._every_seconds:
            return
        try:
            with path.open("rb", buffering=0) as file:
                known = known or self._begun(path, file)
                known.walk.go_on_in(file)
                self._running[path.stem] = known
                known.at = now
                self._ship(path.stem, file, known, self._shortened(lock))
        except (FileNotFoundError, OpeningDamaged):
            return  # gone meanwhile, or not begun yet: its session, or recovery, sees to it

    def _begun(self, path: Path, file: BinaryIO) -> _Running:
        start = opening.read(file, path.stat().st_size)
        taken_to = self._store.taken_to(path.stem)
        return _Running(walk=start.walk(file), taken_to=taken_to, at=self._clock.monotonic())

    def _ship(self, recording: str, file: BinaryIO, known: _Running, lock: Lock | None) -> None:
        known.walk.to(file.seek(0, 2))
        while known.taken_to < known.walk.position:
            end = min(known.walk.position, known.taken_to + PART_BYTES_MAX)
            file.seek(known.taken_to)
            part = Part(recording=recording, start=known.taken_to, end=end)
            self._store.take_part(part, file.read(end - known.taken_to), lock)
            known.taken_to = end

    def _shortened(self, lock: Lock | None) -> Lock | None:
        if lock is None:
            return None
        until: datetime = min(lock.until, self._clock.now() + PART_LOCK)
        return Lock(mode=lock.mode, until=until)
