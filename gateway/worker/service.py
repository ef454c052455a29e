"""The worker's loop: look, do what is due, sleep. A failure is said and tried again; nothing here may stop a session."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.daily import due_day
from gateway.worker.events import WitnessMailed
from gateway.worker.letter import letter
from gateway.worker.ports import Journal, Post, Registrar
from gateway.worker.rounds import Pace, rounds

log = logging.getLogger(__name__)
PACE: Final = Pace(first=5.0, good=5.0, failed=60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """`run` until `wait` says that it is over."""

    node: str
    clock: Clock
    registrar: Registrar
    journal: Journal
    post: Post
    witnesses: Sequence[str]
    daily_at: time

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when the worker is to stop."""
        if not self.witnesses:
            log.warning("mail.witnesses is empty: no checkpoint leaves this machine by mail")
        rounds(self.look, PACE, wait)

    def look(self) -> bool:
        """Do what is due now. False if something must be tried again later."""
        day = due_day(self.clock.now(), self.daily_at)
        if day is None or not self.witnesses:
            return True
        try:
            if not self.journal.mailed_on(day):
                self._mail(day.isoformat())
        except (GatewayFault, CallRefused, OSError) as failure:
            log.error("the daily checkpoint was not sent, it is tried again: %s", failure)  # noqa: TRY400
            return False
        return True

    def _mail(self, day: str) -> None:
        """Sent first, journalled after: a mail that went out and is not in the journal is sent again, which does no harm."""
        self.registrar.checkpoint()
        checkpoint = self.journal.last_checkpoint()
        if checkpoint is None:
            raise GatewayFault("there is no signed checkpoint yet")
        written = letter(checkpoint, self.node)
        self.post.send(self.witnesses, written.subject, written.text)
        self.registrar.append([WitnessMailed(day=day, size=checkpoint.size, witnesses=len(self.witnesses))])
