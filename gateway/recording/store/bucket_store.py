"""Recordings in an S3-compatible bucket, and how they come there: made once, read back, locked, never written over."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, cast

from gateway.recording.store import names
from gateway.recording.store.bucket import PUT_BYTES_MAX, Bucket, Listed, Lock
from gateway.recording.store.names import Part
from gateway.recording.store.object_file import ObjectFile, Piece
from gateway.recording.store.port import Held, Kept, Occupied, Removed, Shelved

_BLOCK = 1024 * 1024


class Refusal(StrEnum):
    """Why the store does not have one recording, while others go through."""

    DIFFERS = "differs"  # something else stands there under its name; nothing was written over it
    TOO_LARGE = "too-large"  # for one request
    UNLOCKED = "unlocked"  # the store did not lock it as it was asked to
    ABSENT = "absent"  # the store took it and does not have it


class NotTaken(OSError):
    """One recording the store does not take, or does not hold as it was taken."""

    def __init__(self, why: Refusal, detail: str) -> None:
        super().__init__(detail)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the store has, read back: `kept`, and whether it was there before this call."""

    kept: Kept
    again: bool


class BucketStore:
    """Fills `port.Store`, and takes recordings in."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._prefix = bucket.place.prefix

    # -- reading

    def open(self, recording: str) -> BinaryIO:
        """The whole; of one that is not whole there, its parts from the beginning, as far as they follow each other."""
        key = names.whole(self._prefix, recording)
        kept = self._bucket.head(key)
        if kept is not None:
            pieces = [Piece(key=key, etag=kept.etag, start=0, end=kept.stored_bytes)]
        else:
            pieces = list(self._following(recording))
            if not pieces:
                raise FileNotFoundError(f"{recording}: not in the store")
        return cast(BinaryIO, ObjectFile(self._bucket, pieces))

    def listed(self) -> Iterator[Shelved]:
        """Every whole."""
        for each in self._bucket.under(self._prefix):
            recording = names.recording_of(self._prefix, each.key)
            if recording is not None:
                yield Shelved(recording=recording, stored_bytes=each.stored_bytes)

    def remove(self, recording: str) -> Removed | Held:
        """The whole and its parts, in every version."""
        gone = [self._bucket.remove(names.whole(self._prefix, recording)), self.remove_parts(recording)]
        held = [each for each in gone if isinstance(each, Held)]
        return held[0] if held else Removed()

    def locks(self) -> bool:
        """Whether copies can be locked."""
        return self._bucket.locks()

    # -- taking in

    def take(self, recording: str, file: BinaryIO, size: int, lock: Lock | None) -> Taken:
        """A sealed recording. Returns once the store's copy was read back and is the same. Raises NotTaken, OSError."""
        return self._taken(names.whole(self._prefix, recording), file, size, lock)

    def take_part(self, part: Part, data: bytes, lock: Lock | None) -> Taken:
        """The same of a part of a running one."""
        return self._taken(names.part(self._prefix, part), io.BytesIO(data), len(data), lock)

    def taken_to(self, recording: str) -> int:
        """How far the parts reach that are there, from the beginning on."""
        return max((piece.end for piece in self._following(recording)), default=0)

    def remove_parts(self, recording: str) -> Removed | Held:
        """The parts of a recording whose whole is there."""
        gone = [
            self._bucket.remove(each.key) for each in list(self._bucket.under(names.parts(self._prefix, recording)))
        ]
        held = [each for each in gone if isinstance(each, Held)]
        return held[0] if held else Removed()

    def part_owners(self) -> set[str]:
        """Of which recordings there are parts."""
        found = (names.part_of(self._prefix, each.key) for each in self._bucket.under(self._prefix))
        return {part.recording for part in found if part is not None}

    def same(self, recording: str, digest: bytes, size: int) -> Kept:
        """The store's copy, read through just now. Raises NotTaken, OSError."""
        return self._read_back(names.whole(self._prefix, recording), digest, size, None)

    def _taken(self, key: str, file: BinaryIO, size: int, lock: Lock | None) -> Taken:
        if size > PUT_BYTES_MAX:
            raise NotTaken(Refusal.TOO_LARGE, f"{key}: larger than one request may be ({size} bytes)")
        digest = digest_of(file)
        file.seek(0)
        try:
            self._bucket.put(key, file, size, digest, lock)
            again = False
        except Occupied:
            again = True  # ours, of a try whose answer was lost; or not ours
        return Taken(kept=self._read_back(key, digest, size, lock), again=again)

    def _read_back(self, key: str, digest: bytes, size: int, lock: Lock | None) -> Kept:
        kept = self._bucket.head(key)
        if kept is None:
            raise NotTaken(Refusal.ABSENT, f"{key}: the store took it and does not have it")
        piece = Piece(key=key, etag=kept.etag, start=0, end=kept.stored_bytes)
        if kept.stored_bytes != size or digest_of(cast(BinaryIO, ObjectFile(self._bucket, [piece]))) != digest:
            raise NotTaken(Refusal.DIFFERS, f"{key}: the store holds something else under this name")
        if lock is not None and (kept.locked_until is None or kept.locked_until < lock.until.replace(microsecond=0)):
            raise NotTaken(Refusal.UNLOCKED, f"{key}: the store did not lock it as it was asked to")
        return kept

    def _following(self, recording: str) -> Iterator[Piece]:
        """The parts from 0 on, each beginning where the one before ends; of several that begin alike the longest."""
        found: dict[int, tuple[Part, Listed]] = {}
        for each in self._bucket.under(names.parts(self._prefix, recording)):
            part = names.part_of(self._prefix, each.key)
            if part is not None and each.stored_bytes == part.end - part.start:
                found[part.start] = max(found.get(part.start, (part, each)), (part, each), key=lambda one: one[0].end)
        position = 0
        while position in found:
            part, each = found[position]
            yield Piece(key=each.key, etag=each.etag, start=part.start, end=part.end)
            position = part.end


def digest_of(file: BinaryIO) -> bytes:
    """SHA-256 of the whole file, in bounded memory. Raises OSError."""
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.digest()
