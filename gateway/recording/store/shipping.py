"""Recordings on their way into the store: sealed ones whole, running ones in parts, one after the other, none forgotten.

What is to be done stands in the folder: a recording without its note (`shipped`) is to be shipped. A file is never changed
here, and removed only where that is wanted, after the store's copy was read through and is the same. Nobody waits for this.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from gateway.audit.event import Event
from gateway.recording import closing
from gateway.recording.closing import SealFound
from gateway.recording.store import shipped
from gateway.recording.store.bucket import Lock
from gateway.recording.store.bucket_store import BucketStore, NotTaken, Refusal, Taken, digest_of
from gateway.recording.store.events import RecordingLeft, RecordingNotShipped, RecordingShipped
from gateway.recording.store.parts import Parts
from gateway.recording.store.shipped import Shipped
from gateway.recording.store.waiting import Waiting, days_of, recordings_in
from gateway.vocabulary.clock import Clock

SWEEP_SECONDS: Final = 86_400.0  # between two looks for parts that were locked when their whole came
LEAVE_SECONDS: Final = 60.0  # between two looks for copies whose time here is over
DETAIL_LETTERS_MAX: Final = 200
Tell = Callable[[Sequence[Event]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """`lock` of a recording sealed at that moment; None for no lock. `part_seconds` between two parts of a running one.

    `local_seconds` after which the copy on this machine goes, counted from the shipping; None: never.
    """

    lock: Callable[[datetime], Lock | None]
    part_seconds: float
    local_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands. `waiting` sealed recordings are not in the store yet, the oldest of them sealed at `oldest`.

    `shipped` and `shipped_bytes` are sums since the start; `refused` are recordings the store does not take.
    """

    waiting: int = 0
    waiting_bytes: int = 0
    oldest: datetime | None = None
    shipped: int = 0
    shipped_bytes: int = 0
    refused: int = 0


class Shipper:
    """One folder's. `round` does what is due, from one thread; `tell` journals, and raises where it cannot."""

    def __init__(self, directory: Path, store: BucketStore, wishes: Wishes, *, clock: Clock, tell: Tell) -> None:
        self._directory, self._store, self._wishes, self._clock, self._tell = directory, store, wishes, clock, tell
        self._waiting = Waiting(directory)
        self._parts = Parts(store, clock, wishes.part_seconds)
        self._refused: dict[str, Refusal] = {}
        self._left_at: float | None = None
        self._swept_at: float | None = None
        self.standing = Standing()

    def round(self) -> None:
        """Everything that is due now. Raises StoreAway, StoreRefused, OSError, GatewayFault where nothing goes on."""
        paths = self._waiting.look()
        sealed = {path: found for path in paths if (found := _seal_of(path)) is not None}
        running = [path for path in paths if path not in sealed]
        self._parts.keep({path.stem for path in running})
        for path in [*sealed]:
            self._count(sealed)
            if self._taken_in(path, partial(self._ship, path, sealed[path])):
                del sealed[path]
        self._count(sealed)
        for path in running:
            self._taken_in(path, partial(self._parts.ship, path, self._wishes.lock(self._clock.now())))
        self._leave()
        self._sweep()

    def _taken_in(self, path: Path, ship: Callable[[], None]) -> bool:
        """False for one the store does not take: said once, tried again each round, and the others go on."""
        try:
            ship()
        except NotTaken as wrong:
            if self._refused.get(path.stem) is not wrong.why:
                self._tell([
                    RecordingNotShipped(recording=path.stem, why=wrong.why.value, detail=str(wrong)[:DETAIL_LETTERS_MAX])
                ])  # fmt: skip
                self._refused[path.stem] = wrong.why
            return False
        self._refused.pop(path.stem, None)
        return True

    def _ship(self, path: Path, found: SealFound) -> None:
        with path.open("rb", buffering=0) as file:
            size = file.seek(0, 2)
            taken = self._store.take(path.stem, file, size, self._wishes.lock(found.seal.sealed_at))
            self._note(path, taken, digest_of(file))
        self._store.remove_parts(path.stem)  # those that are locked stay until their time is over

    def _note(self, path: Path, taken: Taken, digest: bytes) -> None:
        kept = taken.kept
        until = kept.locked_until
        self._tell([
            RecordingShipped(
                recording=path.stem, digest=digest, stored_bytes=kept.stored_bytes, version=kept.version,
                locked_until="" if until is None else until.isoformat(), again=taken.again,
            )
        ])  # fmt: skip
        said = Shipped(
            digest=digest.hex(), stored_bytes=kept.stored_bytes, etag=kept.etag, version=kept.version, locked_until=until,
            at=self._clock.now(),
        )  # fmt: skip
        shipped.write(path, said)
        self._left_at = None  # its time here may be over at once
        before = self.standing
        self.standing = replace(
            before, shipped=before.shipped + 1, shipped_bytes=before.shipped_bytes + kept.stored_bytes
        )

    # -- the copies on this machine

    def _leave(self) -> None:
        """Remove those whose time here is over, each after one more reading of the store's copy."""
        now = self._clock.monotonic()
        if self._wishes.local_seconds is None or (self._left_at is not None and now - self._left_at < LEAVE_SECONDS):
            return
        self._left_at = now
        before = self._clock.now() - timedelta(seconds=self._wishes.local_seconds)
        for day in days_of(self._directory):
            for path in recordings_in(day):
                note = shipped.read(path)
                if note is not None and note.at <= before:
                    self._taken_in(path, partial(self._leave_one, path))

    def _leave_one(self, path: Path) -> None:
        with path.open("rb", buffering=0) as file:
            digest, size = digest_of(file), file.seek(0, 2)  # of the file as it is now, not as the note says
        self._store.same(path.stem, digest, size)
        self._tell([RecordingLeft(recording=path.stem, digest=digest)])
        path.unlink()
        shipped.note_of(path).unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove parts whose whole is in the store; those that are locked still stay until a later day."""
        now = self._clock.monotonic()
        if self._swept_at is not None and now - self._swept_at < SWEEP_SECONDS:
            return
        owners = self._store.part_owners()
        for recording in owners & {each.recording for each in self._store.listed()} if owners else ():
            self._store.remove_parts(recording)
        self._swept_at = now

    def _count(self, sealed: dict[Path, SealFound]) -> None:
        self.standing = replace(
            self.standing,
            waiting=len(sealed),
            waiting_bytes=sum(found.record.end for found in sealed.values()),
            oldest=min((found.seal.sealed_at for found in sealed.values()), default=None),
            refused=len(self._refused),
        )


def _seal_of(path: Path) -> SealFound | None:
    """The seal at the end; None for a recording that has none yet, or is gone."""
    try:
        with path.open("rb", buffering=0) as file:
            return closing.find(file, file.seek(0, 2))
    except FileNotFoundError:
        return None
