"""What lies in the folder of recordings and is not in the store yet, found without looking at years of what is.

A day's folder in which everything has its note is not opened again until its own time of change moves: a new recording moves it,
and so does a note that is taken away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from gateway.recording.paths import SUFFIX
from gateway.recording.store import shipped
from gateway.vocabulary.identifiers import IDENTIFIER


def recordings_in(folder: Path) -> Iterator[Path]:
    """Files whose names are recordings', the oldest name first; links are none."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if IDENTIFIER.fullmatch(path.stem) and not path.is_symlink():
            yield path


def days_of(directory: Path) -> list[Path]:
    """The days' folders, the oldest first."""
    return sorted(folder for folder in directory.glob("[0-9]" * 8) if folder.is_dir() and not folder.is_symlink())


@dataclass(slots=True)
class Waiting:
    """One directory of recordings."""

    directory: Path
    _settled: dict[Path, int] = field(default_factory=dict)

    def look(self) -> list[Path]:
        """Recordings without a note. Raises OSError."""
        found: list[Path] = []
        for day in days_of(self.directory):
            changed = day.stat().st_mtime_ns
            if self._settled.get(day) == changed:
                continue
            open_ones = [path for path in recordings_in(day) if shipped.read(path) is None]
            found += open_ones
            if not open_ones:
                self._settled[day] = changed
        return found
