"""A witness as a folder outside the state directory: one file a checkpoint, written once, never touched again.

`00000012/000001234567-2026-11-22T050607Z.checkpoint`: filed by size (hundreds of thousands, then all digits), with the
moment it was received, so that reading in order needs no index. Everything in it is public and left readable for everybody,
whatever the umask of whoever files it: it is there to be compared with. Other files named `*.checkpoint`, such as checkpoints
saved from mail, are read too; their size is that of the note in them. What the folder's keeper does to it is his to answer for.
"""

import heapq
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gateway.audit.checkpoint import read_checkpoint
from gateway.audit.folder import make_public, open_regular, sync_directory, write_durably
from gateway.audit.note import NOTE_BYTES_MAX, NoteMalformed, VerifierKey, read_note, read_vkey
from gateway.audit.ports import SignedCheckpoint, Witnessed
from gateway.vocabulary.outcome import GatewayFault

SUFFIX: Final = ".checkpoint"
VKEY: Final = "vkey"

_PER_FOLDER: Final = 100_000
_FOLDER: Final = re.compile(r"[0-9]{8}")
_NAME: Final = re.compile(r"([0-9]{12})-([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9]{6}Z\.checkpoint")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FolderWitness:
    """The folder. Writing needs the journal's key, to be filed beside; reading back is by ascending size and needs none."""

    def __init__(self, directory: Path, journal: VerifierKey | None = None) -> None:
        self._directory = directory
        self._journal = journal

    def keep(self, signed: SignedCheckpoint) -> None:
        """File one checkpoint, durably; the key too, the first time. Raises GatewayFault if that fails or the key differs."""
        folder = self._directory / f"{signed.size // _PER_FOLDER:08d}"
        place = folder / f"{signed.size:012d}-{signed.at:%Y-%m-%dT%H%M%S}Z{SUFFIX}"
        try:
            make_public(folder)
            sync_directory(self._directory)
            self._keep_key()
            kept = self._read(place)
            if kept is None:
                write_durably(place, signed.note, mode=0o444)
            elif kept != signed.note:
                raise GatewayFault(f"the witness holds another checkpoint of {signed.size} entries")
        except OSError as broken:
            raise GatewayFault(f"the witness folder cannot be written: {broken}") from broken

    def key(self) -> VerifierKey | None:
        """The key filed at the beginning, None if there is none. Raises GatewayFault if it cannot be read."""
        text = self._read(self._directory / VKEY)
        try:
            return None if text is None else read_vkey(text.decode().removesuffix("\n"))
        except (NoteMalformed, UnicodeDecodeError) as wrong:
            raise GatewayFault(f"the witness's {VKEY} holds no key: {wrong}") from wrong

    def last_size(self) -> int:
        """The greatest size anything is filed under, from names alone where they tell. Raises GatewayFault."""
        sizes = [one.size for one in self._loose()]
        for folder in reversed(_names(self._directory)):
            names = [name for name in _names(self._directory / folder) if _NAME.fullmatch(name)]
            if _FOLDER.fullmatch(folder) and names:
                sizes.append(int(names[-1][:12]))
                break
        return max(sizes, default=0)

    def held(self) -> Iterator[Witnessed]:
        """Every checkpoint in the folder. Raises GatewayFault if it cannot be read."""
        loose = sorted(self._loose(), key=lambda one: one.size)
        return heapq.merge(self._filed(), loose, key=lambda one: one.size)

    def _keep_key(self) -> None:
        if self._journal is None:
            raise GatewayFault("a witness folder is written with the journal's key at hand")
        kept = self.key()
        if kept is None:
            write_durably(self._directory / VKEY, f"{self._journal}\n".encode(), mode=0o444)
        elif not self._journal.continues(kept):
            raise GatewayFault("the witness folder was begun under another journal key")

    def _filed(self) -> Iterator[Witnessed]:
        for folder in _names(self._directory):
            if not _FOLDER.fullmatch(folder):
                continue
            for name in _names(self._directory / folder):
                found = _NAME.fullmatch(name)
                if found is not None:
                    yield self._witnessed(f"{folder}/{name}", int(found[1]), found[2])

    def _loose(self) -> Iterator[Witnessed]:
        for folder, _, names in os.walk(self._directory):
            filed = _FOLDER.fullmatch(Path(folder).name) and Path(folder).parent == self._directory
            for name in sorted(names):
                if name.endswith(SUFFIX) and not (filed and _NAME.fullmatch(name)):
                    path = (Path(folder) / name).relative_to(self._directory).as_posix()
                    day = _DAY.search(name)
                    yield self._witnessed(path, None, "" if day is None else day[0])

    def _witnessed(self, path: str, size: int | None, day: str) -> Witnessed:
        note = self._read(self._directory / path) or b""
        if size is None:
            try:
                size = read_checkpoint(read_note(note).text).size
            except NoteMalformed:
                size = 0  # verification names the file
        return Witnessed(file=path, size=size, day=day, note=note)

    def _read(self, path: Path) -> bytes | None:
        try:
            file = open_regular(path)
            if file is None:
                return None
            with file:
                return file.read(NOTE_BYTES_MAX + 1)
        except OSError as broken:
            raise GatewayFault(f"the witness folder cannot be read: {broken}") from broken


def _names(directory: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(directory))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as broken:
        raise GatewayFault(f"the witness folder cannot be read: {broken}") from broken
