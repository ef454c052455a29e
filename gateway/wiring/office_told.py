"""What the journal tells of recordings: the one list against which the store is held, so that a missing file is missed.

Read from the stored bytes alone; no column is believed. That the journal itself holds is `sekisho audit verify`'s to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from gateway.audit.entry import Entry, read_body
from gateway.audit.ports import JournalSource

_OPENED: Final = "session.opened"
_CLOSED: Final = "recording.closed"
_RETIRED: Final = "recording.retired"
_MARKS: Final = tuple(f'"kind":"{kind}"'.encode() for kind in (_OPENED, _CLOSED, _RETIRED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """Since when (a timestamp), and the word of recording/retiring.Why."""

    at: str
    why: str


@dataclass(slots=True)
class Told:
    """What the journal says of recordings: which were begun, the final hash of each that was closed, and which were retired.

    A retired one's file was removed as agreed; `retired` says since when (as the entry does) and why.
    """

    begun: set[str] = field(default_factory=set)
    closed: dict[str, bytes] = field(default_factory=dict)
    retired: dict[str, Retired] = field(default_factory=dict)


def told_of(journal: JournalSource) -> Told:
    """What the journal says, read from the stored bytes alone: no column of it is believed."""
    told = Told()
    for entry in journal.read(0, None):
        if any(mark in entry.body for mark in _MARKS):
            _hear(told, entry.body)
    return told


def told_by(entries: Iterable[Entry]) -> Told:
    """The same of these entries alone: found by their columns, heard from their bytes. What no column leads to is not told."""
    told = Told()
    for entry in entries:
        _hear(told, entry.body)
    return told


def _hear(told: Told, body: bytes) -> None:
    try:
        read = read_body(body)
        data: Mapping[str, Any] = read.data
        recording, final_hash = str(data.get("recording", "")), bytes.fromhex(str(data.get("final_hash", "")))
    except ValueError:  # EntryMalformed is one
        return  # `audit verify` names it
    if read.kind == _OPENED:
        told.begun.add(recording)
    elif read.kind == _CLOSED:
        told.closed[recording] = final_hash
    elif read.kind == _RETIRED:
        told.retired[recording] = Retired(at=str(read.at), why=str(data.get("why", "")))
