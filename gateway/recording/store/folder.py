"""Recordings in a folder of this machine: `<day>/<recording>.rec`, as session processes write them."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from gateway.recording.paths import SUFFIX, path_of
from gateway.recording.store.port import Held, Removed, Shelved
from gateway.recording.store.shipped import note_of
from gateway.vocabulary.identifiers import IDENTIFIER


class FolderStore:
    """Fills `port.Store`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def open(self, recording: str) -> BinaryIO:
        """Read without a buffer that could keep what has changed since."""
        return path_of(self._directory, recording).open("rb", buffering=0)

    def listed(self) -> Iterator[Shelved]:
        """Every file whose name is a recording's."""
        for path in self._directory.glob(f"*/*{SUFFIX}"):
            if IDENTIFIER.fullmatch(path.stem):
                yield Shelved(recording=path.stem, stored_bytes=path.stat().st_size)

    def remove(self, recording: str) -> Removed | Held:
        """The file, and the note that it was shipped. One that is not there is removed already."""
        path = path_of(self._directory, recording)
        path.unlink(missing_ok=True)
        note_of(path).unlink(missing_ok=True)
        return Removed()
