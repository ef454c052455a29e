"""Entries that wait for the journal, summed up where nothing is lost by it: many statements, few entries. Pure.

A statement whose beginning still waits when it ends well becomes one entry; the same text again, while that one waits, adds to
it. What failed, was cut or refused stays by itself, and so does what began in an entry that was written already. Order is that of
the beginnings. Which statement had which values stands in the recording, by its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gateway.audit.event import Event
from gateway.relay.postgres.events import StatementEnded, StatementRan, StatementRun

_NAMES: Final = ("person", "session", "terminal", "target", "order")
_Key = tuple[object, ...]


@dataclass(slots=True)
class _Sum:
    """Statements of one text that ran: the first one's beginning, and what came of all."""

    begun: StatementRun
    number: int
    through: int
    times: int = 0
    rows: int = 0
    masked: int = 0
    milliseconds: int = 0

    def add(self, number: int, ended: StatementEnded) -> None:
        """One more of them."""
        self.number, self.through = min(self.number, number), max(self.through, number)
        self.times += 1
        self.rows += ended.rows
        self.masked += ended.masked
        self.milliseconds += ended.milliseconds

    def event(self) -> StatementRan:
        """As the journal keeps it."""
        return StatementRan(
            **{name: getattr(self.begun, name) for name in _NAMES},
            number=self.number,
            through=self.through,
            times=self.times,
            what=self.begun.what,
            digest=self.begun.digest,
            text=self.begun.text,
            relations=self.begun.relations,
            parameters=self.begun.parameters,
            rows=self.rows,
            masked=self.masked,
            milliseconds=self.milliseconds,
        )


class Gathering:
    """Used under its owner's lock."""

    def __init__(self) -> None:
        self._entries: list[tuple[float, Event | _Sum]] = []
        self._leaving = 0  # of them are being written: they are what they are
        self._begun: dict[int, int] = {}  # by a statement's number, where its beginning waits
        self._ran: dict[_Key, int] = {}  # by what ran, where its sum waits

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def oldest(self) -> float | None:
        """When the oldest that waits was put; None where none does."""
        return self._entries[0][0] if self._entries else None

    def put(self, event: Event, now: float) -> None:
        """One more, or one that says more."""
        match event:
            case StatementRun():
                self._begun[event.number] = len(self._entries)
            case StatementEnded(sqlstate=None, cut=None) if self._waits(self._begun.get(event.number)):
                self._ended(event)
                return
            case StatementEnded():
                self._begun.pop(event.number, None)
        self._entries.append((now, event))

    def leave(self, most: int) -> list[Event]:
        """The first of them, to be written; nothing is added to them any more."""
        self._leaving = min(most, len(self._entries))
        return _events(self._entries[: self._leaving])

    def left(self) -> None:
        """Those are written."""
        gone, self._leaving = self._leaving, 0
        del self._entries[:gone]
        self._begun = {number: at - gone for number, at in self._begun.items() if at >= gone}
        self._ran = {key: at - gone for key, at in self._ran.items() if at >= gone}

    def all(self) -> list[Event]:
        """Every one that waits or is being written."""
        return _events(self._entries)

    def _waits(self, at: int | None) -> bool:
        return at is not None and at >= self._leaving

    def _ended(self, event: StatementEnded) -> None:
        """Its beginning waits: the two become one, or a part of a sum that waits before it."""
        at = self._begun.pop(event.number)
        begun_at, begun = self._entries[at]
        if not isinstance(begun, StatementRun):
            raise TypeError("a beginning that is none")
        key = _key(begun)
        known = self._ran.get(key)
        if known is None or not self._waits(known):
            self._ran[key] = at
            found = _Sum(begun, begun.number, begun.number)
            self._entries[at] = (begun_at, found)
        else:
            _, so_far = self._entries[known]
            if not isinstance(so_far, _Sum):
                raise TypeError("a sum that is none")
            found = so_far
            self._drop(at)
        found.add(event.number, event)

    def _drop(self, at: int) -> None:
        del self._entries[at]
        if at < len(self._entries):
            self._begun = {number: place - (place > at) for number, place in self._begun.items()}
            self._ran = {key: place - (place > at) for key, place in self._ran.items()}


def _key(begun: StatementRun) -> _Key:
    return begun.what, begun.digest, begun.text, begun.relations, begun.parameters


def _events(entries: Sequence[tuple[float, Event | _Sum]]) -> list[Event]:
    return [each.event() if isinstance(each, _Sum) else each for _, each in entries]
