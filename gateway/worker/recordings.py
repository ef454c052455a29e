"""Once a day every recording the journal knows is verified and counted, wherever its copies lie (R-41): what is wrong is alarmed.

The journal says what there should be, so that a missing one is missed. A copy that cannot be read now is no verdict: the day is
gone through again later. Nobody misses retired ones; what the store still has of them is taken away, or said to be held.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final, Protocol

from gateway.audit.event import Event
from gateway.ipc.messages import CallRefused
from gateway.recording.events import RecordingVerified
from gateway.recording.library import Copy, Library
from gateway.recording.store.events import RecordingsCounted, RecordingUnshelved
from gateway.recording.store.port import Held, Store
from gateway.recording.verdict import Finding, Flaw, Verdict
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.daily import due_day
from gateway.worker.rounds import Pace, rounds

log = logging.getLogger(__name__)
PACE: Final = Pace(first=1.0, good=5.0, failed=600.0)
FINDINGS_MAX: Final = 8
Wait = Callable[[float], bool]


class Appends(Protocol):
    """The registrar, as far as it is needed."""

    def append(self, events: Sequence[Event]) -> None:
        """Durable when it returns. Raises GatewayFault, CallRefused."""


@dataclass(slots=True)
class Known:
    """What the journal says of recordings: of which session each began, the final hash of each that was closed, those retired.

    `held` are those whose copy in the store is known to be locked until then.
    """

    begun: dict[str, str] = field(default_factory=dict)
    closed: dict[str, bytes] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    held: dict[str, datetime] = field(default_factory=dict)


@dataclass(slots=True)
class _Sums:
    recordings: int = 0
    holding: int = 0
    broken: int = 0
    unjudged: int = 0
    unread: int = 0  # of those, could not be read now


class RecordingsWatch:
    """`run` until `wait` says that it is over; from one thread."""

    def __init__(
        self, *, node: str, clock: Clock, registrar: Appends, library: Library, store: Store | None, daily_at: time,
        known: Callable[[], Known], counted_on: Callable[[str], bool],
    ) -> None:  # fmt: skip
        """`known` reads the journal; `counted_on` whether it has this node's `recordings.verified` of a day (ISO)."""
        self._node, self._clock, self._registrar, self._library = node, clock, registrar, library
        self._store, self._daily_at, self._known, self._counted_on = store, daily_at, known, counted_on
        self._told: tuple[str, set[str]] = ("", set())

    def run(self, wait: Wait) -> None:
        """`wait(seconds)` sleeps and returns True when it is over."""
        rounds(lambda: self.look(wait), PACE, wait)

    def look(self, wait: Wait) -> bool:
        """Do what is due now. False if it must be tried again later."""
        due = due_day(self._clock.now(), self._daily_at)
        if due is None:
            return True
        try:
            return self._counted_on(due.isoformat()) or self._count(due.isoformat(), wait)
        except (GatewayFault, CallRefused, OSError) as failure:
            log.error("recordings were not verified, it is tried again: %s", failure)  # noqa: TRY400
            return False

    def _count(self, day: str, wait: Wait) -> bool:
        if self._told[0] != day:
            self._told = (day, set())
        known = self._known()
        there = {each for each in self._library.known() if IDENTIFIER.fullmatch(each)}
        sums = _Sums()
        for recording in sorted(known.begun.keys() | known.closed.keys() | there):
            if wait(0):
                return True  # it is over; the next start begins anew
            if recording in known.retired:
                self._unshelve(recording, known)
            else:
                self._judge(recording, known, sums)
        if sums.unread:
            return False
        self._registrar.append([
            RecordingsCounted(
                day=day, node=self._node, sessions=len(known.begun), recordings=sums.recordings, holding=sums.holding,
                broken=sums.broken, unjudged=sums.unjudged,
            )
        ])  # fmt: skip
        return True

    def _judge(self, recording: str, known: Known, sums: _Sums) -> None:
        expected = known.closed.get(recording)
        try:
            verdicts = self._library.verify_copies(recording, expected)
        except GatewayFault as failure:
            log.error("recording %s could not be read: %s", recording, failure)  # noqa: TRY400  # said, tried again
            sums.unjudged, sums.unread = sums.unjudged + 1, sums.unread + 1
            return
        wrong = _wrong(verdicts, closed=expected is not None, begun=recording in known.begun)
        sums.recordings += any(_is_there(verdict) for verdict in verdicts.values())
        sums.broken += bool(wrong)
        sums.holding += not wrong and expected is not None
        sums.unjudged += not wrong and expected is None
        if wrong and recording not in self._told[1]:
            session = known.begun.get(recording)
            said = (*([] if session is None else [session]), *wrong[:FINDINGS_MAX])
            self._registrar.append([RecordingVerified(recording=recording, holds=False, findings=said)])
            self._told[1].add(recording)

    def _unshelve(self, recording: str, known: Known) -> None:
        """Take a retired recording out of the store; what its lock holds stays, and is never called gone."""
        held_until = known.held.get(recording)
        if self._store is None or (held_until is not None and self._clock.now() < held_until):
            return
        try:
            self._store.open(recording).close()
        except FileNotFoundError:
            return
        left = self._store.remove(recording)
        until = left.until if isinstance(left, Held) else None
        self._registrar.append([
            RecordingUnshelved(
                recording=recording, gone=not isinstance(left, Held), until="" if until is None else until.isoformat()
            )
        ])  # fmt: skip


def _wrong(verdicts: Mapping[Copy, Verdict], *, closed: bool, begun: bool) -> list[str]:
    """What is wrong, in words, with the copy it is wrong with. One that is still written may lie on another node."""
    if not begun:
        return ["unknown"]
    found = []
    for copy, verdict in verdicts.items():
        found += [f"{copy}: {_word(each)}" for each in verdict.findings if closed or each.flaw is not Flaw.MISSING]
        if closed and not verdict.findings and not verdict.holds:
            found.append(f"{copy}: {Flaw.TRUNCATED}")
    return found


def _is_there(verdict: Verdict) -> bool:
    return all(each.flaw is not Flaw.MISSING for each in verdict.findings)


def _word(finding: Finding) -> str:
    return finding.flaw.value if finding.chunk is None else f"{finding.flaw.value} #{finding.chunk}"
