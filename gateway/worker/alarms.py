"""Alarms leave within seconds, each once, none forgotten: the journal is where they are read and where it says how far they went.

Sent first, journalled after: killed in between, the worker sends that letter again under the same Message-ID rather than never.
It remembers nothing else. A mail server that is away is tried again, more and more slowly; nothing here may stop a session.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Final

from gateway.detection.alert import KINDS, Alarm, alarm_of, unreadable
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.alarm_digest import Digest, Line
from gateway.worker.alarm_letter import alarm_letter
from gateway.worker.alarm_pace import Pace
from gateway.worker.alarm_parcel import Parcel
from gateway.worker.events import AlarmMailed, AlarmUnsent
from gateway.worker.ports import AlarmPost, Registrar, Seen, Tail

log = logging.getLogger(__name__)
LOOK_SECONDS: Final = 1.0
BACK_OFF_SECONDS: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
PAGE_ENTRIES: Final = 500
WHY_LETTERS_MAX: Final = 200


class AlarmWatch:
    """One node's. `run` until `wait` says that it is over; used from one thread."""

    def __init__(
        self, *, node: str, clock: Clock, registrar: Registrar, tail: Tail, post: AlarmPost, recipients: Sequence[str]
    ) -> None:
        self._node, self._clock = node, clock
        self._registrar, self._tail, self._post = registrar, tail, post
        self._recipients = tuple(dict.fromkeys(recipients))
        self._seen: int | None = None
        self._gathered = Digest()
        self._names: dict[str, str | None] = {}
        self._pace = Pace()
        self._parcel: Parcel | None = None
        self._failures = 0
        self._outage_told: bool | None = None

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when the worker is to stop."""
        if not self._recipients:
            log.warning("mail.alarms is empty: alarms stand in the journal only and nobody is told of them")
            return
        pause = LOOK_SECONDS
        while not wait(pause):
            pause = self.look()

    def look(self) -> float:
        """Do what is due; seconds until the next look."""
        try:
            self._gather()
            self._send()
        except (GatewayFault, CallRefused) as failure:
            return self._later("alarms were not looked at, or not journalled as sent: %s", failure)
        except OSError as failure:
            self._tell_outage(type(failure).__name__)
            return self._later("alarms were not sent, they are tried again: %s", failure)
        if self._parcel is not None and not self._parcel.is_done:
            if not self._parcel.taken:
                self._tell_outage("put off or refused by the mail server")
            return self._later("alarms are still to be sent to %d recipients", len(self._parcel.open))
        self._failures = 0
        return LOOK_SECONDS

    # -- from the journal

    def _gather(self) -> None:
        """Take in what the journal has had since the last look."""
        if self._seen is None:
            self._seen, self._outage_told = self._tail.mailed_through(), self._tail.outage_told()
        end = self._tail.last_seq()
        while self._seen < end:
            found = self._tail.after(self._seen, KINDS, PAGE_ENTRIES)
            for each in found:
                self._take_in(each)
            self._seen = end if len(found) < PAGE_ENTRIES else found[-1].seq

    def _take_in(self, each: Seen) -> None:
        alarm = self._alarm(each)
        if alarm is not None:
            self._gathered.add(Line(seq=each.seq, at=each.at, kind=each.kind, alarm=alarm))

    def _alarm(self, each: Seen) -> Alarm | None:
        return unreadable(each.seq) if each.data is None else alarm_of(each.kind, each.data, self._name_of)

    def _name_of(self, known: str) -> str | None:
        """Asked once a letter: a flood is about few people."""
        if known not in self._names:
            self._names[known] = self._tail.name_of(known)
        return self._names[known]

    # -- to the mail server

    def _send(self) -> None:
        """Hand in the letter under way, else make one of what was gathered, if it is time."""
        parcel = self._parcel or self._packed()
        if parcel is None:
            return
        self._parcel = parcel
        if not parcel.is_done:
            parcel.tried(self._post.hand_in(parcel.open, parcel.letter, parcel.number))
        if parcel.is_done:
            self._journal(parcel)
            self._parcel = None

    def _packed(self) -> Parcel | None:
        digest, now = self._gathered, self._clock.monotonic()
        if not digest.total or not self._pace.is_due(digest.subjects, now):
            return None
        self._pace.sent(digest.subjects, now)
        self._gathered = Digest()
        self._names.clear()
        return Parcel(
            alarm_letter(digest, self._node),
            first=digest.first,
            through=digest.last,
            alarms=digest.total,
            recipients=self._recipients,
            node=self._node,
        )

    def _journal(self, parcel: Parcel) -> None:
        """Raises GatewayFault or CallRefused: the parcel stays, and only this is done again."""
        mailed = AlarmMailed(
            first=parcel.first,
            through=parcel.through,
            alarms=parcel.alarms,
            recipients=parcel.taken,
            missed=parcel.missed,
        )
        self._registrar.append([mailed])
        self._outage_told = False
        if parcel.missed:
            log.error("%d alarms did not reach %d of the recipients in mail.alarms", parcel.alarms, parcel.missed)

    # -- when it cannot be done

    def _later(self, message: str, why: object) -> float:
        log.error(message, why)
        pause = BACK_OFF_SECONDS[min(self._failures, len(BACK_OFF_SECONDS) - 1)]
        self._failures += 1
        return pause

    def _tell_outage(self, why: str) -> None:
        """Once an outage, in the journal; a registrar that is away too hears of it at the next try."""
        parcel = self._parcel
        if self._outage_told or parcel is None:
            return
        try:
            self._registrar.append([AlarmUnsent(first=parcel.first, alarms=parcel.alarms, why=why[:WHY_LETTERS_MAX])])
        except (GatewayFault, CallRefused) as failure:
            log.error("not journalled that alarms cannot be sent: %s", failure)  # noqa: TRY400  # said, tried again
            return
        self._outage_told = True
