"""Under which key what of a recording lies: the whole as one object, a running one in parts. Pure.

    <prefix><day>/<recording>.rec
    <prefix><day>/<recording>.parts/<start>-<end>

Offsets have sixteen digits, so that keys sort as the bytes lie.
"""

import re
from dataclasses import dataclass
from typing import Final

from gateway.recording.paths import SUFFIX, day_of
from gateway.vocabulary.identifiers import IDENTIFIER

_WHOLE: Final = re.compile(rf"([0-9]{{8}})/({IDENTIFIER.pattern}){re.escape(SUFFIX)}")
_PART: Final = re.compile(rf"([0-9]{{8}})/({IDENTIFIER.pattern})\.parts/([0-9]{{16}})-([0-9]{{16}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The bytes of a running recording from `start` to `end`."""

    recording: str
    start: int
    end: int


def whole(prefix: str, recording: str) -> str:
    """The key of a sealed recording. Raises ValueError for what is no identifier."""
    return f"{prefix}{day_of(recording)}/{recording}{SUFFIX}"


def parts(prefix: str, recording: str) -> str:
    """What the keys of its parts begin with."""
    return f"{prefix}{day_of(recording)}/{recording}.parts/"


def part(prefix: str, found: Part) -> str:
    """The key of one."""
    return f"{parts(prefix, found.recording)}{found.start:016d}-{found.end:016d}"


def recording_of(prefix: str, key: str) -> str | None:
    """Whose whole a key names; None for any other key, also one in another day's folder."""
    found = _WHOLE.fullmatch(key.removeprefix(prefix))
    return found[2] if found and key.startswith(prefix) and found[1] == day_of(found[2]) else None


def part_of(prefix: str, key: str) -> Part | None:
    """Which part a key names; None for any other."""
    found = _PART.fullmatch(key.removeprefix(prefix))
    if found is None or not key.startswith(prefix) or found[1] != day_of(found[2]):
        return None
    start, end = int(found[3]), int(found[4])
    return Part(recording=found[2], start=start, end=end) if start < end else None
