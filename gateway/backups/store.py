"""The folder backups lie in: one folder a backup, and the recordings they share.

    B-20261123-…/MANIFEST  B-20261123-…/database.sealed …  recordings/20261122/R-….SHA256.sealed

A recording never changes once it is sealed, so a later backup refers to the part that is there already. A backup appears
under its name only when all of it is on the disk and was read back.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from gateway.audit.folder import open_regular, sync_directory
from gateway.backups import manifest as manifests
from gateway.backups.manifest import Manifest, Part
from gateway.backups.sealed import Measure, PartDamaged, measure, seal, sealed_size
from gateway.crypto.digest import sha256
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.outcome import GatewayFault, Text

RECORDINGS: Final = "recordings"
_LOCK: Final = ".lock"
_UNFINISHED: Final = ".part"
_SUFFIX: Final = ".sealed"


class Making:
    """A backup that is being made in `directory`. Its parts are sealed for `public`."""

    def __init__(self, directory: Path, backup: str, public: bytes) -> None:
        self._directory, self._backup, self._public = directory, backup, public
        self._folder = directory / (backup + _UNFINISHED)
        self.parts: list[Part] = []
        self._fresh: list[tuple[Path, Part]] = []

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """A part of this backup alone. Raises OSError."""
        place = self._folder / (name + _SUFFIX)
        found = _write(place, pieces, self._public, f"{self._backup}/{name}")
        self._keep(place, Part(name=name, file=f"{self._backup}/{name}{_SUFFIX}", measure=found))

    def add_recording(self, recording: str, file: BinaryIO) -> bool:
        """A sealed recording, shared with other backups; False where it is there already. Raises OSError."""
        folder = self._directory / RECORDINGS / _day_of(recording)
        size = _size_of(file)
        kept = _kept(folder, recording, sealed_size(size))
        if kept is not None:
            self.parts.append(kept)
            return False
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = folder / f"{recording}{_UNFINISHED}"
        found = _write(fresh, _pieces(file, size), self._public, recording_label(recording))
        name = f"{recording}.{found.digest.hex()}{_SUFFIX}"
        fresh.rename(folder / name)
        sync_directory(folder)
        relative = f"{RECORDINGS}/{folder.name}/{name}"
        self._keep(folder / name, Part(name=recording_label(recording), file=relative, measure=found))
        return True

    def add_open_recording(self, recording: str, file: BinaryIO, *, at: str) -> None:
        """A recording that still runs, as far as it is on the disk now: another backup takes it anew. Raises OSError."""
        size = _size_of(file)
        name = f"open{at}"
        place = self._folder / (name + _SUFFIX)
        label = recording_label(recording)
        found = _write(place, _pieces(file, size), self._public, label)
        self._keep(place, Part(name=label, file=f"{self._backup}/{name}{_SUFFIX}", measure=found))

    def finish(self, data: bytes) -> Path:
        """Read every fresh part back, add the manifest, and give the backup its name. Raises GatewayFault or OSError."""
        for place, part in self._fresh:
            with place.open("rb") as file:
                if measure(file) != part.measure:
                    raise GatewayFault(f"{place.name} does not read back as it was written", _UNREADABLE)
        with (self._folder / manifests.FILE).open("xb") as file:
            file.write(data)
            _sync(file)
        sync_directory(self._folder)
        finished = self._directory / self._backup
        self._folder.rename(finished)
        sync_directory(self._directory)
        return finished

    def _keep(self, place: Path, part: Part) -> None:
        self.parts.append(part)
        self._fresh.append((place, part))


@contextmanager
def making(directory: Path, backup: str, public: bytes) -> Iterator[Making]:
    """A new backup in `directory`; what was begun is taken away again by an exception. One at a time.

    Raises GatewayFault for another one at work, or where the folder cannot be used.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (directory / _LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise GatewayFault(f"another backup into {directory} is at work", _BUSY) from None
            for left in directory.glob(f"*{_UNFINISHED}"):  # of a crash: nobody else is at work
                shutil.rmtree(left)
            folder = directory / (backup + _UNFINISHED)
            folder.mkdir(mode=0o700)
            try:
                yield Making(directory, backup, public)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except OSError as broken:
        raise GatewayFault(f"the backup cannot be written: {broken}", _CANNOT_WRITE) from broken


class Kept:
    """A finished backup: the folder with its MANIFEST, beside the others and their recordings."""

    def __init__(self, folder: Path, verifier: bytes) -> None:
        """Reads the manifest. Raises ManifestRefused, GatewayFault."""
        self._folder = folder = folder.resolve()
        file = _opened(folder / manifests.FILE)
        with file:
            data = file.read(manifests.BYTES_MAX + 1)
        self.digest = measure_of(data)
        self.manifest: Manifest = manifests.read(data, verifier)
        if folder.name != self.manifest.id:  # an older manifest in a newer backup's place
            raise PartDamaged(f"{folder} holds the manifest of {self.manifest.id}", _CHANGED)
        own = {Path(part.file).name for part in self.manifest.parts if not part.file.startswith(RECORDINGS)}
        strange = {entry.name for entry in os.scandir(folder)} - own - {manifests.FILE}
        if strange:
            raise PartDamaged(f"{folder} holds what is no part of the backup: {min(strange)}", _CHANGED)

    def open(self, part: Part) -> BinaryIO:
        """The part's file, whose size is as it should be. Raises PartDamaged."""
        file = _opened(self._folder.parent / part.file)
        if os.fstat(file.fileno()).st_size != part.measure.size:
            file.close()
            raise PartDamaged(f"{part.file} is of another size than the backup was made with", _CHANGED)
        return file


def measure_of(data: bytes) -> bytes:
    """SHA-256 of a manifest's file: by it the journal names a backup."""
    return sha256(data)


def recording_label(recording: str) -> str:
    """What a recording's part is sealed for."""
    return f"recording/{recording}"


def _day_of(recording: str) -> str:
    """The day in an identifier. Raises ValueError for what is none: nothing outside the folder is ever named."""
    if not IDENTIFIER.fullmatch(recording):
        raise ValueError("this is no identifier of a recording")
    return recording.split("-")[1]


def _kept(folder: Path, recording: str, size: int) -> Part | None:
    for found in sorted(folder.glob(f"{recording}.*{_SUFFIX}")):
        digest = found.name.removeprefix(f"{recording}.").removesuffix(_SUFFIX)
        if found.stat().st_size == size and len(digest) == 64:
            relative = f"{RECORDINGS}/{folder.name}/{found.name}"
            there = Measure(size=size, digest=bytes.fromhex(digest))
            return Part(name=recording_label(recording), file=relative, measure=there)
    return None


def _write(place: Path, pieces: Iterable[bytes], public: bytes, label: str) -> Measure:
    place.unlink(missing_ok=True)  # of a crash
    with place.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        found = seal(pieces, out, public=public, label=label)
        _sync(out)
    return found


def _size_of(file: BinaryIO) -> int:
    """How long it is now; it is read from its beginning next."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size


def _pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Exactly the first `size` bytes, whatever is written behind them meanwhile. Raises GatewayFault for a shorter file."""
    while size:
        piece = file.read(min(size, 1 << 20))
        if not piece:
            raise GatewayFault("a recording became shorter while it was copied")
        size -= len(piece)
        yield piece


def _opened(place: Path) -> BinaryIO:
    try:
        file = open_regular(place)
    except OSError as broken:
        raise PartDamaged(f"{place} cannot be read: {broken.strerror}", _CHANGED) from None
    if file is None:
        raise PartDamaged(f"{place} is missing", _CHANGED)
    return file


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


_BUSY: Final = Text(
    ja="このフォルダには、ほかのバックアップが進行中です。終わるのを待ってください。",
    en="Another backup into this folder is at work. Wait for it to end.",
)
_CANNOT_WRITE: Final = Text(
    ja="バックアップを書き込めません（空き容量と権限を確認してください）。作りかけのものは残していません。",
    en="The backup cannot be written (check free space and rights). Nothing half-made was left.",
)
_UNREADABLE: Final = Text(
    ja="書き込んだバックアップを読み返すと内容が違います。媒体を交換してください。",
    en="What was written does not read back. Use another medium.",
)
_CHANGED: Final = Text(
    ja="バックアップが作成時と違います（欠落・変更・追加）。復元は何も書き込まずに中止しました。",
    en="The backup is not as it was made (missing, changed or added). Nothing was restored or written.",
)
