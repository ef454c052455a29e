"""Where a recording lies: `<day>/<recording>.rec` in the recordings directory, one folder a day so that none grows for years.

An identifier is checked before it becomes a path: nothing outside the directory is ever named.
"""

from pathlib import Path
from typing import Final

from gateway.vocabulary.identifiers import IDENTIFIER

SUFFIX: Final = ".rec"


def day_of(recording: str) -> str:
    """The folder: the day in the identifier (`20261122`). Raises ValueError for what is no identifier."""
    if not IDENTIFIER.fullmatch(recording):
        raise ValueError("this is no identifier of a recording")
    return recording.split("-")[1]


def path_in(folder: Path, recording: str) -> Path:
    """The file of a recording in its day's folder. Raises ValueError for what is no identifier."""
    day_of(recording)
    return folder / (recording + SUFFIX)


def path_of(directory: Path, recording: str) -> Path:
    """The file of a recording in the recordings directory. Raises ValueError for what is no identifier."""
    return path_in(directory / day_of(recording), recording)
